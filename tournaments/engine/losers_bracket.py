"""The losers' bracket: where who lost once goes on."""

from collections.abc import Sequence

from tournaments.engine.knockout import Round, match_ids, neighbours
from tournaments.engine.seeding import fold
from tournaments.engine.types import BYE, Bracket, Seed, Source


def losers_rounds(
    winners: Sequence[Round], starting: Sequence[int], *, best_of: int
) -> tuple[list[Round], Source]:
    """The rounds fed by the ``winners``' rounds, and who comes out of them.

    The losers of the first winners' round and the seeds ``starting`` here play until no more of
    them are left than lose in the second round; those meet them, the survivors play each other,
    and so on. It is compact: an opening round in which nobody would play is not there.
    """
    first, *later = winners
    rounds: list[Round] = []

    def survivors(pairs: Sequence[tuple[Source, Source]]) -> list[Source]:
        number = len(rounds) + 1
        ids = match_ids("L", number, len(pairs))
        rounds.append(Round(Bracket.LOSERS, number, best_of, ids, pairs))
        return rounds[-1].winners

    row = _opening(first, starting, at_least=len(later[0].ids) if later else 1)
    for dropping in later:
        while len(row) > len(dropping.ids):
            row = survivors(neighbours(row))
        row = survivors(list(zip(_dropped(dropping), row, strict=True)))
    while len(row) > 1:
        row = survivors(neighbours(row))
    return rounds, row[0]


def _opening(first: Round, starting: Sequence[int], *, at_least: int) -> list[Source]:
    """The first row: a bracket in standard order, in which byes go to the best.

    The losers of the first winners' round count as the seeds that lose where the better ones win,
    and who starts here comes after them. With nobody starting here and no byes, neighbouring
    winners' matches send their losers against each other.
    """
    lost = [source for source in first.losers if source != BYE]
    playing = zip(fold(len(first.ids)), first.pairs, strict=True)
    winning = [seed for seed, pair in playing if BYE not in pair]
    entering: list[Source] = [*lost, *map(Seed, starting)]
    ranked = sorted(range(len(lost)), key=winning.__getitem__, reverse=True)
    ranked += range(len(lost), len(entering))
    size = max(at_least, 1 << (len(entering) - 1).bit_length())
    row = [ranked[rank - 1] if rank <= len(ranked) else len(ranked) for rank in fold(size)]
    if size > at_least:  # they meet each other: by the numbers of their matches, byes last
        row = [place for pair in neighbours(row) for place in sorted(pair)]
    entering.append(BYE)
    return [entering[place] for place in row]


def _dropped(winners: Round) -> list[Source]:
    """The losers of a winners' round in the order of the losers' matches that wait for them.

    Who lost to each other have come from the same part of the winners' bracket, and shall meet
    again late. So the rounds send their losers to the four quarters of the losers' bracket in
    turn: round 1 to its own, round 2 to the other half, round 3 to the other quarter of its own
    half, round 4 to that of the other half, round 5 to its own again, and so on. From 8 to 128
    entrants no exchange of halves, quarters, eighths and so on lets the opponents of one round
    meet again later without letting those of another meet again earlier.
    """
    count = len(winners.ids)
    half, quarter = count // 2, count // 4
    shift = (0, half, quarter, half + quarter)[(winners.number - 1) % 4]
    losers = winners.losers
    return [losers[place ^ shift] for place in range(count)]
