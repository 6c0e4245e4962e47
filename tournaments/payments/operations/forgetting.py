"""Images of proofs go some time after their tournament; what was decided stays."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from deltacrown.tasks import enqueue
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.payments.models import Payment, PaymentProof

MOST_AT_ONCE = 200
ENDS = {Tournament.Status.COMPLETED, Tournament.Status.CANCELLED, Tournament.Status.ARCHIVED}
# While money is still open the image may be needed.
OPEN = {Payment.Status.SUBMITTED, Payment.Status.REFUND_DUE}


def to_forget() -> QuerySet[PaymentProof]:
    """Proofs whose image is kept no longer: their tournament ended long ago, no money is open."""
    before = timezone.now() - timedelta(days=settings.PROOF_RETENTION_DAYS)
    return (
        PaymentProof.objects.exclude(image="")
        .alias(
            ended_at=Coalesce(
                "payment__registration__tournament__completed_at",
                "payment__registration__tournament__starts_at",
            )
        )
        .filter(payment__registration__tournament__status__in=ENDS, ended_at__lt=before)
        .exclude(Q(payment__status__in=OPEN) | Q(status=PaymentProof.Status.SUBMITTED))
        .order_by("pk")
    )


@transaction.atomic
def queue_forgetting() -> None:
    """Have the images of each tournament deleted by a task of its own; one that fails keeps none
    of the others back.
    """
    over = to_forget().order_by().values("payment__registration__tournament")
    for key in Tournament.objects.filter(pk__in=over).order_by("pk").values_list("pk", flat=True):
        enqueue("tournaments.payments.tasks.forget_images_of", key)


def forget_images(tournament: Tournament) -> int:
    """Delete the images of this tournament's proofs that are kept no longer; how many.

    The file goes first and the row says so after: killed in between, the next run finds the
    row still naming a file that is not there, and goes on. What is more than a task should do
    is left to another one.
    """
    ids = to_forget().filter(payment__registration__tournament=tournament)
    ids = list(ids.values_list("pk", flat=True)[:MOST_AT_ONCE])
    for pk in ids:
        _forget(pk, tournament)
    if len(ids) == MOST_AT_ONCE:
        with transaction.atomic():
            enqueue("tournaments.payments.tasks.forget_images_of", tournament.pk)
    return len(ids)


@transaction.atomic
def _forget(pk: int, tournament: Tournament) -> None:
    lock(tournament)
    proof = to_forget().select_for_update(of=("self",)).filter(pk=pk).first()
    if proof is None:
        return
    proof.image.storage.delete(proof.image.name)
    proof.image = ""
    proof.perceptual_hash = ""
    proof.metadata_hints = []
    proof.image_deleted_at = timezone.now()
    proof.save(update_fields=["image", "perceptual_hash", "metadata_hints", "image_deleted_at"])
    happened("proof.image_deleted", proof, after={"days": settings.PROOF_RETENTION_DAYS})
