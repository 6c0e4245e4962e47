from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.operations import happened
from tournaments.payments import ledger
from tournaments.payments.models import LedgerEntry, Method, Payment
from tournaments.payments.operations.locking import locked_payment
from tournaments.payments.providers import provider_of
from tournaments.payments.providers.types import GiveBack, ProviderFailed
from tournaments.payments.rules import check_can_refund, check_can_refund_by


@transaction.atomic
def refund(
    payment: Payment, *, by: User, method: str, transaction_id: str = "", note: str = ""
) -> Payment:
    """Note that what was owed back has been sent, by hand: how, and under which transaction.

    It is what was due; what was paid too much is not given back.
    """
    transaction_id = transaction_id.strip().upper()
    check_can_refund_by(method, transaction_id)
    return _note(payment, by=by, method=Method(method), transaction_id=transaction_id, note=note)


def refund_online(payment: Payment, *, by: User, note: str = "") -> Payment:
    """Let the provider of an online payment send it back, and note that.

    Asked twice it sends once: the wish has one id, whoever asks and however often. Nothing is
    locked while the provider answers.
    """
    with transaction.atomic(durable=True):
        payment = locked_payment(payment.pk, payment.tournament)
        check_can_refund(payment, by=by)
        received = payment.ledger.filter(
            kind=LedgerEntry.Kind.RECEIVED, method=Method.SSLCOMMERZ
        ).first()
    if received is None:
        message = _("This was not paid online. Send it back by hand, and note the transaction.")
        raise Refused(message, code="not_online")
    wish = GiveBack(
        reference=received.transaction_id,
        amount=payment.amount,
        currency=payment.currency,
        wish=f"refund-{payment.pk}",
        reason=payment.registration.reference,
    )
    reference = _send_back(received.method, wish)
    return _note(payment, by=by, method=Method.SSLCOMMERZ, transaction_id=reference, note=note)


def _send_back(method: str, wish: GiveBack) -> str:
    """The provider's own reference of the money that it sends back."""
    try:
        answer = provider_of(method).refund(wish)
    except (LookupError, ProviderFailed) as failure:
        message = _("The payment service does not answer. Try again in a few minutes.")
        raise Refused(message, code="provider_failed") from failure
    if not answer.is_done:
        message = _("The payment service did not refund it: %(reason)s")
        raise Refused(message % {"reason": answer.note}, code="refund_failed")
    return answer.reference


@transaction.atomic
def _note(payment: Payment, *, by: User, method: Method, transaction_id: str, note: str) -> Payment:
    payment = locked_payment(payment.pk, payment.tournament)
    check_can_refund(payment, by=by)
    before = payment.status
    payment.move_to(Payment.Status.REFUNDED)
    entry = ledger.note_refund(
        payment, method=method, transaction_id=transaction_id, by=by, note=note.strip()
    )
    happened(
        "payment.refunded",
        payment,
        actor=by,
        before={"status": before},
        after={
            "status": payment.status,
            "amount": entry.amount,
            "method": entry.method,
            "transaction_id": entry.transaction_id,
        },
        reason=entry.note,
    )
    return payment
