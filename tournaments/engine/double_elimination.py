"""Double elimination: who loses once goes on in the losers' bracket, who loses twice is out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import TypeAlias

from tournaments.engine.knockout import Round, lengths, standard, structure_of, winners_rounds
from tournaments.engine.losers_bracket import losers_rounds
from tournaments.engine.results import check_best_of
from tournaments.engine.types import (
    Bracket,
    EntrantId,
    Invalid,
    LoserOf,
    MatchSpec,
    Outcome,
    Placement,
    Source,
    Structure,
    WinnerOf,
)

MOST_ENTRANTS = 1024
FINAL = "F"
SECOND_FINAL = "F2"

Due: TypeAlias = defaultdict[str, list[EntrantId]]


class Finals(StrEnum):
    """How the winners of the two brackets end it.

    With ``reset`` they play a final, and a second one where the losers' side wins it: then both
    have lost once. With ``single`` the final decides at once. With ``none`` they do not meet, and
    are first and second.
    """

    RESET = "reset"
    SINGLE = "single"
    NONE = "none"


def structure(
    entrants: int,
    *,
    finals: Finals = Finals.RESET,
    best_of: int = 1,
    best_of_losers: int | None = None,
    best_of_final: int | None = None,
    best_of_rounds: Mapping[int, int] | None = None,
    in_losers: int = 0,
) -> Structure:
    """Both brackets of ``entrants`` and the finals, byes included as matches with an empty side.

    The winners' bracket is that of single elimination, and the losers' bracket is compact: no
    round without a match that is played. ``best_of_rounds`` overrides ``best_of`` by the number of
    a winners' round. The last ``in_losers`` seeds start in the losers' bracket, with one loss.
    """
    if not 2 <= entrants <= MOST_ENTRANTS:
        raise Invalid(
            "Double elimination takes 2 to {most} entrants, not {entrants}.",
            code="entrants_out_of_range",
            entrants=entrants,
            most=MOST_ENTRANTS,
        )
    if not 0 <= in_losers <= entrants - 2:
        raise Invalid(
            "Of {entrants} entrants, 0 to {most} can start in the losers' bracket, not "
            "{in_losers}: the winners' bracket needs two.",
            code="in_losers_out_of_range",
            entrants=entrants,
            most=entrants - 2,
            in_losers=in_losers,
        )
    of_losers = best_of if best_of_losers is None else best_of_losers
    of_final = best_of if best_of_final is None else best_of_final
    for length in (of_losers, of_final):
        check_best_of(length, draws=False)
    pairs = standard(entrants - in_losers)
    of_winners = lengths(len(pairs).bit_length(), best_of, best_of_rounds or {})
    winners = winners_rounds(pairs, of_winners)
    starting = range(entrants - in_losers + 1, entrants + 1)
    losers, survivor = losers_rounds(winners, starting, best_of=of_losers)
    finalists = (winners[-1].winners[0], survivor)
    return structure_of([*winners, *losers, *_final_rounds(finalists, finals, of_final)])


def placements(structure: Structure, results: Mapping[str, Outcome]) -> list[Placement]:
    """The places that are certain by now, best first; ``results`` are by match id.

    Who leaves in the same losers' round shares a block, and each block starts one below the
    number of entrants that are better. Who lost in the winners' bracket and does not appear where
    the loser was due (after a double forfeit, disqualified or withdrawn) shares the block of the
    losers' round in which the first match without it was; a bye is no such match and needs no
    result. Both finalists of a double forfeit share places 1-2.
    """
    left = structure.entrants
    blocks: list[Placement] = []
    for entrants in _leaving(structure, results):
        if entrants:
            blocks.append(Placement(left - len(entrants) + 1, left, tuple(entrants)))
        left -= len(entrants)
    if FINAL not in structure.by_id:  # so nobody can catch who wins the winners' bracket
        champion = _winner(_last_matches(structure)[0], results)
        blocks += [Placement(1, 1, tuple(champion))] if champion else []
    return blocks[::-1]


def _final_rounds(
    finalists: tuple[Source, Source], finals: Finals, best_of: int
) -> Iterator[Round]:
    if finals != Finals.NONE:
        yield Round(Bracket.FINAL, 1, best_of, [FINAL], [finalists])
    if finals == Finals.RESET:
        again = (WinnerOf(FINAL), LoserOf(FINAL))
        yield Round(Bracket.FINAL, 2, best_of, [SECOND_FINAL], [again], if_needed=True)


def _leaving(structure: Structure, results: Mapping[str, Outcome]) -> Iterator[Sequence[EntrantId]]:
    """Who leaves together, worst first. Ends at the first losers' round that is still open."""
    due: Due = defaultdict(list)
    before_final = [match for match in structure.matches if match.bracket is not Bracket.FINAL]
    for _round, matches in groupby(before_final, lambda match: (match.bracket, match.round)):
        gone: list[EntrantId] = []
        for match in matches:
            if match.id in results or match.is_bye:
                gone += _gone(match, results, due)
            elif match.bracket is Bracket.LOSERS:
                return
        yield gone
    if FINAL in structure.by_id:
        yield from _finalists(structure, results, due[FINAL])
    else:
        for match in _last_matches(structure)[1:]:
            yield _winner(match, results)


def _gone(match: MatchSpec, results: Mapping[str, Outcome], due: Due) -> list[EntrantId]:
    """Who leaves in ``match``; the others are ``due`` where they go from it."""
    came = due.pop(match.id, [])
    if match.is_bye:
        winners, losers = came, []
    else:
        outcome = results[match.id]
        winners = [] if outcome.winner is None else [outcome.winner]
        here = {*winners, *outcome.losers}
        losers = [*outcome.losers, *(entrant for entrant in came if entrant not in here)]
    if match.winner_to:
        due[match.winner_to.match] += winners
    if match.loser_to:
        due[match.loser_to.match] += losers
        return []
    return losers


def _finalists(
    structure: Structure, results: Mapping[str, Outcome], finalists: Sequence[EntrantId]
) -> Iterator[Sequence[EntrantId]]:
    """Second and first, or both together; nobody while a final is still to be played."""
    unbeaten, _ = structure.by_id[FINAL].sides
    assert isinstance(unbeaten, WinnerOf), "the final is between two winners, or one and a loser"
    if FINAL not in results:
        return
    last = results[FINAL]
    winners_side_lost = last.losers == (results[unbeaten.match].winner,)
    if SECOND_FINAL in structure.by_id and last.winner is not None and winners_side_lost:
        if SECOND_FINAL not in results:
            return
        last = results[SECOND_FINAL]
    yield [entrant for entrant in finalists if entrant != last.winner]
    yield [] if last.winner is None else [last.winner]


def _last_matches(structure: Structure) -> list[MatchSpec]:
    """Those after which nobody plays on, the winners' bracket before the losers' bracket."""
    return [match for match in structure.matches if match.winner_to is None]


def _winner(match: MatchSpec, results: Mapping[str, Outcome]) -> list[EntrantId]:
    winner = results[match.id].winner if match.id in results else None
    return [] if winner is None else [winner]
