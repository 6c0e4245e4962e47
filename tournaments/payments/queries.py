"""Reads for the pages where registering meets paying, and for the proof desk."""

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from deltacrown.accounts.models import User
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import Registration, RosterEntry


def payments_of(user: User) -> QuerySet[Payment]:
    """Payments for registrations that ``user`` has a part in, ready for the form."""
    return Payment.objects.filter(
        registration__in=Registration.objects.made_by(user).values("pk")
    ).select_related("registration__tournament")


def proof_list(*, by: User) -> QuerySet[PaymentProof]:
    """Proofs for the desk, oldest first; ``has_part``: ``by`` is in it and must not decide."""
    on_roster = RosterEntry.objects.filter(
        registration=OuterRef("payment__registration"), user=by.pk
    )
    return (
        PaymentProof.objects.select_related(
            "payment__registration__tournament", "submitted_by", "decided_by"
        )
        .annotate(
            has_part=Case(
                When(submitted_by=by.pk, then=True),
                When(payment__registration__registered_by=by.pk, then=True),
                default=Exists(on_roster),
            )
        )
        .order_by("submitted_at", "pk")
    )


def next_waiting(*, by: User) -> PaymentProof | None:
    """The proof that has waited longest among those that ``by`` may decide on."""
    return proof_list(by=by).filter(status=PaymentProof.Status.SUBMITTED, has_part=False).first()


def seen_elsewhere(proof: PaymentProof) -> QuerySet[PaymentProof]:
    """Other proofs with the same image or the same transaction, whatever became of them."""
    return (
        PaymentProof.objects.filter(
            Q(sha256=proof.sha256) | Q(method=proof.method, transaction_id=proof.transaction_id)
        )
        .exclude(pk=proof.pk)
        .select_related("payment__registration__tournament")
        .order_by("-pk")
    )
