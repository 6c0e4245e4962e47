"""What a FIDE Tournament Report File says (``trf_reading``, ``trf_writing``).

The form of 2016 (C.04 Annex 2) is covered for tournaments of individuals: the header lines 012 to
132 and the player lines 001. So are, from the programs that pair by such files, XXR (rounds), XXC
(initial colour), XXP (pairs that must not meet) and XXZ (absent), and, from the form of 2026, 142
(rounds), 152 (initial colour), 162 (points), 240 (byes) and 260 (pairs that must not meet).

Whatever else a file has is kept, line by line, as ``unread``: among it teams (013, 310 and what
belongs to them), accelerated rounds (XXA, 250), points by decision (299), tie-breaks (202, 212)
and national ratings. Comments (###) and blank lines are dropped.

A cell has one of these codes. Against an opponent: 1 = 0 for a game, W D L for one of less than a
move, + - for a forfeit. Without: U the bye that the pairing gave, F a bye of a full point, H of
half a point, Z of none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from tournaments.engine.tallies import Bye, Points
from tournaments.engine.types import Number

WON: Final = frozenset("1W+")
DRAWN: Final = frozenset("=D")
LOST: Final = frozenset("0L-")
BYES: Final = frozenset("FHUZ")

# The lines of the header that are one text, and where it is kept.
HEADER: Final[Mapping[str, str]] = {
    "012": "name",
    "022": "city",
    "032": "federation",
    "042": "start",
    "052": "end",
    "092": "kind",
    "102": "chief_arbiter",
    "122": "time_control",
}

# Where things stand in a player line, as slices of it.
NUMBER: Final = slice(4, 8)
SEX: Final = slice(9, 10)
TITLE: Final = slice(10, 13)
NAME: Final = slice(14, 47)
RATING: Final = slice(48, 52)
FEDERATION: Final = slice(53, 56)
FIDE_NUMBER: Final = slice(57, 68)
BIRTH: Final = slice(69, 79)
POINTS: Final = slice(80, 84)
RANK: Final = slice(85, 89)
FIRST_ROUND: Final = 91
ROUND_WIDTH: Final = 10

# Where the points for a result stand in line 162: a letter each, and four columns behind it.
FIRST_RULE: Final = 5
RULE_WIDTH: Final = 9

CHESS: Final = Points(win=1, draw=Fraction(1, 2), loss=0, bye=Bye.WIN)


@dataclass(frozen=True, slots=True)
class Cell:
    """One round of a player. ``colour`` is "w", "b" or "-"."""

    opponent: int | None
    colour: str
    code: str


ABSENT: Final = Cell(None, "-", "Z")


@dataclass(frozen=True, slots=True)
class Player:
    """A player line. ``number`` is the starting rank; ``points`` and ``rank`` are the file's."""

    number: int
    name: str
    cells: tuple[Cell, ...] = ()
    points: Number | None = None
    rank: int | None = None
    rating: int | None = None
    title: str = ""
    sex: str = ""
    federation: str = ""
    fide_number: str = ""
    birth: str = ""


@dataclass(frozen=True, slots=True)
class Byes:
    """A line 240: these players have a bye of this worth (F, H or Z) in this round."""

    code: str
    round: int
    players: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Players of whom no two may meet: in these rounds, or ever (an XXP line)."""

    players: tuple[int, ...]
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A file. Dates and other texts are kept as they stand there."""

    name: str
    players: tuple[Player, ...]
    rounds: int | None = None  # how many are planned
    city: str = ""
    federation: str = ""
    start: str = ""
    end: str = ""
    kind: str = ""
    chief_arbiter: str = ""
    deputies: tuple[str, ...] = ()
    time_control: str = ""
    round_dates: tuple[str, ...] = ()
    initial_colour: str = ""  # "w" or "b" where the file says so
    points: Points = CHESS
    byes: tuple[Byes, ...] = ()
    kept_apart: tuple[KeptApart, ...] = ()
    absent: tuple[int, ...] = ()  # from the next round
    unread: tuple[str, ...] = ()
