"""Whom each entrant has met.

A bye is never a meeting: nobody is on the other side. A forfeit is one, for either side, and a
double forfeit is a meeting that both have lost.

FIDE (Tie-Break Regulations, article 16) replaces a round that was not played by a game against a
virtual opponent. We do not: here such a round adds nothing to what is summed over opponents, and
an opponent counts with all the points it has in the table, those of its byes included.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from tournaments.engine.results import Result
from tournaments.engine.types import EntrantId, Kind


@dataclass(frozen=True, slots=True)
class Meeting:
    """A match as one of its sides sees it."""

    opponent: EntrantId
    result: Result
    won: bool
    drawn: bool
    scored: int
    conceded: int


Meetings: TypeAlias = Mapping[EntrantId, Sequence[Meeting]]


def meetings(entrants: Iterable[EntrantId], results: Iterable[Result]) -> Meetings:
    """The meetings of each entrant, in the order of ``results``."""
    found: dict[EntrantId, list[Meeting]] = {entrant: [] for entrant in entrants}
    for result in results:
        home, away = result.home, result.away
        if away is None:
            continue
        drawn = result.winner is None and result.kind is not Kind.DOUBLE_FORFEIT
        at_home, on_the_road = result.score_home, result.score_away
        found[home].append(
            Meeting(away, result, result.winner == home, drawn, at_home, on_the_road)
        )
        found[away].append(
            Meeting(home, result, result.winner == away, drawn, on_the_road, at_home)
        )
    return found


def results_among(tied: Sequence[EntrantId], met: Meetings) -> list[Result] | None:
    """What the tied played against each other; None until every two of them have met."""
    among = set(tied)
    results: list[Result] = []
    for entrant in tied:
        own = [meeting for meeting in met[entrant] if meeting.opponent in among]
        if len({meeting.opponent for meeting in own}) < len(among) - 1:
            return None
        results += [meeting.result for meeting in own if meeting.result.home == entrant]
    return results


def share_won(own: Sequence[Meeting]) -> Fraction:
    """Meetings won of those played; nothing of nothing is 0."""
    return Fraction(sum(meeting.won for meeting in own), len(own) or 1)
