"""Writing a FIDE Tournament Report File."""

from collections.abc import Iterator, Sequence
from typing import Final

from tournaments.engine.tallies import Bye
from tournaments.engine.trf import CHESS, FIRST_ROUND, FIRST_RULE, HEADER, Player, Report
from tournaments.engine.types import Invalid, Number

_ROUND_GAP: Final = "  "


def written(report: Report) -> str:
    """The file that reads back as ``report``. ``Invalid`` names what does not fit its columns.

    The rounds and the initial colour stand there in both forms, that of 2026 and that of the
    programs before it.
    """
    lines = [*_header(report), *map(_player, report.players), *_pairing(report), *report.unread]
    for line in lines:
        if "\r" in line or "\n" in line:
            raise Invalid("{line!r} has more than one line.", code="trf_two_lines", line=line)
    return "".join(f"{line.rstrip()}\r\n" for line in lines)


def _header(report: Report) -> Iterator[str]:
    rated = sum(player.rating is not None for player in report.players)
    counts = {"062": len(report.players), "072": rated, "082": 0}
    texts = {code: str(getattr(report, name)) for code, name in HEADER.items()}
    for code, value in sorted((texts | {code: str(n) for code, n in counts.items()}).items()):
        if code == "122":
            yield from (f"112 {deputy}" for deputy in report.deputies)
        if value:
            yield f"{code} {_fitting(value, len(value), f'line {code}')}"
    if report.round_dates:
        dates = _ROUND_GAP.join(_left(date, 8, "date") for date in report.round_dates)
        yield "132".ljust(FIRST_ROUND) + dates
    if report.rounds is not None:
        yield f"142 {report.rounds}"
    if report.initial_colour:
        yield f"152 {report.initial_colour.upper()}"
    if report.points != CHESS:
        yield _rules(report)


def _rules(report: Report) -> str:
    points = report.points
    bye = {Bye.WIN: points.win, Bye.DRAW: points.draw, Bye.LOSS: points.loss}[points.bye]
    # A forfeit (A) is a loss like any other to us, and it would be worth nothing by default.
    worth = {"W": points.win, "D": points.draw, "L": points.loss, "A": points.loss, "P": bye}
    rules = [f"{letter}{_right(_points(value), 4, 'points')}" for letter, value in worth.items()]
    return "162".ljust(FIRST_RULE) + "    ".join(rules)


def _player(player: Player) -> str:
    points = "" if player.points is None else _points(player.points)
    static = " ".join(
        [
            "001",
            _right(player.number, 4, "starting rank"),
            _left(player.sex, 1, "sex") + _right(player.title, 3, "title"),
            _left(player.name, 33, "name"),
            _right(player.rating, 4, "rating"),
            _left(player.federation, 3, "federation"),
            _right(player.fide_number, 11, "FIDE number"),
            _left(player.birth, 10, "date of birth"),
            _right(points, 4, "points"),
            _right(player.rank, 4, "rank"),
        ]
    )
    cells = (
        f"{'0000' if cell.opponent is None else _right(cell.opponent, 4, 'opponent')}"
        f" {cell.colour} {cell.code}"
        for cell in player.cells
    )
    return _ROUND_GAP.join([static, *cells])


def _pairing(report: Report) -> Iterator[str]:
    if report.rounds is not None:
        yield f"XXR {report.rounds}"
    if report.initial_colour:
        yield f"XXC {'white1' if report.initial_colour == 'w' else 'black1'}"
    if report.absent:
        yield f"XXZ {' '.join(map(str, report.absent))}"
    for byes in report.byes:
        yield f"240 {byes.code} {byes.round:03} {_listed(byes.players)}"
    for apart in report.kept_apart:
        if apart.first is None or apart.last is None:
            yield f"XXP {' '.join(map(str, apart.players))}"
        else:
            yield f"260 {apart.first:03} {apart.last:03} {_listed(apart.players)}"


def _listed(players: Sequence[int]) -> str:
    return " ".join(_right(player, 4, "starting rank") for player in players)


def _points(points: Number) -> str:
    if points * 10 != int(points * 10):
        raise _does_not_fit(points, "points")
    return f"{float(points):.1f}"


def _left(value: object, width: int, what: str) -> str:
    return _fitting(value, width, what).ljust(width)


def _right(value: object, width: int, what: str) -> str:
    return _fitting(value, width, what).rjust(width)


def _fitting(value: object, width: int, what: str) -> str:
    text = "" if value is None else str(value)
    if len(text) > width or text != text.strip():
        raise _does_not_fit(value, what)
    return text


def _does_not_fit(value: object, what: str) -> Invalid:
    return Invalid(
        "{value} does not fit into the column for the {what}.",
        code="trf_does_not_fit",
        value=str(value),
        what=what,
    )
