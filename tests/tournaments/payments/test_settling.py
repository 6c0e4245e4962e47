from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import (
    OrganizerFactory,
    PaidRegistrationFactory,
    RegistrationFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tests.factories.payments import payment_in
from tournaments.core.models import Event, Tournament
from tournaments.payments import operations
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db
# What a tournament still has to settle.
OPEN = [
    Payment.Status.DUE,
    Payment.Status.REJECTED,
    Payment.Status.SUBMITTED,
    Payment.Status.VERIFIED,
    Payment.Status.WAIVED,
]


def paid(status: Payment.Status, cup: Tournament | None = None) -> Payment:
    return payment_in(status, tournament=cup or TournamentFactory(entry_fee=500))


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


BEFORE_CHECK_IN, IN_CHECK_IN = timedelta(hours=1), timedelta(hours=-1)
POLICIES = [
    ("full", BEFORE_CHECK_IN, True),
    ("full", IN_CHECK_IN, True),
    ("until_draw", BEFORE_CHECK_IN, True),
    ("until_draw", IN_CHECK_IN, True),
    ("until_check_in", None, True),
    ("until_check_in", BEFORE_CHECK_IN, True),
    ("until_check_in", IN_CHECK_IN, False),
    ("none", BEFORE_CHECK_IN, False),
    ("none", None, False),
]


def with_policy(
    policy: str, opens_in: timedelta | None, status=Payment.Status.VERIFIED, **cup
) -> Payment:
    opens = opens_in and timezone.now() + opens_in
    starts = timezone.now() + timedelta(days=1)
    return paid(
        status,
        TournamentFactory(
            entry_fee=500, refund_policy=policy, check_in_opens_at=opens, starts_at=starts, **cup
        ),
    )


@pytest.mark.parametrize(("policy", "opens_in", "refunded"), POLICIES)
def test_who_withdraws_gets_back_what_the_policy_says(policy, opens_in, refunded):
    payment = with_policy(policy, opens_in)

    operations.leave(payment.registration, by=payment.registration.registered_by)

    payment.refresh_from_db()
    assert payment.status == ("refund_due" if refunded else "verified")
    assert Event.objects.filter(kind="payment.kept").exists() is not refunded


def test_money_that_is_kept_is_said_with_the_policy():
    payment = with_policy("none", None)

    for _time in range(2):
        operations.leave(payment.registration, by=payment.registration.registered_by)

    event = Event.objects.get(kind="payment.kept")
    assert (event.subject, event.after) == (payment, {"amount": "500.00", "policy": "none"})


@pytest.mark.parametrize("policy", ["full", "until_draw", "until_check_in", "none"])
def test_the_organizer_always_gives_back_what_was_verified(policy):
    organizer = UserFactory()
    payment = with_policy(policy, IN_CHECK_IN, organizer=OrganizerFactory(members=[organizer]))

    operations.turn_away(payment.registration, by=organizer, reason="Wrong region.")

    payment.refresh_from_db()
    assert payment.status == Payment.Status.REFUND_DUE


@pytest.mark.parametrize("policy", ["full", "until_draw", "until_check_in", "none"])
def test_a_cancellation_always_gives_back_what_was_verified(policy):
    payment = with_policy(policy, IN_CHECK_IN)

    operations.settle_cancelled(payment.tournament, by=None, reason="Rain.")

    payment.refresh_from_db()
    assert payment.status == Payment.Status.REFUND_DUE


def test_leaving_gives_the_place_to_whoever_waits():
    cup = TournamentFactory(entry_fee=500, capacity=2, waitlist_max=2)
    payment = paid(Payment.Status.VERIFIED, cup)
    paid(Payment.Status.DUE, cup)
    waiting = RegistrationFactory(tournament=cup, status="waitlisted")

    operations.leave(payment.registration, by=payment.registration.registered_by)

    waiting.refresh_from_db()
    assert waiting.status == Registration.Status.OFFERED


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


@pytest.mark.parametrize(("policy", "opens_in", "refunded"), POLICIES)
def test_the_policy_counts_for_a_proof_that_is_verified_after_its_player_left(
    policy, opens_in, refunded
):
    payment = with_policy(policy, opens_in, status=Payment.Status.SUBMITTED)
    operations.leave(payment.registration, by=payment.registration.registered_by)
    Tournament.objects.update(status=Tournament.Status.LIVE)  # and the draw is made meanwhile

    operations.verify(payment.proofs.get(), by=VerifierFactory())

    payment.refresh_from_db()
    assert payment.status == ("refund_due" if refunded else "verified")
    assert Event.objects.filter(kind="payment.kept").exists() is not refunded


def test_of_a_cancelled_tournament_a_late_verification_is_always_owed_back():
    payment = with_policy("none", None, status=Payment.Status.SUBMITTED)
    operations.leave(payment.registration, by=payment.registration.registered_by)
    Tournament.objects.update(status=Tournament.Status.CANCELLED)

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


@pytest.mark.parametrize("status", ["no_show", "withdrawn", "disqualified"])
def test_a_cancelled_tournament_pays_back_also_whose_fee_was_kept(status):
    cup = TournamentFactory(entry_fee=500, refund_policy="none")
    payment = paid(Payment.Status.VERIFIED, cup)
    Registration.objects.filter(pk=payment.registration_id).update(status=status)

    operations.settle_cancelled(cup, by=None, reason="The venue is flooded.")

    payment = Payment.objects.select_related("registration").get()
    assert (payment.status, payment.registration.status) == ("refund_due", status)


def test_a_cancelled_tournament_settles_all():
    cup = TournamentFactory(entry_fee=500)
    payments = {status: paid(status, cup) for status in OPEN}
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
    waiting = PaymentProof.objects.filter(status="submitted")
    assert {proof.payment for proof in waiting} == {payments[Payment.Status.SUBMITTED], gone}
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
    for status in OPEN:
        for _time in range(count):
            paid(status, cup)

    with django_assert_num_queries(18):
        operations.settle_cancelled(cup, by=None, reason="Rain.")


def test_unpaid_places_expire_and_waiting_proofs_stay():
    cup = TournamentFactory(entry_fee=500)
    payments = {status: paid(status, cup) for status in OPEN}
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
