"""What stands in the columns of a FIDE Tournament Report File."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from tournaments.engine.trf import (
    ABSENT,
    BIRTH,
    BYES,
    DRAWN,
    FEDERATION,
    FIDE_NUMBER,
    FIRST_ROUND,
    LOST,
    NAME,
    NUMBER,
    POINTS,
    RANK,
    RATING,
    ROUND_WIDTH,
    SEX,
    TITLE,
    WON,
    Cell,
    Player,
)
from tournaments.engine.types import Invalid, Number

_DECIMAL: Final = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")
_NOBODY: Final = frozenset({"", "0", "0000"})
# The form before 2016 knows no letters for byes, and a blank is an absence.
_OLD_BYES: Final = {" ": ABSENT.code, "-": ABSENT.code, "+": "F"}


def whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() else None


def decimal(text: str) -> Number | None:
    text = text.strip()
    return Fraction(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None


def player_in(text: str, *, line: int) -> Player:
    """The player of a line 001."""
    return _PlayerLine(text, line).player()


@dataclass(frozen=True, slots=True)
class _PlayerLine:
    text: str
    line: int

    def player(self) -> Player:
        number = whole(self.text[NUMBER])
        if not number:
            raise self._fault("{value!r} is no starting rank.", self.text[NUMBER])
        return Player(
            number=number,
            name=self.text[NAME].strip(),
            cells=tuple(self._cells(number)),
            points=self._points(),
            rank=self._whole(RANK, "{value!r} is no rank."),
            rating=self._whole(RATING, "{value!r} is no rating.") or None,
            title=self.text[TITLE].strip(),
            sex=self.text[SEX].strip(),
            federation=self.text[FEDERATION].strip(),
            fide_number=self.text[FIDE_NUMBER].strip(),
            birth=self.text[BIRTH].strip(),
        )

    def _whole(self, where: slice, fault: str) -> int | None:
        text = self.text[where].strip()
        number = whole(text)
        if text and number is None:
            raise self._fault(fault, text)
        return number

    def _points(self) -> Number | None:
        text = self.text[POINTS].strip()
        points = decimal(text)
        if text and points is None:
            raise self._fault("{value!r} are no points.", text)
        return points

    def _cells(self, player: int) -> list[Cell]:
        starts = range(FIRST_ROUND, len(self.text), ROUND_WIDTH)
        return [
            self._cell(self.text[at : at + ROUND_WIDTH], player, number)
            for number, at in enumerate(starts, start=1)
        ]

    def _cell(self, text: str, player: int, number: int) -> Cell:
        columns = text.ljust(ROUND_WIDTH)
        opponent, colour, code = columns[:4].strip(), columns[5].lower(), columns[7].upper()
        nobody = opponent in _NOBODY
        met = None if nobody else whole(opponent)
        if (
            code not in (BYES | _OLD_BYES.keys() if nobody else WON | DRAWN | LOST)
            or colour not in "wb- "
            or (columns[4] + columns[6] + columns[8:]).strip()
            or (met is None and not nobody)
        ):
            raise self._fault(
                "{value!r} is no result of player {player} in round {round}.",
                text.strip(),
                player=player,
                round=number,
            )
        if nobody:
            code = _OLD_BYES.get(code, code)
        return Cell(met, colour.strip() or "-", code)

    def _fault(self, what: str, value: str, **params: object) -> Invalid:
        message = "Line {line}: " + what
        return Invalid(message, code="trf_line", line=self.line, value=value, **params)
