import pytest
from django.contrib.contenttypes.models import ContentType

from deltacrown.errors import Refused
from tests.factories import (
    OrganizerFactory,
    PaidRegistrationFactory,
    ProofFactory,
    RegistrationFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tests.factories.registration import PaymentFactory
from tournaments.core.models import Event, Tournament
from tournaments.payments import operations
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db
STATUS_WITH = {
    Payment.Status.DUE: Registration.Status.AWAITING_PAYMENT,
    Payment.Status.REJECTED: Registration.Status.AWAITING_PAYMENT,
    Payment.Status.SUBMITTED: Registration.Status.AWAITING_VERIFICATION,
    Payment.Status.VERIFIED: Registration.Status.CONFIRMED,
    Payment.Status.WAIVED: Registration.Status.CONFIRMED,
}


def paid(status: Payment.Status, cup: Tournament | None = None) -> Payment:
    """A payment in ``status``, with a waiting proof when it is being checked."""
    registration = RegistrationFactory(
        tournament=cup or TournamentFactory(entry_fee=500), status=STATUS_WITH[status]
    )
    payment = PaymentFactory(registration=registration, status=status)
    if status == Payment.Status.SUBMITTED:
        ProofFactory(payment=payment)
    return payment


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("due", "cancelled"),
        ("rejected", "cancelled"),
        ("submitted", "submitted"),
        ("verified", "refund_due"),
        ("waived", "waived"),
    ],
)
def test_leaving_settles_the_money(status, expected):
    payment = paid(Payment.Status(status))

    operations.leave(payment.registration, by=payment.registration.registered_by)

    payment = Payment.objects.select_related("registration").get()
    assert (payment.status, payment.registration.status) == (expected, "withdrawn")


def test_leaving_twice_changes_nothing_more():
    payment = paid(Payment.Status.VERIFIED)
    registration = payment.registration

    for _time in range(2):
        operations.leave(registration, by=registration.registered_by)

    assert list(Event.objects.values_list("kind", flat=True)) == [
        "registration.withdrawn",
        "payment.refund_due",
    ]


def test_leaving_a_free_tournament_has_no_money_to_settle():
    registration = RegistrationFactory()

    left = operations.leave(registration, by=registration.registered_by)

    assert left.status == Registration.Status.WITHDRAWN


def test_a_stranger_cannot_leave_for_others():
    payment = paid(Payment.Status.VERIFIED)

    with pytest.raises(Refused):
        operations.leave(payment.registration, by=UserFactory())

    payment.refresh_from_db()
    assert payment.status == Payment.Status.VERIFIED


def test_a_proof_that_waits_when_its_player_leaves_is_still_decided():
    payment = paid(Payment.Status.SUBMITTED)
    operations.leave(payment.registration, by=payment.registration.registered_by)

    operations.verify(payment.proofs.get(), by=VerifierFactory())

    payment.refresh_from_db()
    assert payment.status == Payment.Status.REFUND_DUE


def test_the_organizer_turns_away_and_owes_the_money_back():
    organizer = UserFactory()
    cup = TournamentFactory(organizer=OrganizerFactory(members=[organizer]), entry_fee=500)
    payment = paid(Payment.Status.VERIFIED, cup)

    operations.turn_away(payment.registration, by=organizer, reason="Wrong region.")

    payment = Payment.objects.select_related("registration").get()
    assert (payment.status, payment.registration.status) == ("refund_due", "rejected")


def test_a_cancelled_tournament_settles_all():
    cup = TournamentFactory(entry_fee=500)
    payments = {status: paid(status, cup) for status in STATUS_WITH}
    gone = paid(Payment.Status.SUBMITTED, cup)
    Registration.objects.filter(pk=gone.registration_id).update(status="withdrawn")
    elsewhere = paid(Payment.Status.VERIFIED)

    operations.settle_cancelled(cup, by=None, reason="The venue is flooded.")

    assert {
        status: Payment.objects.get(pk=payment.pk).status for status, payment in payments.items()
    } == {
        "due": "cancelled",
        "rejected": "cancelled",
        "submitted": "submitted",
        "verified": "refund_due",
        "waived": "waived",
    }
    cancelled = cup.registrations.exclude(pk=gone.registration_id)
    assert set(cancelled.values_list("status", "reason")) == {
        ("cancelled", "The venue is flooded.")
    }
    assert list(RosterEntry.objects.filter(live=True, tournament=cup)) == list(
        gone.registration.roster.all()
    )
    assert list(PaymentProof.objects.order_by("pk").values_list("status", "reason")) == [
        ("submitted", ""),
        ("submitted", ""),
    ]
    elsewhere.refresh_from_db()
    assert (elsewhere.status, elsewhere.registration.status) == ("verified", "confirmed")
    assert list(Event.objects.values_list("kind", "reason", "after")) == [
        (
            "registration.all_cancelled",
            "The venue is flooded.",
            {"registrations": [payment.registration_id for payment in payments.values()]},
        ),
        (
            "payment.all_refund_due",
            "The venue is flooded.",
            {"payments": [payments[Payment.Status.VERIFIED].pk]},
        ),
    ]


def test_a_cancelled_tournament_without_registrations_has_nothing_to_settle():
    operations.settle_cancelled(TournamentFactory(), by=None, reason="Nobody came.")

    assert not Event.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_cancelling_needs_the_same_queries_for_one_and_for_three(count, django_assert_num_queries):
    cup = TournamentFactory(entry_fee=500)
    ContentType.objects.get_for_model(Tournament)  # remembered for ever by Django
    for status in STATUS_WITH:
        for _time in range(count):
            paid(status, cup)

    with django_assert_num_queries(18):
        operations.settle_cancelled(cup, by=None, reason="Rain.")


def test_unpaid_places_expire_and_waiting_proofs_stay():
    cup = TournamentFactory(entry_fee=500)
    payments = {status: paid(status, cup) for status in STATUS_WITH}
    waiting_elsewhere = PaidRegistrationFactory()
    Registration.objects.filter(status__startswith="awaiting", tournament=cup).update(
        status="expired"
    )

    operations.expire_unpaid(cup)
    operations.expire_unpaid(cup)

    assert {
        status: Payment.objects.get(pk=payment.pk).status for status, payment in payments.items()
    } == {
        "due": "expired",
        "rejected": "expired",
        "submitted": "submitted",
        "verified": "verified",
        "waived": "waived",
    }
    assert waiting_elsewhere.payment.status == "due"
    assert list(Event.objects.values_list("kind", "after")) == [
        (
            "payment.all_expired",
            {"payments": sorted([payments["due"].pk, payments["rejected"].pk])},
        )
    ]
