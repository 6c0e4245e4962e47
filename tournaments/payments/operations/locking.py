from tournaments.core.models import Tournament
from tournaments.core.operations import lock
from tournaments.payments.models import Payment, PaymentProof


def locked_payment(pk: int, tournament: Tournament) -> Payment:
    """The payment, fresh and locked, after its tournament: everybody in the same order."""
    tournament = lock(tournament)
    payment = (
        Payment.objects.select_for_update(of=("self",)).select_related("registration").get(pk=pk)
    )
    payment.registration.tournament = tournament
    return payment


def locked_proof(proof: PaymentProof) -> PaymentProof:
    """The proof and its payment, fresh and locked, after their tournament."""
    payment = locked_payment(proof.payment_id, proof.tournament)
    fresh = PaymentProof.objects.select_for_update().get(pk=proof.pk)
    fresh.payment = payment
    return fresh
