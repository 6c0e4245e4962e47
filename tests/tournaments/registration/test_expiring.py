from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import RegistrationFactory, TournamentFactory, UserFactory
from tournaments.core.models import Event
from tournaments.registration import operations
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db
Status = Registration.Status
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("status", sorted(Registration.ENDS_BY_ITSELF))
def test_what_is_overdue_ends_and_its_place_goes_to_the_next(status):
    cup = TournamentFactory(capacity=2)
    late = RegistrationFactory(tournament=cup, status=status, expires_at=timezone.now() - HOUR)
    RegistrationFactory(tournament=cup)
    next_one = RegistrationFactory(tournament=cup, status=Status.WAITLISTED)

    operations.expire(late)
    operations.expire(late)

    late.refresh_from_db()
    next_one.refresh_from_db()
    assert (late.status, late.expires_at) == (Status.EXPIRED, None)
    assert list(late.roster.values_list("live", flat=True)) == [False]
    assert next_one.status == Status.OFFERED
    assert list(Event.objects.values_list("kind", "actor", "before__status")) == [
        ("registration.expired", None, status),
        ("registration.offered", None, "waitlisted"),
    ]


@pytest.mark.parametrize("expires_at", [None, timedelta(minutes=1)])
def test_what_is_in_time_stays(expires_at):
    moment = expires_at and timezone.now() + expires_at
    registration = RegistrationFactory(status=Status.AWAITING_PAYMENT, expires_at=moment)

    assert operations.expire(registration).status == Status.AWAITING_PAYMENT
    assert not Event.objects.exists()


@pytest.mark.parametrize("status", sorted(set(Status) - Registration.ENDS_BY_ITSELF))
def test_no_other_status_ends_by_itself(status):
    registration = RegistrationFactory(status=status, expires_at=timezone.now() - HOUR)

    assert operations.expire(registration).status == status
    assert not Registration.objects.overdue(timezone.now()).exists()


def test_a_proof_that_waits_stops_the_clock_and_its_rejection_starts_it_anew():
    registration = operations.register(
        tournament=TournamentFactory(payment_hours=2), by=UserFactory(), fee_due=True
    )
    first = registration.expires_at

    assert operations.await_verification(registration).expires_at is None
    assert operations.await_payment(registration).expires_at > first > timezone.now() + HOUR


def test_without_hours_to_pay_there_is_no_deadline():
    registration = operations.register(
        tournament=TournamentFactory(payment_hours=0), by=UserFactory(), fee_due=True
    )

    assert registration.expires_at is None


def test_the_overdue_are_read_longest_ago_first():
    cup, now = TournamentFactory(), timezone.now()
    ages = {"new": 1, "old": 3, "late": 2, "not yet": -1}
    for name, hours in ages.items():
        RegistrationFactory(
            tournament=cup, name=name, status=Status.OFFERED, expires_at=now - hours * HOUR
        )

    overdue = cup.registrations.overdue(now)

    assert [each.name for each in overdue] == ["old", "late", "new"]
    assert all(each.is_overdue(now) for each in overdue)
