from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import OrganizerFactory, RegistrationFactory, TournamentFactory, UserFactory
from tournaments.core.models import Event, Tournament
from tournaments.core.settings import Seeding
from tournaments.registration import operations
from tournaments.registration.models import Entrant, Registration, RosterEntry

pytestmark = pytest.mark.django_db
Status = Registration.Status


def cup_with_check_in(**kwargs) -> Tournament:
    now = timezone.now()
    window = {
        "check_in_opens_at": now - timedelta(hours=1),
        "check_in_closes_at": now + timedelta(hours=1),
    }
    return TournamentFactory(**{**window, **kwargs})


def run_by(user) -> Tournament:
    return TournamentFactory(organizer=OrganizerFactory(members=[user]))


def refusal_of(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal:
        verb(*args, **kwargs)
    assert not Event.objects.exists()
    return refusal.value.code


# --- check-in ------------------------------------------------------------------


def test_a_player_checks_in_once():
    registration = RegistrationFactory(tournament=cup_with_check_in())

    first = operations.check_in(registration, by=registration.registered_by)
    again = operations.check_in(registration, by=registration.registered_by)

    assert first.checked_in_at is not None
    assert again.checked_in_at == first.checked_in_at
    assert list(Event.objects.values_list("kind", flat=True)) == ["registration.checked_in"]


def test_any_player_of_the_roster_and_the_organizer_check_in():
    organizer_user = UserFactory()
    cup = cup_with_check_in(organizer=OrganizerFactory(members=[organizer_user]))
    one, two = RegistrationFactory.create_batch(2, tournament=cup)
    mate = RosterEntry.objects.create(registration=one, tournament=cup, user=UserFactory()).user

    assert operations.check_in(one, by=mate).checked_in_at
    assert operations.check_in(two, by=organizer_user).checked_in_at


def test_strangers_do_not_check_in():
    registration = RegistrationFactory(tournament=cup_with_check_in())
    other = OrganizerFactory(members=[UserFactory()]).group.user_set.get()

    for user in (UserFactory(), other):
        assert refusal_of(operations.check_in, registration, by=user) == "not_yours"


@pytest.mark.parametrize(
    ("opens", "closes", "code"),
    [
        (None, None, "no_check_in"),
        (timedelta(hours=1), timedelta(hours=2), "check_in_not_open"),
        (timedelta(hours=-2), timedelta(hours=-1), "check_in_over"),
    ],
)
def test_outside_its_window_check_in_is_refused(opens, closes, code):
    now = timezone.now()
    cup = cup_with_check_in(
        check_in_opens_at=opens and now + opens, check_in_closes_at=closes and now + closes
    )
    registration = RegistrationFactory(tournament=cup)

    assert refusal_of(operations.check_in, registration, by=registration.registered_by) == code


def test_check_in_ends_with_the_start_and_with_the_draw():
    started = cup_with_check_in(check_in_closes_at=None, starts_at=timezone.now())
    drawn = cup_with_check_in(status=Tournament.Status.LIVE)

    for cup in (started, drawn):
        registration = RegistrationFactory(tournament=cup)
        player = registration.registered_by
        assert refusal_of(operations.check_in, registration, by=player) == "check_in_over"


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.CONFIRMED}))
def test_only_confirmed_registrations_check_in(status):
    registration = RegistrationFactory(tournament=cup_with_check_in(), status=status)
    player = registration.registered_by

    assert refusal_of(operations.check_in, registration, by=player) == "not_confirmed"


# --- seeds ---------------------------------------------------------------------


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


# --- entrants ------------------------------------------------------------------


def test_entrants_stand_in_the_order_of_registration():
    cup = TournamentFactory()
    rows = [RegistrationFactory(tournament=cup, number=number) for number in (3, 1, 2)]

    entrants = operations.admit_entrants(cup, random_seed=1)

    assert [entrant.name for entrant in entrants] == [rows[1].name, rows[2].name, rows[0].name]
    assert list(Entrant.objects.values_list("seed", "registration", "tournament")) == [
        (1, rows[1].pk, cup.pk),
        (2, rows[2].pk, cup.pk),
        (3, rows[0].pk, cup.pk),
    ]


