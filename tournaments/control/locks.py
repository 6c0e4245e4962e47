"""The lock table: until when each setting may change.

Settings that are not in ``LOCKS`` may always change. The editor's form asks before it
publishes, and ``applying`` asks again when settings take effect.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournaments.brackets.models import Match, Stage
from tournaments.control.page_settings import label_of, settings_in_force
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_spec
from tournaments.engine.specs import (
    DoubleEliminationSpec,
    FreeForAllSpec,
    LadderSpec,
    RoundRobinSpec,
    SingleEliminationSpec,
    StageSpec,
    SwissSpec,
)
from tournaments.engine.types import Invalid
from tournaments.payments.models import Payment

Status = Tournament.Status


@dataclass(frozen=True, slots=True)
class Refusal:
    """A setting that may not change any more, and why."""

    field: str
    label: str
    reason: str


class Situation:
    """What has happened to a tournament so far, as far as the lock table asks."""

    def __init__(self, tournament: Tournament, moment: datetime | None = None) -> None:
        self.tournament = tournament
        self.moment = moment or timezone.now()

    @cached_property
    def is_registered_for(self) -> bool:
        return self.tournament.registrations.exists()

    @cached_property
    def places_held(self) -> int:
        return self.tournament.registrations.holding_a_place().count()

    @cached_property
    def has_open_payments(self) -> bool:
        """Whether somebody is still to pay, or waits for a decision on a proof."""
        return Payment.objects.filter(
            registration__tournament=self.tournament,
            status__in=[*Payment.ACCEPTS_A_PROOF, Payment.Status.SUBMITTED],
        ).exists()

    @cached_property
    def drawn_stages(self) -> list[Stage]:
        """The stages that are drawn, or whose draw is under way, in order."""
        settled = Q(drawn_at__isnull=False) | Q(refusal="")
        return list(self.tournament.drawn_stages.filter(settled).order_by("number"))

    @property
    def is_drawn(self) -> bool:
        return self.is_over or self.tournament.status == Status.LIVE or bool(self.drawn_stages)

    @property
    def is_over(self) -> bool:
        return self.tournament.status in {Status.COMPLETED, Status.ARCHIVED}

    @property
    def has_check_in_opened(self) -> bool:
        opens = self.tournament.check_in_opens_at
        return opens is not None and opens <= self.moment


Lock = Callable[[Situation, Any], str | None]


def refusals(
    tournament: Tournament, proposed: dict[str, Any], *, moment: datetime | None = None
) -> list[Refusal]:
    """Which of the ``proposed`` settings may not take effect at ``moment``, in table order."""
    situation = Situation(tournament, moment)
    current = settings_in_force(tournament)
    changed = [field for field in LOCKS if proposed.get(field, current[field]) != current[field]]
    reasons = {field: LOCKS[field](situation, proposed[field]) for field in changed}
    return [Refusal(field, label_of(field), why) for field, why in reasons.items() if why]


def _until_registration(situation: Situation, proposed: Any) -> str | None:
    if situation.is_registered_for:
        return _("This cannot change once somebody has registered.")
    return None


def _until_draw(situation: Situation, proposed: Any) -> str | None:
    if situation.is_drawn:
        return _("This cannot change after the draw.")
    return None


def _until_check_in(situation: Situation, proposed: Any) -> str | None:
    if situation.has_check_in_opened:
        return _("This cannot change once check-in has opened.")
    return _until_draw(situation, proposed)


def _until_completion(situation: Situation, proposed: Any) -> str | None:
    if situation.is_over:
        return _("After completion prizes change by a ruling only.")
    return None


def _capacity(situation: Situation, proposed: int) -> str | None:
    if proposed > situation.tournament.capacity:
        return _until_draw(situation, proposed)
    held = situation.places_held
    if proposed >= held:
        return None
    return ngettext(
        "Capacity cannot go below the %(held)d place that is held.",
        "Capacity cannot go below the %(held)d places that are held.",
        held,
    ) % {"held": held}


def _payment_methods(situation: Situation, proposed: list[dict[str, Any]]) -> str | None:
    if not proposed and situation.has_open_payments:
        return _("One method must stay: there are registrations that are still to be paid.")
    return None


def _questions(situation: Situation, proposed: list[dict[str, Any]]) -> str | None:
    if not situation.is_registered_for:
        return None
    current = situation.tournament.custom_fields
    known = {row["key"] for row in current}
    stay = [row for row in proposed if row["key"] in known]
    new = [row for row in proposed if row["key"] not in known]
    if stay == current and not any(row["required"] for row in new):
        return None
    return _(
        "Somebody has registered: only new questions that need no answer can be added. The "
        "questions that are there stay as they are."
    )


def _stages(situation: Situation, proposed: list[dict[str, Any]]) -> str | None:
    for stage in situation.drawn_stages:
        if stage.number > len(proposed):
            return _("“%(stage)s” is drawn and cannot be removed.") % {"stage": stage.name}
        try:
            wanted = parse_spec(proposed[stage.number - 1])
        except Invalid:
            return None  # nothing that can be played: ``faults`` says what is wrong with it
        drawn = parse_spec(stage.spec)
        if _structure(wanted) != _structure(drawn):
            return _(
                "“%(stage)s” is drawn: only its name and the length of its matches may change."
            ) % {"stage": stage.name}
        if stage.drawn_at is None and replace(wanted, name="") != replace(drawn, name=""):
            return _("“%(stage)s” is being drawn.") % {"stage": stage.name}
        lengths = new_lengths(stage, wanted)
        if any(match.status not in Match.NOT_STARTED for match in lengths):
            return _("“%(stage)s”: a round that has started keeps the length of its matches.") % {
                "stage": stage.name
            }
    return None


# What of a stage may still change after its draw: the lengths of matches that are not started.
LENGTHS: dict[type[StageSpec], dict[str, Any]] = {
    RoundRobinSpec: {"best_of": 1},
    SingleEliminationSpec: {"best_of": 1, "best_of_final": None, "best_of_rounds": {}},
    DoubleEliminationSpec: {
        "best_of": 1,
        "best_of_losers": None,
        "best_of_final": None,
        "best_of_rounds": {},
    },
    SwissSpec: {"best_of": 1, "best_of_decider": None},
    FreeForAllSpec: {},
    LadderSpec: {"best_of": 1},
}


def _structure(spec: StageSpec) -> StageSpec:
    """``spec`` without what may still change after its draw."""
    return replace(spec, name="", **LENGTHS[type(spec)])


def new_lengths(stage: Stage, wanted: StageSpec) -> dict[Match, int]:
    """The best-of of every match in the rounds where ``wanted`` changes it."""
    if stage.drawn_at is None:
        return {}
    lengths = _lengths(stage, wanted)
    matches = [match for match in stage.matches.all() if match.code in lengths]
    rounds = {match.round_id for match in matches if match.best_of != lengths[match.code]}
    return {match: lengths[match.code] for match in matches if match.round_id in rounds}


def _lengths(stage: Stage, wanted: StageSpec) -> dict[str, int]:
    """By the codes of matches; of a Swiss stage for its first round, since others follow it."""
    if isinstance(wanted, SingleEliminationSpec):
        # Who stands where does not matter, and places of earlier groups mean nothing here.
        wanted = replace(wanted, first_round=None)
    rng = random.Random(stage.random_seed)  # noqa: S311  # not for secrets
    structure = wanted.structure(stage.entries.count(), rng=rng)
    return {match.id: match.best_of for match in structure.matches}


LOCKS: dict[str, Lock] = {
    "game": _until_registration,
    "participation": _until_registration,
    "roster_min": _until_registration,
    "roster_max": _until_registration,
    "custom_fields": _questions,
    "refund_policy": _until_registration,
    "roster_locks_at": _until_draw,
    "capacity": _capacity,
    "minimum_entrants": _until_draw,
    "registration_opens_at": _until_draw,
    "registration_closes_at": _until_draw,
    "check_in_opens_at": _until_check_in,
    "check_in_closes_at": _until_check_in,
    "starts_at": _until_draw,
    "seeding": _until_draw,
    "seeded_from": _until_draw,
    "keep_apart": _until_draw,
    "stages": _stages,
    "prizes": _until_completion,
    "payment_methods": _payment_methods,
}
