"""What a verifier should look at twice: found when a proof is sent, explained when it is read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from tournaments.payments.models import PaymentProof, ProofFlag

Kind = ProofFlag.Kind
BITS_THAT_MAY_DIFFER = 6  # of 64
LOOKED_BACK = timedelta(days=180)
BEFORE_REGISTERING = timedelta(hours=1)
# Receipts of one app resemble each other. What looks like more than so many others says
# nothing about any one of them.
MOST_SIMILAR = 3
QUIET = Q(kind=Kind.SIMILAR_IMAGE, other=None)


def raise_flags(proof: PaymentProof, *, deadline: datetime | None) -> list[ProofFlag]:
    """Note what is odd about a proof that has just been sent.

    What it shares with a proof that still waits is noted at that one too, so that whoever
    decides on either of them knows of both.
    """
    found = [*_about_itself(proof, deadline), *_about_others(proof)]
    mirrored = [
        ProofFlag(proof=flag.other, kind=flag.kind, other=proof, detail=flag.detail)
        for flag in found
        if flag.other and flag.other.status == PaymentProof.Status.SUBMITTED
    ]
    ProofFlag.objects.bulk_create([*found, *mirrored])
    return found


def is_quiet(flag: ProofFlag) -> bool:
    """Worth knowing, but no reason to hold the proof back."""
    return flag.kind == Kind.SIMILAR_IMAGE and flag.other_id is None


def explanation(flag: ProofFlag, *, names_other: bool = True) -> str:
    """What was compared, in a sentence. Without ``names_other`` the other proof stays unnamed,
    since it belongs to a tournament that the reader has no part in."""
    if flag.other:
        return _sent_before(flag.other) if names_other else _("Sent for another tournament.")
    return EXPLANATIONS[Kind(flag.kind)](flag)


# --- finding ------------------------------------------------------------------------


def _about_itself(proof: PaymentProof, deadline: datetime | None) -> Iterator[ProofFlag]:
    payment = proof.payment
    if proof.amount > payment.amount:
        detail = {"excess": str(proof.amount - payment.amount), "currency": payment.currency}
        yield ProofFlag(proof=proof, kind=Kind.AMOUNT_OFF, detail=detail)
    if (detail := _odd_time(proof, deadline)) is not None:
        yield ProofFlag(proof=proof, kind=Kind.TIME_OFF, detail=detail)
    if proof.metadata_hints:
        detail = {"hints": proof.metadata_hints}
        yield ProofFlag(proof=proof, kind=Kind.EDITED, detail=detail)


def _odd_time(proof: PaymentProof, deadline: datetime | None) -> dict | None:
    paid_at, now = proof.paid_at, timezone.now()
    if paid_at is None:
        return None
    registered_at = proof.payment.registration.created_at
    if paid_at < registered_at - BEFORE_REGISTERING:
        return {"odd": "early", "limit": registered_at.isoformat()}
    if paid_at > now:
        return {"odd": "future", "limit": now.isoformat()}
    if deadline and paid_at > deadline:
        return {"odd": "late", "limit": deadline.isoformat()}
    return None


def _about_others(proof: PaymentProof) -> Iterator[ProofFlag]:
    """An own earlier attempt may well be for the same transaction; the same file is odd there."""
    others = PaymentProof.objects.exclude(pk=proof.pk)
    strangers = others.exclude(payment=proof.payment_id)
    for other in strangers.filter(method=proof.method, transaction_id=proof.transaction_id):
        yield ProofFlag(proof=proof, kind=Kind.TRANSACTION_SEEN, other=other)
    for other in others.filter(sha256=proof.sha256):
        yield ProofFlag(proof=proof, kind=Kind.SAME_FILE, other=other)
    yield from _alike(proof, strangers)


def _alike(proof: PaymentProof, strangers: QuerySet[PaymentProof]) -> Iterator[ProofFlag]:
    near = _near(proof, strangers)
    if len(near) > MOST_SIMILAR:
        yield ProofFlag(proof=proof, kind=Kind.SIMILAR_IMAGE, detail={"alike": len(near)})
        return
    for other in strangers.filter(pk__in=near) if near else ():
        detail = {"bits": near[other.pk]}
        yield ProofFlag(proof=proof, kind=Kind.SIMILAR_IMAGE, other=other, detail=detail)


def _near(proof: PaymentProof, strangers: QuerySet[PaymentProof]) -> dict[int, int]:
    """The proofs of the last months whose image looks like this one: id and bits that differ."""
    if not proof.perceptual_hash:
        return {}
    candidates = (
        strangers.filter(submitted_at__gte=timezone.now() - LOOKED_BACK)
        .exclude(sha256=proof.sha256)
        .exclude(perceptual_hash="")
        .values_list("pk", "perceptual_hash")
    )
    own = int(proof.perceptual_hash, 16)
    distances = {pk: (own ^ int(other, 16)).bit_count() for pk, other in candidates}
    return {pk: bits for pk, bits in distances.items() if bits <= BITS_THAT_MAY_DIFFER}


# --- explaining -----------------------------------------------------------------------


def _sent_before(other: PaymentProof) -> str:
    message = _("Sent by %(name)s for %(reference)s on %(date)s. That proof: %(status)s.")
    return message % {
        "name": other.submitted_by.username,
        "reference": other.payment.registration.reference,
        "date": _written(other.submitted_at),
        "status": other.get_status_display(),
    }


def _of_amount(flag: ProofFlag) -> str:
    message = _("%(excess)s %(currency)s more than is due is claimed.")
    excess = Decimal(flag.detail["excess"])
    return message % {"excess": f"{excess:,.2f}", "currency": flag.detail["currency"]}


def _of_time(flag: ProofFlag) -> str:
    messages = {
        "early": _("Paid more than an hour before the registration was made, on %(limit)s."),
        "future": _("Paid later than the proof was sent, on %(limit)s."),
        "late": _("Paid after the deadline, which was on %(limit)s."),
    }
    limit = parse_datetime(flag.detail["limit"])
    return messages[flag.detail["odd"]] % {"limit": _written(limit)}


def _of_editing(flag: ProofFlag) -> str:
    message = _("The file named a program that edits images: %(programs)s.")
    return message % {"programs": get_text_list(flag.detail["hints"], _("and"))}


def _of_many_alike(flag: ProofFlag) -> str:
    message = _("The image looks like %(count)s others, as the receipts of one app do.")
    return message % {"count": flag.detail["alike"]}


EXPLANATIONS = {
    Kind.SIMILAR_IMAGE: _of_many_alike,
    Kind.AMOUNT_OFF: _of_amount,
    Kind.TIME_OFF: _of_time,
    Kind.EDITED: _of_editing,
}


def _written(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i")
