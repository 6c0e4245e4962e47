"""Reading a FIDE Tournament Report File."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from tournaments.engine.tallies import Bye, Points
from tournaments.engine.trf import (
    CHESS,
    FIRST_ROUND,
    FIRST_RULE,
    HEADER,
    ROUND_WIDTH,
    RULE_WIDTH,
    Byes,
    KeptApart,
    Player,
    Report,
)
from tournaments.engine.trf_columns import decimal, player_in, whole
from tournaments.engine.types import Invalid, Number

Answer = Literal[True] | None  # True: the line was read

_COUNTS: Final = ("062", "072", "082")


def read(text: str) -> Report:
    """The report that a file contains. ``Invalid`` says in which line it cannot be."""
    reading = _Reading()
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        if line.strip() and not line.startswith("###"):
            _Line(number, line.rstrip()).read_into(reading)
    if not reading.players:
        raise Invalid("There is no player line (001) in the file.", code="trf_no_players")
    return reading.report()


@dataclass(slots=True)
class _Reading:
    """What the lines so far have said."""

    texts: dict[str, str] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)
    players: dict[int, Player] = field(default_factory=dict)
    deputies: list[str] = field(default_factory=list)
    round_dates: tuple[str, ...] = ()
    rounds: int | None = None
    initial_colour: str = ""
    points: Points | None = None
    byes: list[Byes] = field(default_factory=list)
    kept_apart: list[KeptApart] = field(default_factory=list)
    absent: list[int] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def report(self) -> Report:
        return Report(
            name=self.texts.pop("name", ""),
            players=tuple(self.players.values()),
            rounds=self.rounds,
            deputies=tuple(self.deputies),
            round_dates=self.round_dates,
            initial_colour=self.initial_colour,
            points=self.points or CHESS,
            byes=tuple(self.byes),
            kept_apart=tuple(self.kept_apart),
            absent=tuple(self.absent),
            unread=(*self._wrong_counts(), *self.unread),
            **self.texts,
        )

    def _wrong_counts(self) -> list[str]:
        """The counts of the header that are not those of the player lines."""
        rated = sum(player.rating is not None for player in self.players.values())
        true = dict(zip(_COUNTS, (len(self.players), rated, 0), strict=True))
        return [line for code, line in self.counts.items() if whole(line[3:]) != true[code]]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def code(self) -> str:
        return self.text[:3]

    @property
    def rest(self) -> str:
        return self.text[4:].strip()

    def read_into(self, reading: _Reading) -> None:
        read = _READERS.get(self.code)
        if (self.text[3:4] or " ") != " " or read is None or not read(self, reading):
            reading.unread.append(self.text)

    def header(self, reading: _Reading) -> Answer:
        if HEADER[self.code] in reading.texts:
            return None
        reading.texts[HEADER[self.code]] = self.rest
        return True

    def count(self, reading: _Reading) -> Answer:
        return True if reading.counts.setdefault(self.code, self.text) == self.text else None

    def deputy(self, reading: _Reading) -> Answer:
        reading.deputies += [self.rest] if self.rest else []
        return True

    def dates(self, reading: _Reading) -> Answer:
        if reading.round_dates or self.text[3:FIRST_ROUND].strip():
            return None
        starts = range(FIRST_ROUND, len(self.text), ROUND_WIDTH)
        reading.round_dates = tuple(self.text[at : at + 8].strip() for at in starts)
        return True

    def rounds(self, reading: _Reading) -> Answer:
        rounds = whole(self.rest)
        if rounds is None or reading.rounds not in (None, rounds):
            raise self._fault("the number of rounds cannot be {value!r}.", value=self.rest)
        reading.rounds = rounds
        return True

    def colour(self, reading: _Reading) -> Answer:
        colour = {"w": "w", "b": "b", "white1": "w", "black1": "b"}.get(self.rest.lower())
        if colour is None or reading.initial_colour not in ("", colour):
            return None
        reading.initial_colour = colour
        return True

    def rules(self, reading: _Reading) -> Answer:
        """Line 162, where it says what our points can say; else it stays unread."""
        if reading.points is not None:
            return None
        worth: dict[str, Number] = {"W": CHESS.win, "D": CHESS.draw, "L": CHESS.loss}
        for at in range(FIRST_RULE, len(self.text), RULE_WIDTH):
            letter = self.text[at].upper()
            points = decimal(self.text[at + 1 : at + 5])
            if letter not in "WDLAPX" or points is None:
                raise self._fault("{value!r} are no points.", value=self.text[at : at + 5])
            worth[letter] = points
        by_worth = {worth["L"]: Bye.LOSS, worth["D"]: Bye.DRAW, worth["W"]: Bye.WIN}
        bye = by_worth.get(worth.get("P", worth["W"]))
        if bye is None or worth.get("A", 0) != worth["L"]:
            return None
        reading.points = Points(worth["W"], worth["D"], worth["L"], bye)
        return True

    def bye(self, reading: _Reading) -> Answer:
        code, round_number = self.text[4:5].upper(), whole(self.text[6:9])
        players = self._numbers(self.text[10:])
        if code not in ("F", "H", "Z") or not round_number or not players:
            return None
        reading.byes.append(Byes(code, round_number, players))
        return True

    def apart(self, reading: _Reading) -> Answer:
        first, last = whole(self.text[4:7]), whole(self.text[8:11])
        players = self._numbers(self.text[12:])
        if not first or not last or len(players) < 2:
            return None
        reading.kept_apart.append(KeptApart(players, first, last))
        return True

    def always_apart(self, reading: _Reading) -> Answer:
        players = self._numbers(self.rest)
        if len(players) < 2:
            return None
        reading.kept_apart.append(KeptApart(players))
        return True

    def absent(self, reading: _Reading) -> Answer:
        reading.absent += self._numbers(self.rest)
        return True

    def player(self, reading: _Reading) -> Answer:
        player = player_in(self.text, line=self.number)
        if player.number in reading.players:
            raise self._fault("player {player} is in the file twice.", player=player.number)
        reading.players[player.number] = player
        return True

    def _numbers(self, text: str) -> tuple[int, ...]:
        numbers = [whole(word) for word in text.split()]
        if None in numbers:
            raise self._fault("{value!r} are no starting ranks.", value=text.strip())
        return tuple(number for number in numbers if number)

    def _fault(self, what: str, **params: object) -> Invalid:
        return Invalid("Line {line}: " + what, code="trf_line", line=self.number, **params)


_READERS: Final[Mapping[str, Callable[[_Line, _Reading], Answer]]] = {
    "001": _Line.player,
    **dict.fromkeys(HEADER, _Line.header),
    **dict.fromkeys(_COUNTS, _Line.count),
    "112": _Line.deputy,
    "132": _Line.dates,
    "142": _Line.rounds,
    "XXR": _Line.rounds,
    "152": _Line.colour,
    "XXC": _Line.colour,
    "162": _Line.rules,
    "240": _Line.bye,
    "260": _Line.apart,
    "XXP": _Line.always_apart,
    "XXZ": _Line.absent,
}
