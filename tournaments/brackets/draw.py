"""The bridge: entrants and settings in, rows out, the engine in between."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from tournaments.brackets.models import Group, Match, MatchSide, Round, Stage, StageEntry
from tournaments.engine.entering import Entering, group_name
from tournaments.engine.progress import LOSER, WINNER, settle
from tournaments.engine.specs import FreeForAllSpec, LadderSpec, StageSpec, SwissSpec
from tournaments.engine.types import Bye, LoserOf, MatchSpec, Seed, Source, WinnerOf
from tournaments.registration.models import Entrant


@dataclass(slots=True)
class Drawing:
    """The unsaved rows of one stage; also the board on which its byes are settled."""

    groups: list[Group] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    entries: list[StageEntry] = field(default_factory=list)
    matches: dict[str, Match] = field(default_factory=dict)
    sides: dict[str, list[MatchSide]] = field(default_factory=dict)
    feeds: dict[str, list[MatchSide]] = field(default_factory=dict)

    def sides_of(self, match: Match) -> list[MatchSide]:
        return self.sides[match.code]

    def fed_by(self, match: Match) -> Iterable[tuple[Match, MatchSide]]:
        return [(side.match, side) for side in self.feeds.get(match.code, ())]

    def has_left(self, entrant: Entrant) -> bool:
        return entrant.left_at is not None

    def note(self, match: Match) -> None:
        """Everything is written afterwards, so there is nothing to remember."""

    def wipe(self, match: Match) -> None:
        """Nothing was played yet."""

    def save(self) -> None:
        """Write all rows, in one statement a table."""
        for match in self.matches.values():
            if match.status == Match.Status.COMPLETED:  # somebody has left before the draw
                match.completed_at = timezone.now()
        Group.objects.bulk_create(self.groups)
        Round.objects.bulk_create(self.rounds)
        StageEntry.objects.bulk_create(self.entries)
        Match.objects.bulk_create(self.matches.values())
        MatchSide.objects.bulk_create([side for pair in self.sides.values() for side in pair])


def drawing(
    stage: Stage,
    spec: StageSpec,
    entrants: Sequence[Entrant],
    *,
    entering: Entering | None = None,
    rng: random.Random | None = None,
) -> Drawing:
    """The rows of ``stage`` for ``entrants`` in the order of their seeds there.

    Raises the engine's ``Invalid`` when the settings do not fit the entrants.
    """
    structure = spec.structure(len(entrants), entering=entering, rng=rng)
    drawn = Drawing()
    groups = _groups(stage, spec, spec.groups_of(len(entrants), entering=entering), drawn)
    for seed, entrant in enumerate(entrants, start=1):
        drawn.entries.append(
            StageEntry(stage=stage, entrant=entrant, seed=seed, group=groups.get(seed))
        )
    rounds: dict[tuple[str, int], Round] = {}
    for wanted in structure.matches:
        key = (wanted.bracket.value, wanted.round)
        if key not in rounds:
            rounds[key] = Round(
                stage=stage, bracket=key[0], number=wanted.round, best_of=wanted.best_of
            )
        match = _match(stage, wanted, rounds[key], drawn.groups)
        drawn.matches[wanted.id] = match
        drawn.sides[wanted.id] = [
            _side(match, slot, source, entrants, drawn)
            for slot, source in enumerate(wanted.sides, start=1)
        ]
    drawn.rounds = list(rounds.values())
    for match in drawn.matches.values():
        settle(match, drawn)
    return drawn


def _groups(
    stage: Stage, spec: StageSpec, seeds: Sequence[Sequence[int]], drawn: Drawing
) -> dict[int, Group]:
    """The group of each seed; also notes the groups themselves. A lone bracket is in none."""
    if not spec.is_table and len(seeds) == 1:
        return {}
    drawn.groups = [
        Group(stage=stage, number=number, name=_group_name(spec, number))
        for number in range(1, len(seeds) + 1)
    ]
    return {
        seed: group
        for group, of_group in zip(drawn.groups, seeds, strict=True)
        for seed in of_group
    }


def _group_name(spec: StageSpec, number: int) -> str:
    if isinstance(spec, SwissSpec | LadderSpec):
        return spec.name
    word = _("Lobby %(letter)s") if isinstance(spec, FreeForAllSpec) else _("Group %(letter)s")
    return word % {"letter": group_name(number)}


def _match(stage: Stage, wanted: MatchSpec, round_: Round, groups: list[Group]) -> Match:
    return Match(
        stage=stage,
        round=round_,
        group=groups[wanted.group - 1] if wanted.group else None,
        code=wanted.id,
        number=wanted.number,
        best_of=wanted.best_of,
        if_needed=wanted.if_needed,
    )


def _side(
    match: Match, slot: int, source: Source, entrants: Sequence[Entrant], drawn: Drawing
) -> MatchSide:
    side = MatchSide(match=match, slot=slot)
    match source:
        case Seed(number):
            side.entrant = entrants[number - 1]
        case Bye():
            side.is_bye = True
        case WinnerOf(code) | LoserOf(code):
            is_winner = isinstance(source, WinnerOf)
            side.takes = WINNER if is_winner else LOSER
            side.from_match = drawn.matches[code]
            drawn.feeds.setdefault(code, []).append(side)
    return side
