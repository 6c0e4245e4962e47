"""What may be done with a payment and its proofs."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import may
from tournaments.core.settings import RefundPolicy
from tournaments.payments.models import BY_HAND, Method, Payment, PaymentProof
from tournaments.registration.models import Registration
from tournaments.registration.queries import withdrawn_at
from tournaments.registration.rules import is_member
from tournaments.registration.rules.words import local

VERIFY = "tournaments.verify_paymentproof"
TRANSACTION_ID = re.compile(r"[A-Z0-9]{6,50}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Account:
    """Where the money goes: one payment method of a tournament."""

    method: Method
    account: str
    instructions: str


def accounts(tournament: Tournament) -> list[Account]:
    """The payment methods that the tournament takes by hand, with the account to pay to."""
    return [
        Account(Method(row["method"]), row.get("account", ""), row.get("instructions", ""))
        for row in tournament.payment_methods
        if row.get("method") in BY_HAND
    ]


def decides_in(user: User, tournament: Tournament) -> bool:
    """Whether ``user`` handles the money of ``tournament``: for the whole site, or there."""
    return user.has_perm(VERIFY) or may(user, tournament, Capability.MANAGE_PAYMENTS)


def check_decides_in(user: User, tournament: Tournament) -> None:
    if not decides_in(user, tournament):
        raise Refused(_("You may not decide on payments here."), code="not_verifier")


def check_can_settle(payment: Payment, *, by: User) -> None:
    """``by`` handles the money of the tournament, and has no part in the registration."""
    registration = payment.registration
    check_decides_in(by, registration.tournament)
    is_in_team = registration.team and registration.team.members.filter(pk=by.pk).exists()
    if is_in_team or is_member(registration, by):
        raise conflict_of_interest()


def conflict_of_interest() -> Refused:
    message = _("You have a part in this registration; somebody else must decide.")
    return Refused(message, code="conflict_of_interest")


def check_can_decide(proof: PaymentProof, *, by: User) -> None:
    """``by`` verifies payments here, and has no part in the registration."""
    check_can_settle(proof.payment, by=by)
    if proof.submitted_by_id == by.pk:
        raise conflict_of_interest()


def check_can_submit(payment: Payment, *, by: User) -> None:
    """``by`` may send a proof for ``payment``, or pay it online, at this moment."""
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
    check_in_time(registration)


def check_in_time(registration: Registration) -> None:
    """The deadline counts when it has come, also before anybody noted that it has."""
    if registration.is_overdue(timezone.now()):
        message = _("The time to pay ended on %(time)s. Do not pay; register again.")
        raise Refused(message % {"time": local(registration.expires_at)}, code="too_late")


def check_claim(payment: Payment, *, method: str, transaction_id: str, amount: Decimal) -> None:
    """What the proof claims is possible: the method is taken, the amount is enough, the id new."""
    if method not in {account.method for account in accounts(payment.tournament)}:
        raise Refused(_("This tournament does not take this payment method."), code="method")
    check_transaction_id(transaction_id)
    if amount < payment.amount:
        message = _("%(paid)s is less than the %(due)s that is due.")
        values = {"paid": amount, "due": f"{payment.amount} {payment.currency}"}
        raise Refused(message % values, code="amount_too_small")
    check_transaction_is_new(method, transaction_id)


def check_transaction_id(transaction_id: str) -> None:
    if not TRANSACTION_ID.fullmatch(transaction_id):
        message = _("A transaction id has 6 to 50 letters and digits, and nothing else.")
        raise Refused(message, code="transaction_id")


def check_transaction_is_new(method: str, transaction_id: str) -> None:
    verified = PaymentProof.objects.filter(status=PaymentProof.Status.VERIFIED)
    if verified.filter(method=method, transaction_id=transaction_id).exists():
        raise transaction_used()


def transaction_used() -> Refused:
    message = _("This transaction has paid for another registration already.")
    return Refused(message, code="transaction_used")


def check_waits(proof: PaymentProof) -> None:
    if proof.status != PaymentProof.Status.SUBMITTED:
        message = _("This proof is decided already: %(status)s.")
        status = proof.get_status_display()
        raise Refused(message % {"status": status}, code="decided")


def check_not_paid_otherwise(proof: PaymentProof) -> None:
    """The payment still waits for this proof; somebody may have paid online meanwhile."""
    if proof.payment.status != Payment.Status.SUBMITTED:
        message = _("It is paid online already. Reject this proof, and say that it was not needed.")
        raise Refused(message, code="paid_otherwise")


def needs_two(proof: PaymentProof) -> bool:
    """Whether two people have to verify it, by the amount that the organizer set."""
    least = proof.tournament.four_eyes_from
    return least is not None and max(proof.amount, proof.payment.amount) >= least


def check_is_second(proof: PaymentProof, *, by: User) -> None:
    if proof.first_verified_by_id == by.pk:
        message = _("You have verified this already. Somebody else must be the second.")
        raise Refused(message, code="second_verifier")


def check_can_waive(payment: Payment, *, by: User) -> None:
    check_can_settle(payment, by=by)
    if payment.status not in Payment.ACCEPTS_A_PROOF or payment.registration.is_terminal:
        message = _("Only a payment that is due can be waived; this one is: %(status)s.")
        status = payment.get_status_display()
        raise Refused(message % {"status": status}, code="nothing_due")


def check_can_refund(payment: Payment, *, by: User) -> None:
    check_can_settle(payment, by=by)
    if payment.status != Payment.Status.REFUND_DUE:
        message = _("No refund is due; the payment is: %(status)s.")
        status = payment.get_status_display()
        raise Refused(message % {"status": status}, code="no_refund_due")


def check_can_refund_by(method: str, transaction_id: str) -> None:
    """The money goes back by hand, and whoever asks later finds it in the account."""
    if method not in BY_HAND:
        raise Refused(_("Say how the money was sent back."), code="method")
    if transaction_id or method != Method.CASH:
        check_transaction_id(transaction_id)


def is_refunded(tournament: Tournament, moment: datetime) -> bool:
    """Whether who withdraws at ``moment`` gets back what was verified."""
    return _is_refunded(
        tournament, moment, is_before_draw=tournament.status == Tournament.Status.PUBLISHED
    )


def is_refunded_late(registration: Registration) -> bool:
    """Whether what is verified after its registration ended goes back.

    To those who withdrew, which is before the draw, by the policy as it was then; of a cancelled
    tournament, and to everybody else, always.
    """
    tournament = registration.tournament
    if tournament.status == Tournament.Status.CANCELLED:
        return True
    moment = withdrawn_at(registration)
    return moment is None or _is_refunded(tournament, moment, is_before_draw=True)


def _is_refunded(tournament: Tournament, moment: datetime, *, is_before_draw: bool) -> bool:
    opens = tournament.check_in_opens_at
    return {
        RefundPolicy.FULL: True,
        RefundPolicy.UNTIL_DRAW: is_before_draw,
        RefundPolicy.UNTIL_CHECK_IN: is_before_draw and (opens is None or moment < opens),
        RefundPolicy.NONE: False,
    }[RefundPolicy(tournament.refund_policy)]


def can_submit(payment: Payment, user: User) -> bool:
    try:
        check_can_submit(payment, by=user)
    except Refused:
        return False
    return True


def can_see(proof: PaymentProof, user: User) -> bool:
    """Whether ``user`` may look at the image: who decides, who sent it, and who registered."""
    registration = proof.payment.registration
    owners = {proof.submitted_by_id, registration.registered_by_id}
    return user.is_authenticated and (
        user.pk in owners or decides_in(user, registration.tournament)
    )
