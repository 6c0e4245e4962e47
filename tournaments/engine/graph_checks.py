"""Refusing stages that cannot be played one after the other."""

import random
from collections.abc import Sequence
from dataclasses import replace

from tournaments.engine.entering import FIELD, Inlet, Origin
from tournaments.engine.graph import before, entering, feeders, group_sizes, inlets, through
from tournaments.engine.shared_places import check_not_shared
from tournaments.engine.specs import StageSpec
from tournaments.engine.specs.base import check_size
from tournaments.engine.types import Invalid


def check_stages(specs: Sequence[StageSpec], entrants: int) -> list[int]:
    """How many enter each stage, or ``Invalid`` when the stages cannot be played.

    The error carries the number of the stage, from 1, as ``params["stage"]``.
    """
    if not specs:
        raise Invalid("A tournament needs at least one stage.", code="no_stages")
    counts = []
    for number in range(1, len(specs) + 1):
        try:
            check_size(entrants)
            _check_references(specs, number)
            _check_outlets(specs, number, entrants)
            counts.append(_check_playable(specs, number, entrants))
            _check_goes_on(specs, number)
        except Invalid as error:
            error.params.setdefault("stage", number)
            raise
    _check_all_enter_once(specs, entrants)
    return counts


def _check_references(specs: Sequence[StageSpec], number: int) -> None:
    if not inlets(specs, number):
        if specs[number - 1].entry is not None:
            raise Invalid("Nobody enters this stage.", code="nobody_enters")
        raise Invalid(
            "Nobody advances from this stage to the next.",
            code="nobody_advances",
            stage=number - 1,
        )
    for inlet in inlets(specs, number):
        if inlet.stage == FIELD:
            continue
        if not 0 < inlet.stage <= len(specs):
            raise Invalid(
                "There is no stage {source} to come from.",
                code="no_such_stage",
                source=inlet.stage,
            )
        if inlet.stage == number or number in before(specs, inlet.stage):
            raise Invalid(
                "Stage {source} waits for this stage, so this one cannot wait for it.",
                code="stage_loop",
                source=inlet.stage,
            )
        if inlet.stage >= number:
            raise Invalid(
                "Stage {source} is played after this one.", code="later_stage", source=inlet.stage
            )


def _check_outlets(specs: Sequence[StageSpec], number: int, entrants: int) -> None:
    sizes = group_sizes(specs, number, entrants)
    for inlet in inlets(specs, number):
        _check_range(inlet)
        groups = sizes[inlet.stage]
        try:
            _check_places(inlet, smallest=min(groups), largest=max(groups))
            if inlet.stage != FIELD:
                _check_best(specs[inlet.stage - 1], inlet, groups=len(groups))
                check_not_shared(specs[inlet.stage - 1], inlet, groups)
        except Invalid as error:
            # The fault lies where the number was written: with the stage that sends on.
            is_own = specs[number - 1].entry is not None
            error.params.setdefault("stage", number if is_own else inlet.stage)
            raise


def _check_range(inlet: Inlet) -> None:
    if inlet.first < 1 or (inlet.last is not None and inlet.last < inlet.first):
        raise Invalid(
            "Nobody has a place from {first} to {last}.",
            code="empty_outlet",
            first=inlet.first,
            last=inlet.last,
        )


def _check_places(inlet: Inlet, *, smallest: int, largest: int) -> None:
    if (inlet.last or 0) > smallest or inlet.first > largest:
        raise Invalid(
            "There is no place {place} to come from: there are {smallest}.",
            code="no_such_places",
            place=inlet.last or inlet.first,
            smallest=smallest,
        )


def _check_best(spec: StageSpec, inlet: Inlet, *, groups: int) -> None:
    if inlet.best is None:
        return
    if inlet.first != inlet.last:
        raise Invalid("The best are chosen among those at one place.", code="best_of_places")
    if not spec.is_table:
        raise Invalid(
            "Only tables tell who is the best at a place; a bracket does not.",
            code="best_without_table",
        )
    if not 0 < inlet.best < groups:
        raise Invalid(
            "The best of the next place can be fewer than the {groups} groups only.",
            code="best_next_out_of_range",
            groups=groups,
        )


def _check_playable(specs: Sequence[StageSpec], number: int, entrants: int) -> int:
    who = entering(specs, number, entrants)
    # Which lots are drawn makes no difference to whether the stage can be played.
    specs[number - 1].structure(who.count, entering=who, rng=random.Random(0))  # noqa: S311
    return who.count


def _check_goes_on(specs: Sequence[StageSpec], number: int) -> None:
    feeding = (number in feeders(specs, later) for later in range(number + 1, len(specs) + 1))
    if specs[number - 1].advance and not any(feeding):
        raise Invalid(
            "There is no stage after this one to advance to.", code="advance_from_last_stage"
        )


def _check_all_enter_once(specs: Sequence[StageSpec], entrants: int) -> None:
    entered: dict[Origin, int] = {}
    for number in range(1, len(specs) + 1):
        sizes = group_sizes(specs, number, entrants)
        for inlet in inlets(specs, number):
            # The best at a place leave nothing of it to others.
            for origin in through([replace(inlet, best=None)], sizes).origins:
                if origin in entered:
                    raise _twice(origin, entered[origin], number)
                entered[origin] = number
    for seed in range(1, entrants + 1):
        if Origin(FIELD, None, seed) not in entered:
            raise Invalid(
                "Seed {seed} enters no stage.", code="seed_enters_nowhere", seed=seed, stage=1
            )


def _twice(origin: Origin, one: int, other: int) -> Invalid:
    if origin.stage == FIELD:
        return Invalid(
            "Seed {seed} enters two stages, {one} and {stage}."
            if one != other
            else "Seed {seed} enters this stage twice.",
            code="seed_enters_twice",
            seed=origin.place,
            one=one,
            stage=other,
        )
    return Invalid(
        "Place {place} of stage {source} enters two stages, {one} and {stage}."
        if one != other
        else "Place {place} of stage {source} enters this stage twice.",
        code="place_enters_twice",
        place=origin.place,
        source=origin.stage,
        one=one,
        stage=other,
    )
