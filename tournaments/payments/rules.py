"""What may be done with a payment and its proofs."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.models import Tournament
from tournaments.payments.models import Method, Payment, PaymentProof
from tournaments.registration.rules import is_member

VERIFY = "tournaments.verify_paymentproof"
TRANSACTION_ID = re.compile(r"[A-Z0-9]{6,50}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Account:
    """Where the money goes: one payment method of a tournament."""

    method: Method
    account: str
    instructions: str


def accounts(tournament: Tournament) -> list[Account]:
    """The payment methods that the tournament takes, with the account to pay to."""
    return [
        Account(Method(row["method"]), row.get("account", ""), row.get("instructions", ""))
        for row in tournament.payment_methods
    ]


def check_can_submit(payment: Payment, *, by: User) -> None:
    """``by`` may send a proof for ``payment`` at this moment."""
    registration = payment.registration
    if not is_member(registration, by):
        raise Refused(_("Only its players can pay for a registration."), code="not_yours")
    if registration.is_terminal:
        message = _("The registration is over: %(status)s. Do not pay.")
        status = registration.get_status_display()
        raise Refused(message % {"status": status}, code="registration_over")
    if payment.status == Payment.Status.SUBMITTED:
        message = _("Your proof is being checked already.")
        raise Refused(message, code="being_checked")
    if payment.status not in Payment.ACCEPTS_A_PROOF:
        message = _("There is nothing to pay: %(status)s.")
        status = payment.get_status_display()
        raise Refused(message % {"status": status}, code="nothing_due")


def check_claim(payment: Payment, *, method: str, transaction_id: str, amount: Decimal) -> None:
    """What the proof claims is possible: the method is taken, the amount is enough, the id new."""
    if method not in {account.method for account in accounts(payment.tournament)}:
        raise Refused(_("This tournament does not take this payment method."), code="method")
    if not TRANSACTION_ID.fullmatch(transaction_id):
        message = _("A transaction id has 6 to 50 letters and digits, and nothing else.")
        raise Refused(message, code="transaction_id")
    if amount < payment.amount:
        message = _("%(paid)s is less than the %(due)s that is due.")
        values = {"paid": amount, "due": f"{payment.amount} {payment.currency}"}
        raise Refused(message % values, code="amount_too_small")
    check_transaction_is_new(method, transaction_id)


def check_transaction_is_new(method: str, transaction_id: str) -> None:
    verified = PaymentProof.objects.filter(status=PaymentProof.Status.VERIFIED)
    if verified.filter(method=method, transaction_id=transaction_id).exists():
        raise transaction_used()


def transaction_used() -> Refused:
    message = _("This transaction has paid for another registration already.")
    return Refused(message, code="transaction_used")


def check_can_decide(proof: PaymentProof, *, by: User) -> None:
    """``by`` verifies payments, and has no part in the registration."""
    if not by.has_perm(VERIFY):
        raise Refused(_("You may not decide on payment proofs."), code="not_verifier")
    registration = proof.payment.registration
    is_own = proof.submitted_by_id == by.pk or is_member(registration, by)
    if is_own or (registration.team and registration.team.members.filter(pk=by.pk).exists()):
        message = _("You have a part in this registration; somebody else must decide.")
        raise Refused(message, code="conflict_of_interest")


def check_waits(proof: PaymentProof) -> None:
    if proof.status != PaymentProof.Status.SUBMITTED:
        message = _("This proof is decided already: %(status)s.")
        status = proof.get_status_display()
        raise Refused(message % {"status": status}, code="decided")


def can_submit(payment: Payment, user: User) -> bool:
    try:
        check_can_submit(payment, by=user)
    except Refused:
        return False
    return True


def can_see(proof: PaymentProof, user: User) -> bool:
    """Whether ``user`` may look at the image: verifiers, who sent it, and who registered."""
    owners = {proof.submitted_by_id, proof.payment.registration.registered_by_id}
    return user.is_authenticated and (user.pk in owners or user.has_perm(VERIFY))
