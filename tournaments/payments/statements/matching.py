"""Which proof each line of a statement pays for: values in, values out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tournaments.payments.models import PaymentProof, StatementLine
from tournaments.payments.statements.reading import Line, plain_id
from tournaments.registration.references import ALPHABET, LENGTH, PREFIX

State = StatementLine.State

# References overlap when the letters before one happen to look like another.
REFERENCE = re.compile(rf"(?=({plain_id(PREFIX)}[{ALPHABET}]{{{LENGTH}}}))")
# In a shorter id one letter is too much of it.
SHORTEST_WITH_A_SLIP = 6


@dataclass(frozen=True, slots=True)
class Claim:
    """A proof as far as matching looks at it."""

    pk: int
    transaction_id: str
    amount: Decimal
    reference: str
    status: str

    @property
    def is_open(self) -> bool:
        return self.status != PaymentProof.Status.REJECTED


@dataclass(frozen=True, slots=True)
class Match:
    """What a line came to. ``reason`` says by what it matched, or why it is doubtful."""

    line: Line
    state: State
    proof: int | None = None
    reason: str = ""


class Claims:
    """Claims, to be found by what a line says."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._by_id: dict[str, list[Claim]] = defaultdict(list)
        self._by_reference: dict[str, list[Claim]] = defaultdict(list)
        self._by_hole: dict[str, list[Claim]] = defaultdict(list)
        for claim in sorted(claims, key=lambda claim: claim.pk):
            written = plain_id(claim.transaction_id)
            self._by_id[written].append(claim)
            self._by_reference[plain_id(claim.reference)].append(claim)
            for hole in _with_holes(written):
                self._by_hole[hole].append(claim)

    def with_id(self, line: Line) -> list[Claim]:
        return self._by_id.get(line.transaction_id, [])

    def named_in(self, line: Line) -> list[Claim]:
        """Those whose registration's reference stands in the note."""
        found = {each[1] for each in REFERENCE.finditer(plain_id(line.note))}
        return [claim for name in sorted(found) for claim in self._by_reference.get(name, [])]

    def a_slip_away(self, line: Line) -> list[Claim]:
        """Those whose id has one other letter, or two neighbours that changed places."""
        found = {
            claim.pk: claim
            for hole in _with_holes(line.transaction_id)
            for claim in self._by_hole.get(hole, [])
        }
        for swapped in _with_neighbours_swapped(line.transaction_id):
            found |= {claim.pk: claim for claim in self._by_id.get(swapped, [])}
        return [found[pk] for pk in sorted(found)]


def match(lines: Sequence[Line], claims: Iterable[Claim]) -> list[Match]:
    """The match of each line, in order.

    A line is matched by its transaction id and the amount, else by the registration's reference
    in its note and the amount. What agrees in part is doubtful. A proof is matched once at most,
    and a line whose money two proofs claim is never matched. The effort grows with the number of
    lines and of claims, not with their product.
    """
    known = Claims(claims)
    return _once([_found(line, known) for line in lines])


def references_in(lines: Iterable[Line]) -> set[str]:
    """The references, as they are kept, that may stand in the notes."""
    start = len(plain_id(PREFIX))
    return {
        PREFIX + found[1][start:]
        for line in lines
        for found in REFERENCE.finditer(plain_id(line.note))
    }


def _found(line: Line, known: Claims) -> Match:
    same_id, named = known.with_id(line), known.named_in(line)
    if len([claim for claim in same_id if claim.is_open]) > 1:
        return Match(line, State.DOUBTFUL, None, "several_proofs")
    if same_id:
        return _judged(line, _best(same_id), "transaction_id", others=named)
    if named:
        return _judged(line, _best(named), "reference", others=named)
    near = [
        claim for claim in known.a_slip_away(line) if claim.is_open and claim.amount == line.amount
    ]
    if len(near) == 1:
        return Match(line, State.DOUBTFUL, near[0].pk, "similar_id")
    return Match(line, State.UNMATCHED)


def _best(claims: Sequence[Claim]) -> Claim:
    """The one that still counts, and the newest of those."""
    return max(claims, key=lambda claim: (claim.is_open, claim.pk))


def _judged(line: Line, claim: Claim, by: str, *, others: Sequence[Claim]) -> Match:
    if any(other.is_open and other.reference != claim.reference for other in others):
        return Match(line, State.DOUBTFUL, claim.pk, "other_reference")
    if not claim.is_open:
        return Match(line, State.DOUBTFUL, claim.pk, "proof_rejected")
    if line.amount != claim.amount:
        return Match(line, State.DOUBTFUL, claim.pk, "amount_differs")
    return Match(line, State.MATCHED, claim.pk, by)


def _with_holes(written: str) -> Iterator[str]:
    if len(written) >= SHORTEST_WITH_A_SLIP:
        for place in range(len(written)):
            yield f"{written[:place]}*{written[place + 1 :]}"


def _with_neighbours_swapped(written: str) -> Iterator[str]:
    if len(written) >= SHORTEST_WITH_A_SLIP:
        for place in range(len(written) - 1):
            one, other = written[place], written[place + 1]
            yield f"{written[:place]}{other}{one}{written[place + 2 :]}"


def _once(found: Sequence[Match]) -> list[Match]:
    """A proof that several lines match goes to the one with its transaction id."""
    holders: dict[int, int] = {}
    for place, each in enumerate(found):
        if each.state != State.MATCHED:
            continue
        held = holders.get(each.proof)
        if held is None or (
            each.reason == "transaction_id" and found[held].reason != "transaction_id"
        ):
            holders[each.proof] = place
    return [
        each
        if each.state != State.MATCHED or holders[each.proof] == place
        else Match(each.line, State.DOUBTFUL, each.proof, "proof_matched_already")
        for place, each in enumerate(found)
    ]
