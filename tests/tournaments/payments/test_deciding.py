from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import (
    OrganizerFactory,
    ProofFactory,
    TeamFactory,
    UserFactory,
    VerifierFactory,
)
from tests.factories.payments import decided_proof, staff_of
from tournaments.core.models import Event, Tournament
from tournaments.payments import operations
from tournaments.payments.models import LedgerEntry, Payment, PaymentProof
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db


def states(proof: PaymentProof) -> tuple[str, str, str]:
    """The proof, its payment and its registration, as the database has them."""
    proof = PaymentProof.objects.select_related("payment__registration").get(pk=proof.pk)
    return proof.status, proof.payment.status, proof.payment.registration.status


WAITING = ("submitted", "submitted", "awaiting_verification")


def test_a_verified_proof_confirms_the_registration():
    proof, verifier = ProofFactory(), VerifierFactory()

    operations.verify(proof, by=verifier)

    proof.refresh_from_db()
    assert states(proof) == ("verified", "verified", "confirmed")
    assert proof.decided_by == verifier
    assert proof.decided_at is not None
    assert list(Event.objects.values_list("kind", "actor")) == [
        ("proof.verified", verifier.pk),
        ("registration.confirmed", verifier.pk),
    ]


def test_a_rejected_proof_leaves_the_fee_due_again():
    proof, verifier = ProofFactory(), VerifierFactory()

    operations.reject(proof, by=verifier, reason=" The amount cannot be read. ")

    proof.refresh_from_db()
    assert states(proof) == ("rejected", "rejected", "awaiting_payment")
    assert (proof.decided_by, proof.reason) == (verifier, "The amount cannot be read.")
    assert list(Event.objects.values_list("kind", "reason")) == [
        ("proof.rejected", "The amount cannot be read."),
        ("registration.awaiting_payment", ""),
    ]


def test_a_rejection_needs_a_reason():
    proof = ProofFactory()

    with pytest.raises(Refused) as refusal:
        operations.reject(proof, by=VerifierFactory(), reason="\n")

    assert (refusal.value.code, states(proof)) == ("reason_missing", WAITING)


DECISIONS = {
    "verify": operations.verify,
    "reject": lambda proof, by: operations.reject(proof, by=by, reason="No."),
}


@pytest.mark.parametrize("verb", DECISIONS)
@pytest.mark.parametrize("status", ["verified", "rejected", "cancelled"])
def test_a_decided_proof_stays_decided(verb, status):
    proof = decided_proof(status)
    before = states(proof)

    with pytest.raises(Refused) as refusal:
        DECISIONS[verb](proof, by=VerifierFactory())

    assert (refusal.value.code, states(proof)) == ("decided", before)
    assert not Event.objects.exists()


@pytest.mark.parametrize("verb", DECISIONS)
def test_only_those_with_the_money_of_the_tournament_decide(verb):
    proof = ProofFactory()
    cup, organizer = proof.tournament, UserFactory()
    OrganizerFactory(members=[organizer])
    others = [
        UserFactory(),
        organizer,
        proof.submitted_by,
        staff_of(cup, "referee"),
        staff_of(cup, "moderator"),
        staff_of(cup, "verifier", accepted=False),
        staff_of(ProofFactory().tournament, "verifier"),
        VerifierFactory(is_active=False),
    ]

    for user in others:
        with pytest.raises(Refused) as refusal:
            DECISIONS[verb](proof, by=user)
        assert refusal.value.code == "not_verifier"

    assert states(proof) == WAITING


def own_organizer(cup: Tournament):
    user = UserFactory()
    cup.organizer.group.user_set.add(user)
    return user


DECIDERS = {
    "organizer": own_organizer,
    "co-organizer": lambda cup: staff_of(cup, "co_organizer"),
    "verifier of the tournament": lambda cup: staff_of(cup, "verifier"),
    "verifier of the site": lambda cup: VerifierFactory(),
}


@pytest.mark.parametrize("who", DECIDERS)
@pytest.mark.parametrize("verb", DECISIONS)
def test_whoever_handles_the_money_of_the_tournament_decides(verb, who):
    proof = ProofFactory()

    DECISIONS[verb](proof, by=DECIDERS[who](proof.tournament))

    assert states(proof)[0] == {"verify": "verified", "reject": "rejected"}[verb]


@pytest.mark.parametrize("verb", DECISIONS)
def test_nobody_decides_on_their_own_registration(verb):
    proof = ProofFactory()
    registration = proof.payment.registration
    player, superuser = VerifierFactory(), UserFactory(is_superuser=True)
    RosterEntry.objects.create(
        registration=registration, tournament=registration.tournament, user=player
    )
    Registration.objects.update(registered_by=superuser)

    for user in (player, superuser):
        with pytest.raises(Refused) as refusal:
            DECISIONS[verb](PaymentProof.objects.get(), by=user)
        assert refusal.value.code == "conflict_of_interest"

    assert states(proof) == WAITING


