"""What the players of a registration are told about its money."""

from django.utils.translation import gettext as _

from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice
from tournaments.payments.models import PaymentProof
from tournaments.registration.queries import people_of


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


@notice("payment.refund_due")
def refund_due(event: Event) -> list[Message]:
    payment = event.subject
    registration = payment.registration
    subject = _("Refund due: %(tournament)s") % {"tournament": event.tournament.title}
    text = _(
        "The registration of %(name)s is over (%(status)s) and its payment was verified. The "
        "organizer owes you %(amount)s."
    )
    values = {
        "name": registration.name,
        "status": registration.get_status_display(),
        "amount": f"{payment.amount} {payment.currency}",
    }
    people = people_of([registration.pk])
    return [Message(people, subject, text % values, registration.get_absolute_url())]


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
