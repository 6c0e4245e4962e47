"""What the work page of one proof shows."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.payments.flags import explanation, is_quiet
from tournaments.payments.models import PaymentProof, ProofFlag
from tournaments.payments.queries import desk_proofs, flags_of, is_after, open_to
from tournaments.payments.rules import needs_two
from tournaments.payments.statements.showing import said_of
from tournaments.registration.queries import people_of


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, in words; ``other`` is to compare with, where the reader may see it."""

    text: str
    other: PaymentProof | None


@dataclass(frozen=True, slots=True)
class FlagGroup:
    """All that was found of one kind."""

    title: str
    is_quiet: bool
    found: list[Found]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is: the place of this proof among all of this sitting."""

    place: int
    total: int


def proof_page(proof: PaymentProof, *, by: User) -> dict:
    registration = proof.payment.registration
    return {
        "proof": proof,
        "payment": proof.payment,
        "registration": registration,
        "tournament": registration.tournament,
        "players": people_of([registration.pk]),
        "attempts": list(proof.payment.proofs.exclude(pk=proof.pk).order_by("-pk")),
        "flags": explained_flags(proof, by=by),
        "is_waiting": proof.status == PaymentProof.Status.SUBMITTED,
        "needs_two": needs_two(proof),
        "said": said_of(proof),
    }


def explained_flags(proof: PaymentProof, *, by: User) -> list[FlagGroup]:
    flags = list(flags_of(proof))
    others = [flag.other_id for flag in flags if flag.other_id]
    seen = set(desk_proofs(by).filter(pk__in=others).values_list("pk", flat=True))
    groups: dict[tuple[str, bool], FlagGroup] = {}
    for flag in flags:
        names_other = flag.other_id in seen
        quiet = is_quiet(flag)
        group = groups.setdefault((flag.kind, quiet), FlagGroup(_title(flag), quiet, []))
        text = explanation(flag, names_other=names_other)
        group.found.append(Found(text, flag.other if names_other else None))
    return list(groups.values())


def _title(flag: ProofFlag) -> str:
    return _("A common look") if is_quiet(flag) else flag.get_kind_display()


def progress(
    proof: PaymentProof, *, by: User, tournament: Tournament | None, done: int
) -> Progress:
    """``done`` is how many were decided in this sitting; what is skipped still waits."""
    waiting = open_to(by)
    if tournament is not None:
        waiting = waiting.filter(payment__registration__tournament=tournament)
    counts = waiting.aggregate(total=Count("pk"), later=Count("pk", filter=is_after(proof)))
    place = counts["total"] - counts["later"]
    return Progress(place=max(1, done + place), total=max(1, done + counts["total"]))
