"""The rounds of a FIDE Tournament Report File as results that a table and a pairing understand."""

from collections import defaultdict
from dataclasses import dataclass

from tournaments.engine.history import History
from tournaments.engine.results import Result
from tournaments.engine.tallies import Bye, Points
from tournaments.engine.trf import ABSENT, DRAWN, LOST, WON, Cell, Player, Report
from tournaments.engine.types import EntrantId, Invalid, Kind, Number


def history(report: Report) -> History:
    """The rounds that were paired, by players in the order of their starting ranks.

    A bye by the pairing and one of a full point are byes here; whoever has one of half a point,
    or of none, is not in that round, and ``adjustments`` has the points. What the file says of
    the round after makes players absent from it.
    """
    file = _File(report)
    return History(
        ids=tuple(file.entrants),
        seeds={entrant: entrant for entrant in file.entrants.values()},
        rounds=tuple(file.round(number) for number in range(1, file.paired + 1)),
        absent=frozenset(file.absent()),
    )


def adjustments(report: Report, points: Points) -> dict[EntrantId, Number]:
    """What the byes are worth that the rounds of ``history`` do not say or say differently."""
    pairing = {Bye.WIN: points.win, Bye.DRAW: points.draw, Bye.LOSS: points.loss}[points.bye]
    worth = {"H": points.draw, "F": points.win - pairing}
    file = _File(report)
    gained: dict[EntrantId, Number] = defaultdict(int)
    for number in range(1, file.paired + 1):
        for player in report.players:
            code = file.cell(player, number).code
            if worth.get(code):
                gained[file.entrants[player.number]] += worth[code]
    return dict(gained)


@dataclass(frozen=True, slots=True)
class _Faced:
    """Two players in a round, and what the file says of each."""

    round: int
    player: int
    own: Cell
    opponent: int
    other: Cell

    def result(self, entrants: dict[int, EntrantId]) -> Result:
        if self.other.opponent != self.player or self.player == self.opponent:
            raise self.fault("{one} met {other}, who did not meet {one}")
        one, other = entrants[self.player], entrants[self.opponent]
        return (
            self._result(one, other, self.own, self.other)
            if self._is_home()
            else self._result(other, one, self.other, self.own)
        )

    def _is_home(self) -> bool:
        """White is at home; where a forfeit left no colours, the one asked."""
        colours = self.own.colour + self.other.colour
        if colours in ("ww", "bb"):
            raise self.fault("{one} and {other} have the same colour")
        return colours in ("wb", "w-", "-b", "--")

    def _result(self, home: EntrantId, away: EntrantId, own: Cell, other: Cell) -> Result:
        codes = {own.code, other.code}
        if codes <= DRAWN:
            return Result(home, away, 0, 0, None)
        if codes <= LOST:
            return Result(home, away, 0, 0, None, Kind.DOUBLE_FORFEIT)
        if codes <= WON or codes & DRAWN or ("+" in codes) != ("-" in codes):
            raise self.fault("the results of {one} and {other} do not go together")
        kind = Kind.FORFEIT if "+" in codes else Kind.PLAYED
        if own.code in WON:
            return Result(home, away, 1, 0, home, kind)
        return Result(home, away, 0, 1, away, kind)

    def fault(self, what: str) -> Invalid:
        return Invalid(
            "Round {round}: " + what + ".",
            code="trf_round",
            round=self.round,
            one=self.player,
            other=self.opponent,
        )


class _File:
    """A report, looked at by rounds."""

    def __init__(self, report: Report) -> None:
        self.report = report
        numbers = sorted(player.number for player in report.players)
        self.entrants = {number: entrant for entrant, number in enumerate(numbers, start=1)}
        self.byes = {(byes.round, one): byes.code for byes in report.byes for one in byes.players}
        for number in [*report.absent, *(player for _, player in self.byes)]:
            if number not in self.entrants:
                raise Invalid("There is no player {one}.", code="trf_no_player", one=number)

    @property
    def paired(self) -> int:
        """The last round in which anybody met somebody, or had a bye from the pairing."""
        return max(
            (
                number
                for player in self.report.players
                for number, cell in enumerate(player.cells, start=1)
                if cell.opponent is not None or cell.code == "U"
            ),
            default=0,
        )

    def absent(self) -> set[EntrantId]:
        """Whom the next round leaves out."""
        paired = self.paired
        byes = {
            player.number
            for player in self.report.players
            if len(player.cells) > paired or (paired + 1, player.number) in self.byes
        }
        return {self.entrants[number] for number in byes.union(self.report.absent)}

    def cell(self, player: Player, number: int) -> Cell:
        if number <= len(player.cells):
            return player.cells[number - 1]
        code = self.byes.get((number, player.number))
        return Cell(None, "-", code) if code else ABSENT

    def round(self, number: int) -> tuple[Result, ...]:
        cells = {player.number: self.cell(player, number) for player in self.report.players}
        results = []
        for player, cell in cells.items():
            if cell.opponent is None:
                if cell.code in ("U", "F"):
                    results.append(Result(self.entrants[player], None, 0, 0, None, Kind.BYE))
                continue
            faced = _Faced(number, player, cell, cell.opponent, cells.get(cell.opponent, ABSENT))
            result = faced.result(self.entrants)
            if player < cell.opponent:
                results.append(result)
        return tuple(results)
