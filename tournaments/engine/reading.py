"""The options that several formats share, read out of JSON."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from tournaments.engine.crossing import BYE_LABEL, check_label
from tournaments.engine.entering import Inlet
from tournaments.engine.options import Options, naming, whole
from tournaments.engine.results import LONGEST_SERIES, check_best_of
from tournaments.engine.tallies import Bye, Points
from tournaments.engine.tiebreaks import check_criteria
from tournaments.engine.types import Invalid, Number

MOST_ENTRANTS = 4096
MOST_GROUPS = 256
MOST_STAGES = 32
MOST_POINTS = 1000

Choice = TypeVar("Choice", bound=StrEnum)


def advance(options: Options) -> int:
    return options.whole("advance", default=0, least=0, most=MOST_ENTRANTS)


def groups(options: Options) -> int:
    return options.whole("groups", default=1, least=1, most=MOST_GROUPS)


def entry(options: Options) -> tuple[Inlet, ...] | None:
    given = options.listed("entry")
    return None if given is None else tuple(_inlet(inlet) for inlet in given)


def choice(key: str, options: Options, *, default: Choice) -> Choice:
    """One of the words of the enum that ``default`` belongs to."""
    given = options.value(key)
    words = [word.value for word in type(default)]
    if given is None:
        return default
    if given not in words:
        raise Invalid(
            "{key} must be one of these: {words}.",
            code="no_such_choice",
            key=key,
            words=", ".join(words),
        )
    return type(default)(given)


def best_of(key: str, options: Options, *, draws: bool) -> int | None:
    length = options.whole_or_none(key, least=1, most=LONGEST_SERIES)
    if length is not None:
        with naming(key):
            check_best_of(length, draws=draws)
    return length


def best_of_rounds(options: Options) -> dict[int, int]:
    key = "best_of_rounds"
    rounds: dict[int, int] = {}
    for number, given in options.nested(key).items():
        if not re.fullmatch(r"[1-9][0-9]?", number):
            raise Invalid(
                "{key}: {number!r} is not the number of a round.",
                code="no_such_round",
                key=key,
                number=number,
            )
        length = whole(given, key=key, least=1, most=LONGEST_SERIES)
        with naming(key):
            check_best_of(length, draws=False)
        rounds[int(number)] = length
    return rounds


def points(options: Options, *, default: Points) -> Points:
    given = Options(options.nested("points"), key="points")
    win = _half_points("win", given, default.win)
    draw = _half_points("draw", given, default.draw)
    loss = _half_points("loss", given, default.loss)
    bye = choice("bye", given, default=default.bye)
    given.check_all_taken()
    with naming("points"):
        return Points(win, draw, loss, Bye(bye))


def tiebreaks(
    options: Options,
    *,
    default: tuple[str, ...],
    check: Callable[[Sequence[str]], None] = check_criteria,
) -> tuple[str, ...]:
    key = "tiebreaks"
    given = options.listed(key)
    if given is None:
        return default
    names = tuple(str(name) for name in given)
    with naming(key):
        check(names)
    return names


def fixed_groups(options: Options) -> tuple[tuple[int, ...], ...] | None:
    key = "fixed_groups"
    given = options.listed(key)
    if given is None:
        return None
    listed = []
    for group in given:
        if not isinstance(group, list | tuple):
            raise Invalid("{key} must be a list of lists.", code="not_a_list", key=key)
        listed.append(tuple(whole(seed, key=key, least=1, most=MOST_ENTRANTS) for seed in group))
    return tuple(listed)


def first_round(options: Options) -> tuple[tuple[str, str], ...] | None:
    given = options.listed("first_round")
    return None if given is None else tuple(_labels(pair) for pair in given)


def contradictory(key: str, other: str) -> Invalid:
    return Invalid(
        "{key} and {other} contradict each other.", code="contradictory", key=key, other=other
    )


def _half_points(key: str, options: Options, default: Number) -> Number:
    given = options.value(key)
    if given is None:
        return default
    if isinstance(given, float) and (2 * given).is_integer() and 0 <= given <= MOST_POINTS:
        half = Fraction(given)
        return half if half.denominator > 1 else int(half)
    return whole(given, key=key, least=0, most=MOST_POINTS)


def _inlet(given: object) -> Inlet:
    with naming("entry"):
        options = Options(given, key="entry")
        stage = options.whole("stage", default=-1, least=0, most=MOST_STAGES)
        first = options.whole("first", default=1, least=1, most=MOST_ENTRANTS)
        last = options.whole_or_none("last", least=1, most=MOST_ENTRANTS)
        best = options.whole_or_none("best", least=1, most=MOST_GROUPS)
        options.check_all_taken()
        if best is not None and (stage == 0 or last != first):
            raise contradictory("best", "stage" if stage == 0 else "last")
    return Inlet(stage, first, last, best)


def _labels(pair: object) -> tuple[str, str]:
    key = "first_round"
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise Invalid("{key} must be a list of pairs.", code="not_a_pair", key=key)
    one, other = (BYE_LABEL if label is None else str(label) for label in pair)
    for label in (one, other):
        with naming(key):
            check_label(label)
    return one, other