@pytest.mark.parametrize("verb", DECISIONS)
def test_nobody_decides_on_a_registration_of_the_own_team(verb):
    substitute = VerifierFactory()
    team = TeamFactory(captain=substitute)
    Registration.objects.filter(pk=ProofFactory().payment.registration_id).update(
        team=team, user=None
    )

    with pytest.raises(Refused) as refusal:
        DECISIONS[verb](PaymentProof.objects.get(), by=substitute)

    assert refusal.value.code == "conflict_of_interest"


@pytest.mark.parametrize("status", sorted(Registration.TERMINAL))
def test_a_late_verification_owes_the_money_back_and_revives_nothing(status):
    proof = ProofFactory()
    Registration.objects.update(status=status)

    operations.verify(proof, by=VerifierFactory())

    assert states(proof) == ("verified", "refund_due", status)
    assert list(Event.objects.values_list("kind", flat=True)) == [
        "proof.verified",
        "payment.refund_due",
    ]


def test_a_late_rejection_ends_the_payment():
    proof = ProofFactory()
    Registration.objects.update(status=Registration.Status.WITHDRAWN)

    operations.reject(proof, by=VerifierFactory(), reason="Not paid.")

    assert states(proof) == ("rejected", "cancelled", "withdrawn")


def test_a_transaction_pays_once():
    used = decided_proof(PaymentProof.Status.VERIFIED)
    proof = ProofFactory(transaction_id=used.transaction_id)

    with pytest.raises(Refused) as refusal:
        operations.verify(proof, by=VerifierFactory())

    assert (refusal.value.code, states(proof)) == ("transaction_used", WAITING)


def test_the_same_transaction_id_of_another_method_is_another_transaction():
    used = decided_proof(PaymentProof.Status.VERIFIED, method="nagad")
    proof = ProofFactory(transaction_id=used.transaction_id)

    operations.verify(proof, by=VerifierFactory())

    assert states(proof) == ("verified", "verified", "confirmed")


def test_two_strangers_with_one_transaction_the_payer_is_not_blocked():
    stranger = ProofFactory(transaction_id="MINE123456")
    payer = ProofFactory(transaction_id="MINE123456")
    verifier = VerifierFactory()

    operations.reject(stranger, by=verifier, reason="Not your transaction.")
    operations.verify(payer, by=verifier)

    assert states(payer) == ("verified", "verified", "confirmed")
    assert Payment.objects.filter(status="verified").get() == payer.payment


def test_what_came_in_is_in_the_ledger_once_with_what_was_paid_too_much():
    proof, verifier = ProofFactory(amount=520), VerifierFactory()

    operations.verify(proof, by=verifier)
    with pytest.raises(Refused):
        operations.verify(proof, by=verifier)

    entry = LedgerEntry.objects.get()
    assert (entry.payment, entry.kind, entry.key) == (
        proof.payment,
        "received",
        f"proof:{proof.pk}",
    )
    assert (entry.amount, entry.currency, entry.method) == (Decimal(520), "BDT", "bkash")
    assert (entry.transaction_id, entry.made_by) == (proof.transaction_id, verifier)


def test_a_rejection_brings_nothing():
    operations.reject(ProofFactory(), by=VerifierFactory(), reason="No.")

    assert not LedgerEntry.objects.exists()


def test_a_decision_is_logged_with_what_was_before_and_after():
    operations.verify(ProofFactory(), by=VerifierFactory())

    event = Event.objects.get(kind="proof.verified")
    assert event.before == {"proof": "submitted", "payment": "submitted"}
    assert event.after == {"proof": "verified", "payment": "verified"}


def test_a_decision_lets_the_claim_go():
    verifier = VerifierFactory()
    proof = ProofFactory(claimed_by=verifier, claimed_until=timezone.now() + timedelta(minutes=9))

    operations.reject(proof, by=verifier, reason="No.")

    proof.refresh_from_db()
    assert (proof.claimed_by, proof.claimed_until) == (None, None)


# --- the deadline after a rejection -------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "sent_after", "left"), [(48, 8, 40), (48, 47, 24), (48, 60, 24), (12, 1, 24)]
)
def test_a_rejection_gives_the_rest_of_the_time_and_a_day_at_least(hours, sent_after, left):
    proof, now = ProofFactory(), timezone.now()
    Tournament.objects.update(payment_hours=hours)
    Payment.objects.update(created_at=now - timedelta(days=9))
    sent_at = now - timedelta(days=9) + timedelta(hours=sent_after)
    PaymentProof.objects.update(submitted_at=sent_at)

    operations.reject(proof, by=VerifierFactory(), reason="No.")

    ends = Registration.objects.get().expires_at
    assert abs(ends - now - timedelta(hours=left)) < timedelta(minutes=1)


def test_without_a_time_to_pay_a_rejection_sets_none():
    proof = ProofFactory()
    Tournament.objects.update(payment_hours=0)

    operations.reject(proof, by=VerifierFactory(), reason="No.")

    assert Registration.objects.get().expires_at is None
