"""What the players of a registration are told about its money."""

from collections.abc import Iterable

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice
from tournaments.payments.billing import can_pay_online, ways_to_pay
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.queries import people_of
from tournaments.registration.rules.words import local


@notice("proof.submitted")
def submitted(event: Event) -> list[Message]:
    return _to_its_people(
        event,
        subject=_("Proof received: %(tournament)s"),
        text=_(
            "We have the proof of the payment of %(name)s for %(tournament)s, %(method)s "
            "%(transaction)s. It is checked by a person; you will hear from us."
        ),
    )


@notice("proof.verified")
def verified(event: Event) -> list[Message]:
    return _to_its_people(
        event,
        subject=_("Payment verified: %(tournament)s"),
        text=_("The payment of %(name)s for %(tournament)s is verified: %(amount)s."),
    )


@notice("proof.rejected")
def rejected(event: Event) -> list[Message]:
    text = _(
        "The proof of the payment of %(name)s for %(tournament)s was rejected. The reason: "
        "%(reason)s"
    )
    if not event.subject.payment.registration.is_terminal:
        again = _("You can send another proof.")
        text = f"{text}\n\n{again}"
    return _to_its_people(event, subject=_("Proof rejected: %(tournament)s"), text=text)


@notice("payment.due")
def due(event: Event) -> list[Message]:
    payment: Payment = event.subject
    text = _(
        "%(name)s is registered for %(tournament)s. The place is certain once the entry fee of "
        "%(amount)s is paid and checked. %(deadline)s\n\n%(ways)s\n\n"
        "Write %(reference)s beside the payment, and send the proof of it."
    )
    return _of_payment(
        event,
        payment,
        subject=_("To pay: %(tournament)s"),
        text=text,
        deadline=_deadline(event.after.get("expires_at")),
        ways="\n".join(_ways(payment)),
    )


def _deadline(expires_at: str | None) -> str:
    if not expires_at:
        return _("You have time until the draw.")
    return _("You have time until %(time)s.") % {"time": local(parse_datetime(expires_at))}


def _ways(payment: Payment) -> list[str]:
    ways = [
        f"{way.method.label}: {way.start.account}. {way.start.instructions}".rstrip()
        for way in ways_to_pay(payment)
    ]
    if can_pay_online(payment):
        ways.append(_("Online, on the page of your registration."))
    return ways


@notice("payment.waived")
def waived(event: Event) -> list[Message]:
    return _of_payment(
        event,
        event.subject,
        subject=_("Nothing to pay: %(tournament)s"),
        text=_("%(name)s need not pay the entry fee of %(tournament)s. The reason: %(reason)s"),
    )


@notice("payment.kept")
def kept(event: Event) -> list[Message]:
    return _of_payment(
        event,
        event.subject,
        subject=_("No refund: %(tournament)s"),
        text=_(
            "%(name)s is withdrawn from %(tournament)s. By the rules of this tournament the "
            "%(amount)s that you paid are not given back any more."
        ),
    )


@notice("payment.refund_due")
def refund_due(event: Event) -> list[Message]:
    return _of_payment(
        event,
        event.subject,
        subject=_("Refund due: %(tournament)s"),
        text=_(
            "The payment of %(name)s is not owed: the registration is “%(status)s”. The "
            "organizer owes you %(amount)s."
        ),
    )


@notice("payment.refunded")
def refunded(event: Event) -> list[Message]:
    return _of_payment(
        event,
        event.subject,
        subject=_("Refunded: %(tournament)s"),
        text=_(
            "%(amount)s for %(name)s in %(tournament)s were sent back to you. Transaction: "
            "%(transaction)s."
        ),
        transaction=event.after["transaction_id"] or "–",
    )


@notice("checkout.paid")
def paid_online(event: Event) -> list[Message]:
    return _of_payment(
        event,
        event.subject.payment,
        subject=_("Payment received: %(tournament)s"),
        text=_("We have received %(amount)s, paid online for %(name)s in %(tournament)s."),
    )


@notice("checkout.paid_twice")
def paid_twice(event: Event) -> list[Message]:
    return _of_payment(
        event,
        event.subject.payment,
        subject=_("Paid twice: %(tournament)s"),
        text=_(
            "%(amount)s were paid online for %(name)s in %(tournament)s, although it was paid "
            "already. The organizer gives the second payment back; write to them with the "
            "reference %(reference)s."
        ),
        others=event.tournament.organizer.group.user_set.all(),
    )


def _of_payment(
    event: Event,
    payment: Payment,
    *,
    subject: str,
    text: str,
    others: Iterable[User] = (),
    **values: str,
) -> list[Message]:
    registration = payment.registration
    values |= {
        "tournament": event.tournament.title,
        "name": registration.name,
        "reference": registration.reference,
        "status": registration.get_status_display(),
        "amount": f"{payment.amount} {payment.currency}",
        "reason": event.reason,
    }
    people = [*people_of([registration.pk]), *others]
    return [Message(people, subject % values, text % values, registration.get_absolute_url())]


def _to_its_people(event: Event, *, subject: str, text: str) -> list[Message]:
    proof: PaymentProof = event.subject
    payment = proof.payment
    registration = payment.registration
    values = {
        "tournament": event.tournament.title,
        "name": registration.name,
        "method": proof.get_method_display(),
        "transaction": proof.transaction_id,
        "amount": f"{payment.amount} {payment.currency}",
        "reason": event.reason,
    }
    people = people_of([registration.pk])
    return [Message(people, subject % values, text % values, registration.get_absolute_url())]
