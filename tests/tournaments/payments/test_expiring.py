from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import RegistrationFactory, TournamentFactory, VerifierFactory
from tests.factories.payments import payment_in
from tournaments.core.models import Event, Tournament
from tournaments.management.commands.setup_site import SCHEDULES
from tournaments.payments import operations, tasks
from tournaments.payments.models import Payment
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def past():
    return timezone.now() - timedelta(minutes=1)


def states(payment: Payment) -> tuple[str, str]:
    payment = Payment.objects.select_related("registration").get(pk=payment.pk)
    return payment.status, payment.registration.status


def test_what_nobody_paid_in_time_expires_and_what_is_checked_does_not(past):
    cup = TournamentFactory(entry_fee=500)
    payments = {
        status: payment_in(status, tournament=cup, expires_at=past)
        for status in ("due", "rejected", "submitted", "verified", "waived")
    }
    in_time = payment_in("due", tournament=cup, expires_at=timezone.now() + timedelta(minutes=1))
    for_ever = payment_in("due", tournament=cup)

    operations.expire_overdue(cup)

    assert {status: states(payment) for status, payment in payments.items()} == {
        "due": ("expired", "expired"),
        "rejected": ("expired", "expired"),
        "submitted": ("submitted", "awaiting_verification"),
        "verified": ("verified", "confirmed"),
        "waived": ("waived", "confirmed"),
    }
    assert {states(in_time), states(for_ever)} == {("due", "awaiting_payment")}
    ended = Registration.objects.filter(status="expired")
    assert not RosterEntry.objects.filter(registration__in=ended, live=True).exists()


def test_it_is_said_once_however_often_it_is_swept(past):
    payment = payment_in("due", expires_at=past)

    for _time in range(2):
        tasks.expire_overdue()

    assert list(Event.objects.values_list("kind", "before__status", "after__status")) == [
        ("registration.expired", "awaiting_payment", "expired"),
        ("payment.expired", "due", "expired"),
    ]
    assert states(payment) == ("expired", "expired")


def test_the_place_goes_to_whoever_waits(past):
    cup = TournamentFactory(entry_fee=500, capacity=2, waitlist_max=5)
    RegistrationFactory(tournament=cup)
    payment_in("due", tournament=cup, expires_at=past)
    first, second = [RegistrationFactory(tournament=cup, status="waitlisted") for _n in range(2)]

    operations.expire_overdue(cup)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("offered", "waitlisted")
    assert first.expires_at > timezone.now()


def test_an_offer_that_nobody_took_expires_without_a_payment(past):
    registration = RegistrationFactory(status="offered", expires_at=past)

    operations.expire_overdue(registration.tournament)

    registration.refresh_from_db()
    assert registration.status == "expired"


@pytest.mark.parametrize("status", ["draft", "live", "completed", "cancelled", "archived"])
def test_nothing_expires_before_or_after_registration(status, past):
    payment = payment_in("due", expires_at=past)
    Tournament.objects.update(status=status)

    operations.expire_overdue(payment.tournament)
    operations.expire_all_overdue()

    assert states(payment) == ("due", "awaiting_payment")


def test_the_sweep_takes_every_tournament(past):
    payments = [payment_in("due", expires_at=past) for _number in range(3)]

    tasks.expire_overdue()

    assert {states(payment) for payment in payments} == {("expired", "expired")}


@pytest.mark.parametrize("count", [1, 3])
def test_with_nothing_overdue_it_takes_two_queries(count, django_assert_num_queries):
    cup = TournamentFactory(entry_fee=500)
    for _number in range(count):
        payment_in("due", tournament=cup, expires_at=timezone.now() + timedelta(hours=1))

    with django_assert_num_queries(4):  # with those of the savepoint
        operations.expire_overdue(cup)


def test_a_late_proof_that_is_verified_revives_nobody(past):
    payment = payment_in("submitted")
    Registration.objects.update(status="expired")

    operations.verify(payment.proofs.get(), by=VerifierFactory())

    assert states(payment) == ("refund_due", "expired")


def test_the_sweep_runs_every_minute():
    assert ("Expire what is not paid", "tournaments.payments.tasks.expire_overdue", 1) in SCHEDULES
