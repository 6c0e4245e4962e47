"""The formats by name: JSON in, a checked stage out, and from that the matches.

A stage is an object {"format": name, option: value, …}; what an option means stands with its
field in ``RoundRobinSpec`` and ``SingleEliminationSpec``. An option left out has its default.
"""

import re
from collections.abc import Callable

from tournaments.engine.crossing import BYE_LABEL, Qualifiers, check_label
from tournaments.engine.options import Options, naming, whole
from tournaments.engine.results import LONGEST_SERIES, check_best_of
from tournaments.engine.round_robin import MOST_LEGS
from tournaments.engine.single_elimination import MOST_ENTRANTS
from tournaments.engine.stages import (
    DEFAULT_TIEBREAKS,
    RoundRobinSpec,
    SingleEliminationSpec,
    StageSpec,
)
from tournaments.engine.tallies import Points
from tournaments.engine.tiebreaks import check_criteria
from tournaments.engine.types import Invalid, Structure

MOST_GROUPS = 256
MOST_POINTS = 1000


def parse_spec(given: object) -> StageSpec:
    """Read a stage. ``Invalid`` names the faulty option as ``params["key"]``."""
    options = Options(given)
    name = options.text("format")
    if name not in FORMATS:
        raise Invalid(
            "There is no format {name!r}.", code="unknown_format", key="format", name=name
        )
    spec = FORMATS[name](options)
    options.check_all_taken()
    return spec


def parse_stages(given: object) -> list[StageSpec]:
    """Read all stages. ``Invalid`` also carries ``params["stage"]``, from 1."""
    if not isinstance(given, list | tuple):
        raise Invalid("Stages must be a list.", code="not_a_list", key="stages")
    specs: list[StageSpec] = []
    for number, stage in enumerate(given, start=1):
        try:
            specs.append(parse_spec(stage))
        except Invalid as error:
            error.params["stage"] = number
            raise
    return specs


def build(spec: StageSpec, entrants: int, *, after: Qualifiers | None = None) -> Structure:
    """The matches of the stage; ``after`` is what the previous stage lets through."""
    return spec.structure(entrants, after=after)


def _round_robin(options: Options) -> RoundRobinSpec:
    draws = options.flag("draws", default=True)
    return RoundRobinSpec(
        name=options.text("name"),
        groups=options.whole("groups", default=1, least=1, most=MOST_GROUPS),
        legs=options.whole("legs", default=1, least=1, most=MOST_LEGS),
        best_of=_best_of("best_of", options, draws=draws) or 1,
        points=_points(options),
        draws=draws,
        tiebreaks=_tiebreaks(options),
        advance=options.whole("advance", default=0, least=0, most=MOST_GROUPS),
        best_next=options.whole("best_next", default=0, least=0, most=MOST_GROUPS),
        fixed_groups=_fixed_groups(options),
    )


def _single_elimination(options: Options) -> SingleEliminationSpec:
    return SingleEliminationSpec(
        name=options.text("name"),
        best_of=_best_of("best_of", options, draws=False) or 1,
        best_of_final=_best_of("best_of_final", options, draws=False),
        best_of_rounds=_best_of_rounds(options),
        third_place=options.flag("third_place", default=False),
        first_round=_first_round(options),
    )


FORMATS: dict[str, Callable[[Options], StageSpec]] = {
    "round_robin": _round_robin,
    "single_elimination": _single_elimination,
}


def _best_of(key: str, options: Options, *, draws: bool) -> int | None:
    best_of = options.whole_or_none(key, least=1, most=LONGEST_SERIES)
    if best_of is not None:
        with naming(key):
            check_best_of(best_of, draws=draws)
    return best_of


def _best_of_rounds(options: Options) -> dict[int, int]:
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
        best_of = whole(given, key=key, least=1, most=LONGEST_SERIES)
        with naming(key):
            check_best_of(best_of, draws=False)
        rounds[int(number)] = best_of
    return rounds


def _points(options: Options) -> Points:
    given = Options(options.nested("points"), key="points")
    most = MOST_POINTS
    win = given.whole("win", default=3, least=0, most=most)
    draw = given.whole("draw", default=1, least=0, most=most)
    loss = given.whole("loss", default=0, least=0, most=most)
    given.check_all_taken()
    with naming("points"):
        return Points(win, draw, loss)


def _tiebreaks(options: Options) -> tuple[str, ...]:
    key = "tiebreaks"
    given = options.listed(key)
    if given is None:
        return DEFAULT_TIEBREAKS
    names = tuple(str(name) for name in given)
    with naming(key):
        check_criteria(names)
    return names


def _fixed_groups(options: Options) -> tuple[tuple[int, ...], ...] | None:
    key = "fixed_groups"
    given = options.listed(key)
    if given is None:
        return None
    groups = []
    for group in given:
        if not isinstance(group, list | tuple):
            raise Invalid("{key} must be a list of lists.", code="not_a_list", key=key)
        groups.append(tuple(whole(seed, key=key, least=1, most=MOST_ENTRANTS) for seed in group))
    return tuple(groups)


def _first_round(options: Options) -> tuple[tuple[str, str], ...] | None:
    given = options.listed("first_round")
    return None if given is None else tuple(_labels(pair) for pair in given)


def _labels(pair: object) -> tuple[str, str]:
    key = "first_round"
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise Invalid("{key} must be a list of pairs.", code="not_a_pair", key=key)
    one, other = (BYE_LABEL if label is None else str(label) for label in pair)
    for label in (one, other):
        with naming(key):
            check_label(label)
    return one, other
