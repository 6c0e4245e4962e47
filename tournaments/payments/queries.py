"""Reads for the pages where registering meets paying, and for the proof desk."""

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, When

from deltacrown.accounts.models import User
from deltacrown.teams.models import Membership
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Tournament
from tournaments.payments.flags import QUIET
from tournaments.payments.models import Payment, PaymentProof, ProofFlag
from tournaments.payments.rules import VERIFY
from tournaments.registration.models import Registration, RosterEntry


def payments_of(user: User) -> QuerySet[Payment]:
    """Payments for registrations that ``user`` has a part in, ready for the form."""
    return Payment.objects.filter(
        registration__in=Registration.objects.made_by(user).values("pk")
    ).select_related("registration__tournament")


def desk_tournaments(user: User) -> QuerySet[Tournament]:
    """The tournaments whose proofs ``user`` sees: all, or those they run or verify for."""
    if user.has_perm(VERIFY):
        return Tournament.objects.all()
    return Tournament.objects.staffed_by(user, StaffRole.VERIFIER, StaffRole.CO_ORGANIZER)


def desk_proofs(user: User) -> QuerySet[PaymentProof]:
    """The proofs that ``user`` sees at the desk, oldest first."""
    proofs = PaymentProof.objects.order_by("submitted_at", "pk")
    if user.has_perm(VERIFY):
        return proofs
    own = desk_tournaments(user).values("pk")
    return proofs.filter(payment__registration__tournament__in=own)


def proof_list(*, by: User) -> QuerySet[PaymentProof]:
    """Proofs as the desk shows them; ``has_part``: ``by`` is in it and must not decide."""
    return (
        desk_proofs(by)
        .select_related(
            "payment__registration__tournament",
            "submitted_by",
            "decided_by",
            "first_verified_by",
            "claimed_by",
        )
        .annotate(has_part=_has_part(by), has_flags=_has_flags())
    )


def open_to(by: User) -> QuerySet[PaymentProof]:
    """What waits, and what ``by`` may decide on, oldest first.

    A proof that needs two people is not for the one who verified it first.
    """
    return (
        proof_list(by=by)
        .filter(status=PaymentProof.Status.SUBMITTED, has_part=False)
        .exclude(first_verified_by=by)
    )


def is_after(proof: PaymentProof) -> Q:
    """What stands behind ``proof`` in the queue."""
    later = Q(submitted_at__gt=proof.submitted_at)
    return later | Q(submitted_at=proof.submitted_at, pk__gt=proof.pk)


def desk_counts(by: User) -> list[dict]:
    """For each tournament in which something waits or may still come: how many proofs of each
    status, how many of those that wait have a flag, and since when the oldest waits."""
    Status = PaymentProof.Status
    waits = Q(status=Status.SUBMITTED)
    coming = [Tournament.Status.PUBLISHED, Tournament.Status.LIVE]
    return list(
        desk_proofs(by)
        .order_by()
        .annotate(has_flags=_has_flags())
        .values(
            tournament=F("payment__registration__tournament"),
            title=F("payment__registration__tournament__title"),
        )
        .annotate(
            waiting=Count("pk", filter=waits),
            flagged=Count("pk", filter=waits & Q(has_flags=True)),
            verified=Count("pk", filter=Q(status=Status.VERIFIED)),
            rejected=Count("pk", filter=Q(status=Status.REJECTED)),
            oldest=Min("submitted_at", filter=waits),
        )
        .filter(Q(waiting__gt=0) | Q(payment__registration__tournament__status__in=coming))
        .order_by(F("oldest").asc(nulls_last=True), "title")
    )


def flags_of(proof: PaymentProof) -> QuerySet[ProofFlag]:
    """The flags of a proof with what they mean, ready to be explained."""
    return proof.flags.select_related(
        "other__payment__registration__tournament", "other__submitted_by"
    )


def _has_part(by: User) -> Case:
    registration = OuterRef("payment__registration")
    on_roster = RosterEntry.objects.filter(registration=registration, user=by.pk)
    in_team = Membership.objects.filter(team=OuterRef("payment__registration__team"), user=by.pk)
    return Case(
        When(submitted_by=by.pk, then=True),
        When(payment__registration__registered_by=by.pk, then=True),
        When(Exists(on_roster), then=True),
        default=Exists(in_team),
    )


def _has_flags() -> Exists:
    return Exists(ProofFlag.objects.filter(proof=OuterRef("pk")).exclude(QUIET))
