import pytest

from tests.factories import ProofFactory, VerifierFactory
from tournaments.payments import operations
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def proof():
    proof = ProofFactory()
    Registration.objects.update(name="Tigers")
    proof.tournament.title = "Cup"
    proof.tournament.save()
    return proof


def test_a_verification_tells_the_players(proof, mailoutbox, drain_queue):
    operations.verify(proof, by=VerifierFactory())
    drain_queue()

    assert {mail.to[0] for mail in mailoutbox} == {proof.submitted_by.email}
    assert sorted(mail.subject for mail in mailoutbox) == [
        "[DeltaCrown] Payment verified: Cup",
        "[DeltaCrown] Place confirmed: Cup",
    ]


def test_a_rejection_says_why_and_that_another_proof_may_be_sent(proof, mailoutbox, drain_queue):
    operations.reject(proof, by=VerifierFactory(), reason="Blurred.")
    drain_queue()

    [mail] = mailoutbox
    assert mail.subject == "[DeltaCrown] Proof rejected: Cup"
    assert "Blurred." in mail.body
    assert "another proof" in mail.body


def test_a_late_rejection_asks_for_no_other_proof(proof, mailoutbox, drain_queue):
    Registration.objects.update(status="withdrawn")

    operations.reject(proof, by=VerifierFactory(), reason="Blurred.")
    drain_queue()

    [mail] = mailoutbox
    assert "another proof" not in mail.body


def test_a_refund_is_announced(proof, mailoutbox, drain_queue):
    Registration.objects.update(status="withdrawn")

    operations.verify(proof, by=VerifierFactory())
    drain_queue()

    refund = next(mail for mail in mailoutbox if "Refund due" in mail.subject)
    assert "500.00 BDT" in refund.body