def test_seeds_set_by_hand_come_first_without_gaps():
    cup = TournamentFactory()
    for name, number, seed in (("d", 1, None), ("b", 2, 7), ("a", 3, 2), ("c", 4, None)):
        RegistrationFactory(tournament=cup, name=name, number=number, seed=seed)

    entrants = operations.admit_entrants(cup, random_seed=1)

    assert [(entrant.name, entrant.seed) for entrant in entrants] == [
        ("a", 1),
        ("b", 2),
        ("d", 3),
        ("c", 4),
    ]


def test_a_draw_by_lot_depends_on_its_seed_alone():
    orders = []
    for random_seed in (5, 5, 6):
        cup = TournamentFactory(seeding=Seeding.RANDOM)
        for number in range(1, 9):
            seed = 1 if number == 4 else None
            RegistrationFactory(tournament=cup, name=f"n{number}", number=number, seed=seed)
        entrants = operations.admit_entrants(cup, random_seed=random_seed)
        orders.append([entrant.name for entrant in entrants])

    assert orders[0] == orders[1] != orders[2]
    assert {order[0] for order in orders} == {"n4"}
    assert sorted(orders[0]) == [f"n{number}" for number in range(1, 9)]


def test_the_draw_ends_what_is_not_confirmed_with_one_event():
    cup = TournamentFactory()
    confirmed = RegistrationFactory(tournament=cup)
    late = [
        RegistrationFactory(tournament=cup, status=status)
        for status in (Status.AWAITING_PAYMENT, Status.AWAITING_VERIFICATION)
    ]
    gone = RegistrationFactory(tournament=cup, status=Status.WITHDRAWN)

    entrants = operations.admit_entrants(cup, random_seed=1)

    assert [entrant.registration for entrant in entrants] == [confirmed]
    assert dict(cup.registrations.values_list("pk", "status")) == {
        confirmed.pk: "confirmed",
        late[0].pk: "expired",
        late[1].pk: "expired",
        gone.pk: "withdrawn",
    }
    assert list(RosterEntry.objects.filter(live=True).values_list("registration", flat=True)) == [
        confirmed.pk
    ]
    assert list(Event.objects.values_list("kind", "after")) == [
        ("registration.all_expired", {"registrations": [row.pk for row in late]})
    ]


def test_who_did_not_check_in_is_a_no_show():
    cup = cup_with_check_in()
    there = RegistrationFactory(tournament=cup, checked_in_at=timezone.now())
    absent = RegistrationFactory(tournament=cup)

    entrants = operations.admit_entrants(cup, random_seed=1)

    absent.refresh_from_db()
    assert [entrant.registration for entrant in entrants] == [there]
    assert absent.status == Status.NO_SHOW
    assert not absent.roster.filter(live=True).exists()
    assert list(Event.objects.values_list("kind", "after")) == [
        ("registration.all_no_show", {"registrations": [absent.pk]})
    ]


def test_admitting_again_changes_nothing():
    cup = TournamentFactory(seeding=Seeding.RANDOM)
    RegistrationFactory.create_batch(4, tournament=cup)
    first = operations.admit_entrants(cup, random_seed=1)

    again = operations.admit_entrants(cup, random_seed=2)

    assert again == first
    assert Entrant.objects.count() == 4


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_queries_does_not_depend_on_the_field(count, django_assert_num_queries):
    cup = cup_with_check_in(capacity=200)
    ContentType.objects.get_for_model(Tournament)  # remembered for ever by Django
    RegistrationFactory.create_batch(count, tournament=cup, checked_in_at=timezone.now())
    RegistrationFactory.create_batch(count, tournament=cup)
    RegistrationFactory.create_batch(count, tournament=cup, status=Status.AWAITING_PAYMENT)

    with django_assert_num_queries(17):
        operations.admit_entrants(cup, random_seed=1)
