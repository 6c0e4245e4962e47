import secrets
from collections.abc import Mapping

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from deltacrown.tasks import enqueue
from tournaments.core.operations import happened
from tournaments.payments import ledger
from tournaments.payments.billing import bill_of
from tournaments.payments.models import Checkout, Payment
from tournaments.payments.operations.locking import locked_payment
from tournaments.payments.operations.settling import give_back
from tournaments.payments.providers import online_in, provider_of
from tournaments.payments.providers.types import Confirmation, Outcome, ProviderFailed, Start
from tournaments.payments.rules import check_can_submit
from tournaments.registration import operations as registrations

Status = Checkout.Status
# What was paid once is not taken for paid again.
IS_PAID = frozenset({Payment.Status.VERIFIED, Payment.Status.REFUND_DUE, Payment.Status.REFUNDED})

log = structlog.get_logger(__name__)


def start_checkout(payment: Payment, *, by: User) -> Start:
    """Begin to pay online; the payer goes on to the address in the answer.

    Every attempt is kept, also one that the provider does not take. Nothing is locked while it
    answers.
    """
    with transaction.atomic(durable=True):
        payment = locked_payment(payment.pk, payment.tournament)
        check_can_submit(payment, by=by)
        provider = online_in(payment.currency)
        if provider is None:
            raise Refused(_("This cannot be paid online."), code="not_online")
        checkout = Checkout.objects.create(
            payment=payment,
            provider=provider.method,
            transaction_id="DC" + secrets.token_hex(14),
            amount=payment.amount,
            currency=payment.currency,
            started_by=by,
        )
        happened("checkout.started", checkout, actor=by, after={"amount": checkout.amount})
    try:
        start = provider.start(bill_of(checkout))
    except ProviderFailed as failure:
        log.warning("checkout.not_started", checkout=checkout.pk, reason=str(failure))
        _end(checkout, Status.FAILED)
        message = _("The payment service does not answer. Try again soon, or pay another way.")
        raise Refused(message, code="provider_failed") from failure
    Checkout.objects.filter(pk=checkout.pk).update(session_key=start.session_key[:80])
    return start


@transaction.atomic
def note_callback(method: str, data: Mapping[str, str]) -> Checkout:
    """Take a message of the provider as a hint: whether it is true is asked in a task.

    Refused when it does not come from the provider, or names nothing of ours. Again: nothing
    more happens.
    """
    callback = provider_of(method).verify_callback(data)
    if callback is None:
        raise Refused(_("This message is not signed by the payment service."), code="untrusted")
    found = Checkout.objects.filter(provider=method, transaction_id=callback.transaction_id)
    checkout = found.first()
    if checkout is None:
        raise Refused(_("There is no such payment."), code="unknown_transaction")
    if callback.outcome == Outcome.DONE:
        if checkout.status != Status.PAID:
            enqueue("tournaments.payments.tasks.confirm_checkout", checkout.pk, callback.reference)
    elif callback.outcome == Outcome.CANCELLED:
        _end(checkout, Status.CANCELLED)
    else:
        _end(checkout, Status.FAILED)
    return checkout


def confirm_checkout(checkout: Checkout, *, reference: str) -> None:
    """Ask the provider about its ``reference``; what it has received pays the registration.

    ProviderFailed when it does not answer; ask again later. Whatever is not exactly the money
    of this attempt changes nothing. Nothing is locked while the provider answers.
    """
    checkout = Checkout.objects.select_related("payment__registration__tournament").get(
        pk=checkout.pk
    )
    if checkout.status == Status.PAID:
        return
    confirmation = provider_of(checkout.provider).confirm(reference)
    if not _is_of(checkout, confirmation):
        log.warning("checkout.not_confirmed", checkout=checkout.pk, said=str(confirmation))
        return
    with transaction.atomic(durable=True):
        payment = locked_payment(checkout.payment_id, checkout.tournament)
        checkout = Checkout.objects.select_for_update(no_key=True).get(pk=checkout.pk)
        checkout.payment = payment
        if checkout.status != Status.PAID and _note_paid(checkout, confirmation):
            _take_for_paid(checkout, note=confirmation.note)


def _is_of(checkout: Checkout, confirmation: Confirmation) -> bool:
    """Whether it is the money of this attempt: the same transaction, amount and currency."""
    said = confirmation.transaction_id, confirmation.amount, confirmation.currency
    wanted = checkout.transaction_id, checkout.amount, checkout.currency
    return confirmation.outcome == Outcome.DONE and bool(confirmation.reference) and said == wanted


def _note_paid(checkout: Checkout, confirmation: Confirmation) -> bool:
    """Whether the money is noted with this checkout; not, when another one has it."""
    checkout.status = Status.PAID
    checkout.provider_reference = confirmation.reference
    checkout.ended_at = timezone.now()
    try:
        with transaction.atomic():
            checkout.save(update_fields=["status", "provider_reference", "ended_at"])
    except IntegrityError:
        log.warning("checkout.money_used", checkout=checkout.pk, said=str(confirmation))
        return False
    return True


def _take_for_paid(checkout: Checkout, *, note: str) -> None:
    """Confirm the registration; of one that owes nothing any more the money is owed back."""
    payment = checkout.payment
    before = payment.status
    if before in IS_PAID:
        happened("checkout.paid_twice", checkout, after={"payment": before}, reason=note)
        return
    payment.move_to(Payment.Status.VERIFIED)
    ledger.note_checkout(checkout, note=note)
    happened(
        "checkout.paid",
        checkout,
        before={"payment": before},
        after={"payment": payment.status, "amount": checkout.amount},
        reason=note,
    )
    if before == Payment.Status.WAIVED or payment.registration.is_terminal:
        give_back(payment, by=None)
    else:
        payment.registration = registrations.confirm(payment.registration)


def _end(checkout: Checkout, status: Checkout.Status) -> None:
    """Note that an attempt came to nothing; a later one, also of the same, may still pay."""
    ended = Checkout.objects.filter(pk=checkout.pk, status=Status.STARTED)
    ended.update(status=status, ended_at=timezone.now())
