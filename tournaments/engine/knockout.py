"""What knockout brackets share: rounds of pairs, byes, and who goes where."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from tournaments.engine.results import check_best_of
from tournaments.engine.seeding import fold
from tournaments.engine.types import (
    BYE,
    Bracket,
    LoserOf,
    MatchSpec,
    Seed,
    Slot,
    Source,
    Structure,
    WinnerOf,
)

Pair: TypeAlias = tuple[int | None, int | None]
T = TypeVar("T")


class Round(NamedTuple):
    """Matches of one round, in order, that do not yet know which matches they feed."""

    bracket: Bracket
    number: int
    best_of: int
    ids: Sequence[str]
    pairs: Sequence[tuple[Source, Source]]
    if_needed: bool = False

    @property
    def winners(self) -> list[Source]:
        return [WinnerOf(match) for match in self.ids]

    @property
    def losers(self) -> list[Source]:
        """Who loses each match: nobody a bye match."""
        return [
            BYE if BYE in pair else LoserOf(match)
            for match, pair in zip(self.ids, self.pairs, strict=True)
        ]


def standard(entrants: int) -> list[Pair]:
    """The first round in the standard order: byes go to the top seeds, no match has two."""
    size = 1 << (entrants - 1).bit_length()
    return neighbours([seed if seed <= entrants else None for seed in fold(size)])


def seat(number: int | None) -> Source:
    return BYE if number is None else Seed(number)


def neighbours(row: Sequence[T]) -> list[tuple[T, T]]:
    """The first and the second, the third and the fourth, and so on."""
    return list(zip(row[::2], row[1::2], strict=True))


def match_ids(letter: str, number: int, count: int) -> list[str]:
    return [f"{letter}{number}-{place}" for place in range(1, count + 1)]


def winners_rounds(pairs: Sequence[Pair], lengths: Sequence[int]) -> list[Round]:
    """As many rounds as ``lengths`` has: the winners of neighbouring matches meet in the next."""
    row = [seat(number) for pair in pairs for number in pair]
    rounds: list[Round] = []
    for number, best_of in enumerate(lengths, start=1):
        ids = match_ids("W", number, len(row) // 2)
        rounds.append(Round(Bracket.WINNERS, number, best_of, ids, neighbours(row)))
        row = rounds[-1].winners
    return rounds


def lengths(rounds: int, best_of: int, by_round: Mapping[int, int]) -> list[int]:
    """The best-of of each round. Those ``by_round`` names and the bracket lacks are ignored."""
    chosen = [by_round.get(number, best_of) for number in range(1, rounds + 1)]
    for length in (best_of, *chosen):
        check_best_of(length, draws=False)
    return chosen


def structure_of(rounds: Iterable[Round]) -> Structure:
    """The matches of ``rounds``, one round after the other.

    Where a winner and a loser go is read off the sides that wait for them, so that the two
    directions cannot disagree.
    """
    rounds = list(rounds)
    winner_to: dict[str, Slot] = {}
    loser_to: dict[str, Slot] = {}
    for each in rounds:
        for match, pair in zip(each.ids, each.pairs, strict=True):
            for side, source in enumerate(pair, start=1):
                if isinstance(source, WinnerOf):
                    winner_to[source.match] = Slot(match, side)
                elif isinstance(source, LoserOf):
                    loser_to[source.match] = Slot(match, side)
    return Structure(
        tuple(
            MatchSpec(
                id=match,
                bracket=each.bracket,
                group=None,
                round=each.number,
                number=number,
                sides=pair,
                best_of=each.best_of,
                winner_to=winner_to.get(match),
                loser_to=loser_to.get(match),
                if_needed=each.if_needed,
            )
            for each in rounds
            for number, (match, pair) in enumerate(zip(each.ids, each.pairs, strict=True), 1)
        )
    )
