from tournaments.core.models import Tournament
from tournaments.core.operations import lock
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import Registration


def locked_payment(pk: int, tournament: Tournament) -> Payment:
    """The payment, fresh and locked, after its tournament and its registration: everybody in
    the same order.
    """
    tournament = lock(tournament)
    registration = Registration.objects.select_for_update(no_key=True, of=("self",)).get(payment=pk)
    payment = Payment.objects.select_for_update(no_key=True).get(pk=pk)
    registration.tournament = tournament
    payment.registration = registration
    return payment


def locked_proof(proof: PaymentProof) -> PaymentProof:
    """The proof and its payment, fresh and locked, after their tournament."""
    payment = locked_payment(proof.payment_id, proof.tournament)
    fresh = PaymentProof.objects.select_for_update(no_key=True).get(pk=proof.pk)
    fresh.payment = payment
    return fresh
