import pytest

from deltacrown.errors import Refused
from tests.factories import OrganizerFactory, RegistrationFactory, TournamentFactory, UserFactory
from tournaments.core.models import Event, Tournament
from tournaments.registration import operations
from tournaments.registration.models import Registration
from tournaments.registration.rules import RowsRefused, SeedRow

pytestmark = pytest.mark.django_db
Status = Registration.Status


def run_by(user) -> Tournament:
    return TournamentFactory(organizer=OrganizerFactory(members=[user]))


def refusal_of(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal:
        verb(*args, **kwargs)
    assert not Event.objects.exists()
    return refusal.value.code


def test_the_organizer_sets_and_clears_a_seed():
    organizer_user = UserFactory()
    registration = RegistrationFactory(tournament=run_by(organizer_user))

    operations.set_seed(registration, 3, by=organizer_user)
    operations.set_seed(registration, 3, by=organizer_user)
    operations.set_seed(registration, None, by=organizer_user)

    registration.refresh_from_db()
    assert registration.seed is None
    assert list(Event.objects.values_list("kind", "before", "after")) == [
        ("registration.seeded", {"seed": None}, {"seed": 3}),
        ("registration.seeded", {"seed": 3}, {"seed": None}),
    ]


def test_a_seed_belongs_to_one_open_registration():
    organizer_user = UserFactory()
    cup = run_by(organizer_user)
    _gone = RegistrationFactory(tournament=cup, seed=2, status=Status.WITHDRAWN)
    _first = RegistrationFactory(tournament=cup, seed=1)
    registration = RegistrationFactory(tournament=cup)

    assert refusal_of(operations.set_seed, registration, 1, by=organizer_user) == "seed_taken"
    assert operations.set_seed(registration, 2, by=organizer_user).seed == 2


@pytest.mark.parametrize("seed", [0, -1, 17])
def test_a_seed_is_a_number_of_a_place(seed):
    organizer_user = UserFactory()
    registration = RegistrationFactory(tournament=run_by(organizer_user))

    code = refusal_of(operations.set_seed, registration, seed, by=organizer_user)

    assert code == "seed_out_of_range"


def test_seeds_are_the_organizers_and_end_with_the_draw():
    organizer_user = UserFactory()
    cup = run_by(organizer_user)
    registration = RegistrationFactory(tournament=cup)
    gone = RegistrationFactory(tournament=cup, status=Status.WITHDRAWN)

    stranger = registration.registered_by
    assert refusal_of(operations.set_seed, registration, 1, by=stranger) == "not_organizer"
    assert refusal_of(operations.set_seed, gone, 1, by=organizer_user) == "registration_over"
    Tournament.objects.update(status=Tournament.Status.LIVE)
    assert refusal_of(operations.set_seed, registration, 1, by=organizer_user) == "drawn"


def test_a_seed_that_is_taken_back_is_not_locked_either():
    organizer_user = UserFactory()
    registration = RegistrationFactory(
        tournament=run_by(organizer_user), seed=2, seed_is_locked=True
    )

    assert operations.set_seed(registration, 3, by=organizer_user).seed_is_locked
    assert not operations.set_seed(registration, None, by=organizer_user).seed_is_locked


# --- many at once --------------------------------------------------------------


@pytest.fixture
def official():
    return UserFactory()


@pytest.fixture
def cup(official):
    cup = run_by(official)
    for number in range(1, 5):
        RegistrationFactory(
            tournament=cup, number=number, name=f"n{number}", reference=f"R{number}"
        )
    return cup


def keys(cup) -> list[int]:
    return list(cup.registrations.order_by("number").values_list("pk", flat=True))


def rows_of(cup) -> list[tuple]:
    fields = ("seed", "seed_is_locked", "rating", "region")
    return list(cup.registrations.order_by("number").values_list(*fields))


NOTHING = (None, False, None, "")


def test_seeds_locks_ratings_and_regions_are_written_at_once(cup, official):
    one, two, three, _four = keys(cup)
    rows = {
        one: SeedRow(seed=2, is_locked=True),
        two: SeedRow(rating=1500, region="Dhaka"),
        three: SeedRow(),
    }

    operations.set_seeds(cup, rows, by=official)
    operations.set_seeds(cup, rows, by=official)

    assert rows_of(cup) == [(2, True, None, ""), (None, False, 1500, "Dhaka"), NOTHING, NOTHING]
    event = Event.objects.get()
    assert (event.kind, event.actor, event.before, event.after) == (
        "registration.all_seeded",
        official,
        {"R1": [None, False, None, ""], "R2": [None, False, None, ""]},
        {"R1": [2, True, None, ""], "R2": [None, False, 1500, "Dhaka"]},
    )


def test_two_may_change_seeds_with_each_other(cup, official):
    one, two, *_others = keys(cup)
    operations.set_seeds(cup, {one: SeedRow(1), two: SeedRow(2)}, by=official)

    operations.set_seeds(cup, {one: SeedRow(2), two: SeedRow(1)}, by=official)

    assert [row[0] for row in rows_of(cup)] == [2, 1, None, None]


def test_one_fault_refuses_all_and_each_row_is_told_its_own(cup, official):
    one, two, three, four = keys(cup)
    cup.registrations.filter(pk=one).update(seed=1)
    rows = {
        two: SeedRow(seed=1),
        three: SeedRow(is_locked=True),
        four: SeedRow(seed=17),
    }

    with pytest.raises(RowsRefused) as refusal:
        operations.set_seeds(cup, rows, by=official)

    assert refusal.value.faults == {
        two: "n1 has seed 1 already.",
        three: "Give the number that is to be locked.",
        four: "A seed is a number from 1 to 16.",
    }
    assert rows_of(cup) == [(1, False, None, ""), NOTHING, NOTHING, NOTHING]
    assert not Event.objects.exists()


def test_who_left_meanwhile_and_who_plays_elsewhere_are_passed_over(cup, official):
    one = cup.registrations.get(number=1)
    one.move_to(Status.WITHDRAWN)
    stranger = RegistrationFactory()

    operations.set_seeds(cup, {one.pk: SeedRow(1), stranger.pk: SeedRow(1)}, by=official)

    assert not Registration.objects.exclude(seed=None).exists()
    assert not Event.objects.exists()


def test_many_seeds_are_the_organizers_too_and_end_with_the_draw(cup, official):
    rows = {keys(cup)[0]: SeedRow(1)}

    assert refusal_of(operations.set_seeds, cup, rows, by=UserFactory()) == "not_organizer"
    Tournament.objects.update(status=Tournament.Status.LIVE)
    assert refusal_of(operations.set_seeds, cup, rows, by=official) == "drawn"


@pytest.mark.parametrize("count", [1, 3])
def test_many_seeds_take_as_many_queries_as_one(cup, official, django_assert_num_queries, count):
    rows = {pk: SeedRow(number) for number, pk in enumerate(keys(cup)[:count], start=1)}
    operations.set_seeds(cup, {keys(cup)[3]: SeedRow(4)}, by=official)

    # A transaction, the lock, who runs it (two), the registrations, one update inside a
    # transaction, and what happened (three).
    with django_assert_num_queries(11):
        operations.set_seeds(cup, rows, by=official)
