"""Rows of money: payments in a status, with what stands beside them then."""

import factory
from django.utils import timezone

from tests.factories.people import UserFactory
from tests.factories.registration import PaidRegistrationFactory, ProofFactory
from tournaments.core.models import StaffMember, Tournament
from tournaments.payments import ledger
from tournaments.payments.models import Checkout, Method, Payment, PaymentProof
from tournaments.registration.models import Registration

STATUS_WITH = {
    Payment.Status.DUE: Registration.Status.AWAITING_PAYMENT,
    Payment.Status.REJECTED: Registration.Status.AWAITING_PAYMENT,
    Payment.Status.SUBMITTED: Registration.Status.AWAITING_VERIFICATION,
    Payment.Status.VERIFIED: Registration.Status.CONFIRMED,
    Payment.Status.WAIVED: Registration.Status.CONFIRMED,
    Payment.Status.EXPIRED: Registration.Status.EXPIRED,
    Payment.Status.CANCELLED: Registration.Status.WITHDRAWN,
    Payment.Status.REFUND_DUE: Registration.Status.WITHDRAWN,
    Payment.Status.REFUNDED: Registration.Status.WITHDRAWN,
}
CAME_IN = frozenset({Payment.Status.VERIFIED, Payment.Status.REFUND_DUE, Payment.Status.REFUNDED})


def payment_in(status: Payment.Status | str, **registration) -> Payment:
    """A payment of 500 BDT in ``status``, with its registration and its proof in step."""
    status = Payment.Status(status)
    payment = PaidRegistrationFactory(
        **{"status": STATUS_WITH[status], "payment__status": status} | registration
    ).payment
    if status == Payment.Status.SUBMITTED:
        ProofFactory(payment=payment)
    if status in CAME_IN:
        proof = decided_proof("verified", payment=payment)
        ledger.note_proof(proof, by=proof.decided_by)
    return payment


def decided_proof(status: PaymentProof.Status | str, **kwargs) -> PaymentProof:
    return ProofFactory(
        status=status, decided_by=UserFactory(), decided_at=timezone.now(), **kwargs
    )


def staff_of(tournament: Tournament, role: str, *, accepted: bool = True):
    """Somebody who helps with the tournament in ``role``, or was only asked to."""
    user = UserFactory()
    StaffMember.objects.create(
        tournament=tournament,
        user=user,
        role=role,
        invited_by=UserFactory(),
        accepted_at=timezone.now() if accepted else None,
    )
    return user


class CheckoutFactory(factory.django.DjangoModelFactory):
    """An attempt to pay online that was started."""

    class Meta:
        model = Checkout

    payment = factory.LazyFunction(lambda: payment_in("due"))
    provider = Method.SSLCOMMERZ
    transaction_id = factory.Sequence(lambda n: f"DC{n:028d}")
    amount = 500
    currency = "BDT"
    started_by = factory.LazyAttribute(lambda o: o.payment.registration.registered_by)
