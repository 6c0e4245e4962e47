"""Who did what to one registration, its payment and its proofs."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from tournaments.control.log import SENTENCES, LogLine, lines_of
from tournaments.core.models import Event
from tournaments.payments.models import Checkout, Payment, PaymentProof
from tournaments.registration.models import Entrant, Registration

# One event that names many.
OF_MANY = (
    "registration.all_cancelled",
    "registration.all_expired",
    "registration.all_no_show",
    "payment.all_expired",
    "payment.all_refund_due",
    "tournament.check_in_extended",
)


def history_of(registration: Registration) -> list[LogLine]:
    """Everything that people can read about it, newest first."""
    pk = registration.pk
    paid = Payment.objects.filter(registration=pk).values_list("pk", flat=True).first()
    own = Q()
    for model, keys in (
        (Registration, [pk]),
        (Payment, [paid] if paid else []),
        (PaymentProof, PaymentProof.objects.filter(payment=paid).values("pk")),
        (Checkout, Checkout.objects.filter(payment=paid).values("pk")),
        (Entrant, Entrant.objects.filter(registration=pk).values("pk")),
    ):
        kind = ContentType.objects.get_for_model(model)
        own |= Q(subject_type=kind, subject_id__in=keys)
    events = Event.objects.filter(tournament=registration.tournament_id, kind__in=SENTENCES)
    named = [
        key
        for key, after in events.filter(kind__in=OF_MANY).values_list("pk", "after")
        if pk in after.get("registrations", ()) or paid in after.get("payments", ())
    ]
    return lines_of(events.filter(own | Q(pk__in=named)).order_by("-pk"))
