"""Verifying what the statement has: each proof for itself, and reported for itself."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.models import Organizer
from tournaments.payments.flags import is_quiet
from tournaments.payments.models import PaymentProof, StatementLine
from tournaments.payments.operations import verify
from tournaments.payments.operations.claiming import check_mine, is_claimed_by_another
from tournaments.payments.operations.importing import compare_again
from tournaments.payments.queries import open_to

MOST_AT_ONCE = 50


@dataclass(slots=True)
class Report:
    """What became of the proofs that were ticked."""

    verified: int = 0
    first_of_two: int = 0
    left_out: list[str] = field(default_factory=list)
    gone: int = 0


def matched_proofs(organizer: Organizer | None, method: str, *, by: User) -> QuerySet[PaymentProof]:
    """Proofs that wait for ``by`` and whose money is on the statement, oldest first."""
    lines = StatementLine.objects.filter(
        organizer=organizer, method=method, state=StatementLine.State.MATCHED
    )
    return open_to(by).filter(pk__in=lines.values("proof")).prefetch_related("flags")


def doubts_of(proof: PaymentProof, user: User) -> list[str]:
    """Why a person should look at the proof although the money is there."""
    doubts = [flag.get_kind_display() for flag in proof.flags.all() if not is_quiet(flag)]
    if is_claimed_by_another(proof, user):
        doubts.append(_("%(name)s works on it") % {"name": proof.claimed_by.username})
    if proof.first_verified_by:
        name = proof.first_verified_by.username
        doubts.append(_("You would be the second of two, after %(name)s") % {"name": name})
    if proof.payment.registration.is_terminal:
        doubts.append(_("The registration is over; the money would be owed back"))
    return list(dict.fromkeys(doubts))


def verify_matched(
    organizer: Organizer | None,
    method: str,
    *,
    by: User,
    ticked: set[int],
    despite: set[int],
) -> Report:
    """Verify those of ``ticked`` about which there is no doubt, and those of ``despite`` anyway.

    The lines are compared again first: a proof that another has come to claim the same money
    with is left. Each is verified in a transaction of its own.
    """
    compare_again(organizer=organizer, method=method, by=by)
    wanted = ticked | despite
    proofs = list(matched_proofs(organizer, method, by=by).filter(pk__in=wanted)[:MOST_AT_ONCE])
    report = Report(gone=len(wanted) - len(proofs))
    for proof in proofs:
        _try(proof, report, by=by, despite=proof.pk in despite)
    return report


def _try(proof: PaymentProof, report: Report, *, by: User, despite: bool) -> None:
    if not despite and (doubts := doubts_of(proof, by)):
        report.left_out.append(f"{proof}: {'; '.join(map(str, doubts))}")
        return
    try:
        if not despite:
            check_mine(PaymentProof.objects.select_related("claimed_by").get(pk=proof.pk), by)
        done = verify(proof, by=by)
    except Refused as refusal:
        report.left_out.append(f"{proof}: {refusal.message}")
        return
    if done.status == PaymentProof.Status.VERIFIED:
        report.verified += 1
    else:
        report.first_of_two += 1
