"""Who works on which proof, so that two people never work on one."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.models import Tournament
from tournaments.payments.models import PaymentProof
from tournaments.payments.queries import is_after, open_to
from tournaments.payments.rules import check_can_decide, check_is_second, check_waits

CLAIM = timedelta(minutes=5)


@transaction.atomic
def claim(proof: PaymentProof, *, by: User) -> PaymentProof:
    """Keep ``proof`` for ``by`` for the next minutes; again by the same person renews it.

    It stands in no log: nothing is decided, and it ends by itself.
    """
    proof = (
        PaymentProof.objects.select_for_update(no_key=True, of=("self",))
        .select_related("payment__registration__tournament", "claimed_by")
        .get(pk=proof.pk)
    )
    check_waits(proof)
    check_can_decide(proof, by=by)
    check_is_second(proof, by=by)
    check_mine(proof, by)
    return _keep(proof, by)


@transaction.atomic
def claim_next(
    by: User, *, tournament: Tournament | None = None, after: PaymentProof | None = None
) -> PaymentProof | None:
    """Keep the proof that has waited longest and that nobody works on; none if there is none.

    ``after`` leaves out what is older than that proof, and the proof itself. Rows that somebody
    else takes at this moment are passed over, so that nobody waits and nobody is given the same.
    """
    free = (
        open_to(by)
        .filter(Q(claimed_until=None) | Q(claimed_until__lte=timezone.now()) | Q(claimed_by=by))
        .select_for_update(no_key=True, of=("self",), skip_locked=True)
    )
    if tournament is not None:
        free = free.filter(payment__registration__tournament=tournament)
    if after is not None:
        free = free.filter(is_after(after))
    proof = free.first()
    return _keep(proof, by) if proof else None


@transaction.atomic
def release(proof: PaymentProof, *, by: User) -> None:
    """Let others have the proof; nothing happens when it is not the claim of ``by``."""
    mine = PaymentProof.objects.filter(pk=proof.pk, claimed_by=by)
    mine.update(claimed_by=None, claimed_until=None)


def is_claimed_by_another(proof: PaymentProof, user: User) -> bool:
    if proof.claimed_until is None or proof.claimed_until <= timezone.now():
        return False
    return proof.claimed_by_id not in (None, user.pk)


def check_mine(proof: PaymentProof, by: User) -> None:
    """Nobody else is at work on the proof."""
    if is_claimed_by_another(proof, by):
        message = _("%(name)s works on this proof until %(time)s. Take another one.")
        until = date_format(timezone.localtime(proof.claimed_until), "H:i")
        values = {"name": proof.claimed_by.username, "time": until}
        raise Refused(message % values, code="claimed")


def _keep(proof: PaymentProof, by: User) -> PaymentProof:
    proof.claimed_by = by
    proof.claimed_until = timezone.now() + CLAIM
    proof.save(update_fields=["claimed_by", "claimed_until"])
    return proof
