"""The formats by name: JSON in, a checked stage out, and from that the matches.

A stage is an object {"format": name, option: value, …}; what an option means stands with its
field in the class of the format, in ``specs``. An option left out has its default.
"""

import random
from collections.abc import Callable

from tournaments.engine import reading
from tournaments.engine.double_elimination import Finals
from tournaments.engine.entering import Entering
from tournaments.engine.free_for_all import LARGEST_LOBBY, MOST_GAMES
from tournaments.engine.grouping import Distribution
from tournaments.engine.ladder import MOST_MOVE, MOST_PLACES, MOST_RATING, Mode
from tournaments.engine.lobby_tables import DEFAULT_TIEBREAKS as LOBBY_TIEBREAKS
from tournaments.engine.lobby_tables import check_criteria as check_lobby_criteria
from tournaments.engine.options import Options, naming, whole
from tournaments.engine.reading import MOST_ENTRANTS, MOST_GROUPS, MOST_POINTS, contradictory
from tournaments.engine.round_robin import MOST_LEGS
from tournaments.engine.specs import (
    DEFAULT_TIEBREAKS,
    DoubleEliminationSpec,
    FreeForAllSpec,
    LadderSpec,
    RoundRobinSpec,
    SingleEliminationSpec,
    StageSpec,
    SwissSpec,
)
from tournaments.engine.specs.swiss import MAJOR_TIEBREAKS, SWISS_POINTS, SWISS_TIEBREAKS
from tournaments.engine.swiss import FirstRound, Pairing
from tournaments.engine.tallies import Points
from tournaments.engine.types import Invalid, Structure

MOST_ROUNDS = 64


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


def build(
    spec: StageSpec,
    entrants: int,
    *,
    entering: Entering | None = None,
    rng: random.Random | None = None,
) -> Structure:
    """The matches of the stage; ``entering`` is where its seeds come from, ``rng`` draws lots."""
    return spec.structure(entrants, entering=entering, rng=rng)


def _round_robin(options: Options) -> RoundRobinSpec:
    draws = options.flag("draws", default=True)
    spec = RoundRobinSpec(
        name=options.text("name"),
        advance=reading.advance(options),
        entry=reading.entry(options),
        groups=reading.groups(options),
        legs=options.whole("legs", default=1, least=1, most=MOST_LEGS),
        best_of=reading.best_of("best_of", options, draws=draws) or 1,
        points=reading.points(options, default=Points()),
        draws=draws,
        tiebreaks=reading.tiebreaks(options, default=DEFAULT_TIEBREAKS),
        best_next=options.whole("best_next", default=0, least=0, most=MOST_GROUPS),
        distribution=reading.choice("distribution", options, default=Distribution.SNAKE),
        fixed_groups=reading.fixed_groups(options),
    )
    if spec.fixed_groups is not None and spec.distribution is not Distribution.SNAKE:
        raise contradictory("distribution", "fixed_groups")
    return spec


def _single_elimination(options: Options) -> SingleEliminationSpec:
    spec = SingleEliminationSpec(
        name=options.text("name"),
        advance=reading.advance(options),
        entry=reading.entry(options),
        best_of=reading.best_of("best_of", options, draws=False) or 1,
        best_of_final=reading.best_of("best_of_final", options, draws=False),
        best_of_rounds=reading.best_of_rounds(options),
        groups=reading.groups(options),
        third_place=options.flag("third_place", default=False),
        first_round=reading.first_round(options),
    )
    if spec.first_round is not None and spec.groups > 1:
        raise contradictory("first_round", "groups")
    return spec


def _double_elimination(options: Options) -> DoubleEliminationSpec:
    spec = DoubleEliminationSpec(
        name=options.text("name"),
        advance=reading.advance(options),
        entry=reading.entry(options),
        best_of=reading.best_of("best_of", options, draws=False) or 1,
        best_of_final=reading.best_of("best_of_final", options, draws=False),
        best_of_rounds=reading.best_of_rounds(options),
        groups=reading.groups(options),
        finals=reading.choice("finals", options, default=Finals.RESET),
        best_of_losers=reading.best_of("best_of_losers", options, draws=False),
        in_losers=options.whole("in_losers", default=0, least=0, most=MOST_ENTRANTS),
    )
    if spec.finals is Finals.NONE and spec.best_of_final is not None:
        raise contradictory("best_of_final", "finals")
    return spec


def _swiss(options: Options) -> SwissSpec:
    draws = options.flag("draws", default=False)
    rounds, wins, losses = (
        options.whole_or_none(key, least=1, most=MOST_ROUNDS)
        for key in ("rounds", "wins", "losses")
    )
    spec = SwissSpec(
        name=options.text("name"),
        advance=reading.advance(options),
        entry=reading.entry(options),
        rounds=rounds,
        wins=wins,
        losses=losses,
        best_of=reading.best_of("best_of", options, draws=draws) or 1,
        best_of_decider=reading.best_of("best_of_decider", options, draws=draws),
        first_round=reading.choice("first_round", options, default=FirstRound.FOLD),
        pairing=reading.choice("pairing", options, default=Pairing.MATCHING),
        points=reading.points(options, default=SWISS_POINTS),
        draws=draws,
        tiebreaks=reading.tiebreaks(
            options, default=SWISS_TIEBREAKS if wins is None else MAJOR_TIEBREAKS
        ),
    )
    spec.check_length()
    return spec


def _free_for_all(options: Options) -> FreeForAllSpec:
    default = FreeForAllSpec()
    given = options.listed("placement_points")
    key = "placement_points"
    spec = FreeForAllSpec(
        name=options.text("name"),
        advance=reading.advance(options),
        entry=reading.entry(options),
        lobby_size=options.whole(
            "lobby_size", default=default.lobby_size, least=2, most=LARGEST_LOBBY
        ),
        games=options.whole("games", default=1, least=1, most=MOST_GAMES),
        placement_points=default.placement_points
        if given is None
        else tuple(whole(each, key=key, least=0, most=MOST_POINTS) for each in given),
        kill_points=options.whole(
            "kill_points", default=default.kill_points, least=0, most=MOST_POINTS
        ),
        kill_cap=options.whole_or_none("kill_cap", least=0, most=MOST_POINTS),
        drop_worst=options.whole("drop_worst", default=0, least=0, most=MOST_GAMES),
        tiebreaks=reading.tiebreaks(options, default=LOBBY_TIEBREAKS, check=check_lobby_criteria),
    )
    with naming(key):
        _ = spec.scoring
    spec.check_dropped()
    return spec


def _ladder(options: Options) -> LadderSpec:
    default = LadderSpec()
    return LadderSpec(
        name=options.text("name"),
        advance=reading.advance(options),
        entry=reading.entry(options),
        challenge_range=options.whole(
            "challenge_range", default=default.challenge_range, least=1, most=MOST_PLACES
        ),
        mode=reading.choice("mode", options, default=Mode.SWAP),
        k=options.whole("k", default=default.k, least=1, most=MOST_MOVE),
        start_rating=options.whole(
            "start_rating", default=default.start_rating, least=0, most=MOST_RATING
        ),
        best_of=reading.best_of("best_of", options, draws=False) or 1,
    )


FORMATS: dict[str, Callable[[Options], StageSpec]] = {
    "round_robin": _round_robin,
    "single_elimination": _single_elimination,
    "double_elimination": _double_elimination,
    "swiss": _swiss,
    "free_for_all": _free_for_all,
    "ladder": _ladder,
}
