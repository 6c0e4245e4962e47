from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import RegistrationFactory, TournamentFactory, UserFactory
from tournaments.core.models import Event, Tournament
from tournaments.core.operations import lock
from tournaments.registration import operations
from tournaments.registration.models import Registration
from tournaments.registration.queries import places_of, waitlist_position

pytestmark = pytest.mark.django_db
Status = Registration.Status


def full_cup(waiting: int = 0, **settings) -> Tournament:
    """Two of two places taken, and some who wait; numbers in order of arrival."""
    cup = TournamentFactory(**{"capacity": 2, "waitlist_max": 3, "last_number": 100, **settings})
    for number in range(1, 3 + waiting):
        status = Status.CONFIRMED if number <= 2 else Status.WAITLISTED
        RegistrationFactory(tournament=cup, number=number, name=f"n{number}", status=status)
    return cup


def statuses(cup: Tournament) -> list[tuple[str, str]]:
    return list(cup.registrations.order_by("number").values_list("name", "status"))


def in_cup(cup: Tournament, name: str) -> Registration:
    return cup.registrations.get(name=name)


def kinds() -> list[str]:
    return list(Event.objects.values_list("kind", flat=True))


def test_who_comes_to_a_full_tournament_waits_and_owes_nothing_yet():
    cup, late = full_cup(waiting=1), UserFactory()

    made = operations.register(tournament=cup, by=late, fee_due=True)

    assert (made.status, made.expires_at, waitlist_position(made)) == (Status.WAITLISTED, None, 2)
    assert list(made.roster.values_list("user", "live")) == [(late.pk, True)]
    assert list(Event.objects.values_list("kind", "after")) == [
        (
            "registration.made",
            {"status": "waitlisted", "reference": made.reference, "place": 2},
        )
    ]


def test_a_full_waitlist_refuses():
    cup = full_cup(waiting=3)

    with pytest.raises(Refused) as refusal:
        operations.register(tournament=cup, by=UserFactory(), fee_due=False)

    assert refusal.value.code == "waitlist_full"
    assert cup.registrations.count() == 5


def test_nobody_passes_those_who_wait():
    cup = full_cup(waiting=1, capacity=3)  # a place is free that was not offered yet

    made = operations.register(tournament=cup, by=UserFactory(), fee_due=False)

    assert made.status == Status.WAITLISTED


def test_a_freed_place_is_offered_to_the_first_in_line_with_a_deadline():
    cup = full_cup(waiting=2, offer_hours=5)
    leaving = in_cup(cup, "n1")

    operations.withdraw(leaving, by=leaving.registered_by)

    offered = in_cup(cup, "n3")
    left = offered.expires_at - timezone.now()
    assert timedelta(hours=4, minutes=59) < left <= timedelta(hours=5)
    assert statuses(cup) == [
        ("n1", "withdrawn"),
        ("n2", "confirmed"),
        ("n3", "offered"),
        ("n4", "waitlisted"),
    ]
    assert kinds() == ["registration.withdrawn", "registration.offered"]
    assert Event.objects.last().subject == offered


@pytest.mark.parametrize("status", sorted(Registration.HOLDS_A_PLACE))
def test_every_status_that_holds_a_place_frees_it(status):
    cup = full_cup(waiting=1)
    cup.registrations.filter(name="n1").update(status=status)
    leaving = in_cup(cup, "n1")

    operations.withdraw(leaving, by=leaving.registered_by)

    assert in_cup(cup, "n3").status == Status.OFFERED


def test_who_leaves_the_line_frees_no_place():
    cup = full_cup(waiting=2)
    leaving = in_cup(cup, "n3")

    operations.withdraw(leaving, by=leaving.registered_by)

    assert in_cup(cup, "n4").status == Status.WAITLISTED
    assert waitlist_position(in_cup(cup, "n4")) == 1


def test_a_rejection_frees_its_place():
    cup = full_cup(waiting=1)

    operations.reject(in_cup(cup, "n2"), by=UserFactory(is_superuser=True), reason="Twice.")

    assert in_cup(cup, "n3").status == Status.OFFERED


def test_ending_several_offers_their_places_at_once():
    cup = full_cup(waiting=3)
    gone = list(cup.registrations.confirmed().values_list("pk", flat=True))

    offered = operations.end(lock(cup), gone, Status.NO_SHOW)

    assert [each.name for each in offered] == ["n3", "n4"]
    assert statuses(cup) == [
        ("n1", "no_show"),
        ("n2", "no_show"),
        ("n3", "offered"),
        ("n4", "offered"),
        ("n5", "waitlisted"),
    ]
    assert kinds() == ["registration.all_no_show", *["registration.offered"] * 2]


@pytest.mark.parametrize(
    "status", [Tournament.Status.LIVE, Tournament.Status.CANCELLED, Tournament.Status.DRAFT]
)
def test_no_place_is_offered_once_the_draw_began(status):
    cup = full_cup(waiting=1, capacity=3, status=status)

    assert operations.fill_places(lock(cup)) == []
    assert in_cup(cup, "n3").status == Status.WAITLISTED


def test_the_draw_ends_the_line_and_offers_nothing():
    cup = full_cup(waiting=1, check_in_opens_at=timezone.now() - timedelta(hours=1))
    cup.registrations.filter(name="n1").update(checked_in_at=timezone.now())

    operations.admit_entrants(lock(cup), random_seed=1)

    assert statuses(cup) == [("n1", "confirmed"), ("n2", "no_show"), ("n3", "expired")]


def test_a_cancelled_tournament_offers_nothing():
    cup = full_cup(waiting=1)
    cup.move_to(Tournament.Status.CANCELLED)

    operations.cancel_all(lock(cup), by=None, reason="Rain.")

    assert {status for _name, status in statuses(cup)} == {"cancelled"}


@pytest.mark.parametrize("free", [1, 3])
def test_offering_needs_the_same_queries_for_one_and_three(free, django_assert_num_queries):
    cup = full_cup(waiting=3, capacity=2 + free)
    ContentType.objects.get_for_model(Registration)  # remembered for ever by Django

    with django_assert_num_queries(8):
        operations.fill_places(cup)

    assert cup.registrations.filter(status=Status.OFFERED).count() == free


def test_places_are_counted_by_what_holds_waits_and_is_a_guest():
    cup = full_cup(waiting=2)
    RegistrationFactory(tournament=cup, number=50, is_guest=True, status=Status.NEEDS_REVIEW)
    RegistrationFactory(tournament=cup, number=51, is_guest=True, status=Status.REJECTED)

    places = places_of(cup)

    assert (places.held, places.waiting, places.guests) == (3, 2, 1)
    assert (places.free, places.are_full) == (0, True)


def test_only_who_waits_has_a_place_in_the_line(django_assert_num_queries):
    cup = full_cup(waiting=3)
    last, confirmed = in_cup(cup, "n5"), in_cup(cup, "n1")

    with django_assert_num_queries(1):
        assert waitlist_position(last) == 3
    with django_assert_num_queries(0):
        assert waitlist_position(confirmed) is None
