"""Check-in that is closed, extended and used by two at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import RegistrationFactory, organizer_of
from tests.racing import race
from tests.tournaments.registration.test_checking_in import cup_with_check_in
from tournaments.control.readmitting import readmit
from tournaments.core.models import Event, Tournament
from tournaments.registration import operations
from tournaments.registration.models import Registration, RosterEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TRIES = 10
Status = Registration.Status


def test_two_workers_close_a_check_in_once():
    cup = cup_with_check_in(-2, -1, capacity=2, waitlist_max=9)
    there = RegistrationFactory(tournament=cup, number=1, checked_in_at=timezone.now())
    missing = RegistrationFactory(tournament=cup, number=2)
    waiting = [
        RegistrationFactory(tournament=cup, number=number, status=Status.WAITLISTED)
        for number in (3, 4)
    ]

    def again() -> None:
        Event.objects.all().delete()
        Tournament.objects.update(check_in_closed_at=None)
        Registration.objects.filter(pk=missing.pk).update(status=Status.CONFIRMED)
        RosterEntry.objects.update(live=True)
        Registration.objects.filter(number__gte=3).update(status=Status.WAITLISTED)

    def close() -> None:
        operations.close_check_in(cup)

    for _time in range(TRIES):
        again()
        race(1, close, close)
        assert dict(cup.registrations.values_list("number", "status")) == {
            there.number: "confirmed",
            missing.number: "no_show",
            waiting[0].number: "offered",
            waiting[1].number: "waitlisted",
        }
        kinds = Event.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["registration.all_no_show", "registration.offered"]


def test_two_officials_readmit_one_no_show_once():
    cup = cup_with_check_in(-2, -1)
    by = organizer_of(cup)
    waiting = iter(
        [
            RegistrationFactory(tournament=cup, number=number, status=Status.NO_SHOW)
            for number in range(1, TRIES + 1)
        ]
    )
    Tournament.objects.update(last_number=TRIES, capacity=TRIES)
    current: list[Registration] = []

    answers = race(
        TRIES,
        lambda: readmit(current[-1], by=by, reason="Here."),
        lambda: readmit(current[-1], by=by, reason="Here."),
        before_each=lambda: current.append(next(waiting)),
    )

    assert answers == [["done", "readmitted"]] * TRIES
    assert cup.registrations.filter(status=Status.CONFIRMED).count() == TRIES


def test_a_place_is_lost_or_kept_when_the_end_moves_as_it_closes():
    cup = cup_with_check_in(-2, -0.1)
    by = organizer_of(cup)
    registration = RegistrationFactory(tournament=cup, number=1)

    def again() -> None:
        Tournament.objects.update(
            check_in_closed_at=None,
            check_in_extended_to=None,
            check_in_closes_at=timezone.now() - timedelta(minutes=6),
        )
        Registration.objects.update(status=Status.CONFIRMED)
        RosterEntry.objects.update(live=True)

    for _time in range(TRIES):
        again()
        race(
            1,
            lambda: operations.close_check_in(cup),
            lambda: operations.extend_check_in(cup, minutes=15, by=by),
        )
        cup.refresh_from_db()
        registration.refresh_from_db()
        assert cup.check_in_closed_at is None
        assert registration.status in {Status.CONFIRMED, Status.NO_SHOW}
