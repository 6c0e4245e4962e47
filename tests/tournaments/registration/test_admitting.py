from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from deltacrown.accounts.models import Profile
from deltacrown.errors import Refused
from tests.factories import RegistrationFactory, TeamFactory, TournamentFactory
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.core.models import Event, Tournament
from tournaments.core.settings import Apart, Seeding
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


def names_of_entrants(cup: Tournament) -> list[str]:
    return [entrant.name for entrant in operations.admit_entrants(cup, random_seed=1)]


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


def test_a_locked_seed_stands_exactly_where_it_says():
    cup = TournamentFactory()
    for name, number, seed, locked in (
        ("a", 1, 4, True),
        ("b", 2, None, False),
        ("c", 3, 9, False),
        ("d", 4, None, False),
    ):
        RegistrationFactory(
            tournament=cup, name=name, number=number, seed=seed, seed_is_locked=locked
        )

    entrants = operations.admit_entrants(cup, random_seed=1)

    assert [entrant.name for entrant in entrants] == ["c", "b", "d", "a"]


def test_a_lock_without_a_number_is_no_seed():
    cup = TournamentFactory()
    for number in (1, 2):
        RegistrationFactory(
            tournament=cup, number=number, name=f"n{number}", seed_is_locked=number == 2
        )

    assert names_of_entrants(cup) == ["n1", "n2"]


@pytest.mark.parametrize(
    ("seeds", "message"),
    [([3, None], "Seed 3 is locked, and there are 2 entrants."), ([1, 1], "Seed 1 is locked")],
)
def test_a_locked_seed_that_cannot_stand_stops_the_draw(seeds, message):
    cup = TournamentFactory()
    for seed in seeds:
        RegistrationFactory(tournament=cup, seed=seed, seed_is_locked=True)
    RegistrationFactory(tournament=cup, status=Status.AWAITING_PAYMENT)

    with pytest.raises(Refused, match=message):
        operations.admit_entrants(cup, random_seed=1)

    assert not Entrant.objects.exists()
    assert not Event.objects.exists()


def test_the_highest_rating_comes_first_and_none_comes_last_in_order_of_registration():
    cup = TournamentFactory(seeding=Seeding.RATING)
    ratings = {"a": None, "b": 1500, "c": 0, "d": None, "e": 1800, "f": 1500}
    for number, (name, rating) in enumerate(ratings.items(), start=1):
        RegistrationFactory(tournament=cup, number=number, name=name, rating=rating)

    assert names_of_entrants(cup) == ["e", "b", "f", "c", "a", "d"]


def test_those_of_one_region_do_not_meet_in_the_first_round():
    cup = TournamentFactory(keep_apart=Apart.REGION)
    for number in range(1, 9):
        # 1 meets 8 and 2 meets 7: two pairs of one region each, in whatever writing.
        region = {1: "Dhaka", 8: " dhaka", 2: "Sylhet", 7: "Sylhet"}.get(number, "")
        RegistrationFactory(tournament=cup, number=number, name=f"n{number}", region=region)

    assert names_of_entrants(cup) == ["n1", "n2", "n3", "n4", "n5", "n6", "n8", "n7"]


def test_a_player_without_a_region_is_from_the_country_of_the_profile():
    cup = TournamentFactory(keep_apart=Apart.REGION)
    for number in range(1, 5):
        entry = RegistrationFactory(tournament=cup, number=number, name=f"n{number}")
        if number in {1, 4}:
            Profile.objects.create(user=entry.user, country="NP")

    assert names_of_entrants(cup) == ["n1", "n2", "n4", "n3"]


def test_players_of_one_team_do_not_meet_in_the_first_round():
    cup = TournamentFactory(keep_apart=Apart.TEAM)
    players = [
        RegistrationFactory(tournament=cup, number=number, name=f"n{number}").user
        for number in range(1, 5)
    ]
    # The first is in two teams; only one of them has somebody else here.
    TeamFactory(captain=players[0])
    TeamFactory(captain=players[0]).memberships.create(user=players[3])

    assert names_of_entrants(cup) == ["n1", "n2", "n4", "n3"]


@pytest.mark.parametrize(
    "stage",
    [LEAGUE, {**KNOCKOUT, "first_round": [["1", "4"], ["2", "3"]]}],
)
def test_seeds_stay_where_the_first_stage_is_no_bracket_in_standard_order(stage):
    cup = TournamentFactory(keep_apart=Apart.REGION, stages=[stage])
    for number in range(1, 5):
        RegistrationFactory(tournament=cup, number=number, name=f"n{number}", region="Dhaka")

    assert names_of_entrants(cup) == ["n1", "n2", "n3", "n4"]


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


def test_admitting_again_keeps_who_has_left_since():
    cup = TournamentFactory()
    RegistrationFactory.create_batch(3, tournament=cup)
    first = operations.admit_entrants(cup, random_seed=1)
    Registration.objects.filter(pk=first[1].registration_id).update(status=Status.DISQUALIFIED)

    assert operations.admit_entrants(cup, random_seed=1) == first


@pytest.mark.parametrize("count", [1, 40])
def test_a_field_that_is_all_there_takes_two_queries(count, django_assert_num_queries):
    cup = TournamentFactory(capacity=200, keep_apart=Apart.REGION)
    RegistrationFactory.create_batch(count, tournament=cup)

    with django_assert_num_queries(2):  # the registrations, the entrants
        operations.admit_entrants(cup, random_seed=1)


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_queries_does_not_depend_on_the_field(count, django_assert_num_queries):
    cup = cup_with_check_in(capacity=200)
    ContentType.objects.get_for_model(Tournament)  # remembered for ever by Django
    RegistrationFactory.create_batch(count, tournament=cup, checked_in_at=timezone.now())
    RegistrationFactory.create_batch(count, tournament=cup)
    RegistrationFactory.create_batch(count, tournament=cup, status=Status.AWAITING_PAYMENT)

    with django_assert_num_queries(11):
        operations.admit_entrants(cup, random_seed=1)
