"""Tournaments on rows played by lot, through the operations that people use."""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial

from deltacrown.errors import Refused
from tests.factories.formats import pair_next
from tests.factories.play import draw_next, organizer_of
from tests.tournaments.brackets.rows_as_board import check_rows
from tournaments.brackets import operations as brackets
from tournaments.brackets.entering import drawable, ties
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.operations.results import AnyVerdict
from tournaments.brackets.rounds import is_swiss, next_round_number
from tournaments.control import operations as control
from tournaments.control.correcting import correct, preview_correction, undo
from tournaments.control.models import Correction
from tournaments.control.rows import digest, rows_of
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_spec
from tournaments.engine.free_for_all import Finish
from tournaments.engine.results import Game
from tournaments.engine.specs import FreeForAllSpec, LadderSpec
from tournaments.matches.operations import (
    allows_draws,
    enter_finishes,
    enter_result,
    finished,
    forfeit,
    forfeited,
    played,
)
from tournaments.matches.queries import playable_matches
from tournaments.registration.models import Entrant

DISTURBANCES = ("withdraw", "disqualify", "correct", "correct", "correct and undo", "undo")


@dataclass
class RandomCup:
    """A live tournament to which anything happens that can, until it is completed."""

    cup: Tournament
    rng: random.Random
    disturbances: int
    story: list[str] = field(default_factory=list)  # read when a play fails

    def to_its_end(self) -> None:
        while self.disturbances:
            if self.rng.random() < 0.3 or not self.go_on():
                self.disturb()
            check_rows(self.cup)
        while self.go_on():
            check_rows(self.cup)
        control.complete(self.cup, by=self.official)

    @property
    def official(self):
        return organizer_of(self.cup)

    def go_on(self) -> bool:
        """Do what comes next in the tournament, if there is anything."""
        if matches := list(playable_matches(self.cup)):
            self.play(self.rng.choice(matches))
            return True
        return self.challenge() or self.pair() or self.decide_lots() or self.draw()

    def play(self, match: Match) -> None:
        lot = self.rng.random()
        self.story.append(f"play {match}")
        if is_lobby(match):
            enter_finishes(match=match, finishes=self.finishes(match), by=self.official)
        elif lot < 0.2:
            absent = self.rng.choice([(1,), (2,), (1, 2)])
            forfeit(match=match, absent=absent, by=self.official)
        else:
            enter_result(match=match, games=self.games(match), by=self.official)

    def challenge(self) -> bool:
        """Challenge in an open ladder, or close it in the end."""
        for stage in self.stages(lambda stage: isinstance(parse_spec(stage.spec), LadderSpec)):
            if stage.closed_at:
                continue
            staying = list(self.cup.entrants.filter(left_at=None).order_by("pk"))
            if not self.disturbances or len(staying) < 2:
                self.story.append("close the ladder")
                brackets.close_ladder(stage, by=self.official)
                return True
            one, other = self.rng.sample(staying, 2)
            return self.challenges(stage, one, other) or self.challenges(stage, other, one)
        return False

    def challenges(self, stage: Stage, challenger: Entrant, challenged: Entrant) -> bool:
        challenge = partial(brackets.challenge, stage=stage, by=self.official)
        match = attempt(
            partial(challenge, challenger=challenger, challenged=challenged),
            unless={"below", "out_of_challenge_range"},
        )
        if match:
            self.story.append(f"{challenger} challenges {challenged}")
        return match is not None

    def pair(self) -> bool:
        for stage in self.stages(is_swiss):
            if next_round_number(stage):
                self.story.append(f"pair {stage}")
                pair_next(self.cup, stage=stage.number)
                return True
        return False

    def decide_lots(self) -> bool:
        for stage in self.stages(lambda stage: True):
            if level := ties(stage):
                order = sorted(level[0], key=lambda _: self.rng.random())
                self.story.append(f"lots in {stage}: {order}")
                brackets.decide_lots(stage=stage, order=order, by=self.official)
                return True
        return False

    def draw(self) -> bool:
        if not drawable(self.cup):
            return False
        self.story.append("draw")
        draw_next(self.cup)
        return True

    def disturb(self) -> None:
        self.disturbances -= 1
        match self.rng.choice(DISTURBANCES):
            case "withdraw":
                self.leaves(control.withdraw_entrant)
            case "disqualify":
                self.leaves(control.disqualify_entrant)
            case "correct":
                self.correct()
            case "correct and undo":
                self.correct_and_undo()
            case "undo":
                self.undo_last()

    def leaves(self, operation) -> None:
        entrant = self.rng.choice(list(self.cup.entrants.filter(left_at=None)) or [None])
        if entrant:
            self.story.append(f"{operation.__name__} {entrant}")
            operation(entrant, by=self.official, reason="By lot.")

    def correct(self) -> Correction | None:
        """Change a result by lot; what the preview shows first is what is changed."""
        decided = Match.objects.filter(stage__tournament=self.cup, status=Match.Status.COMPLETED)
        if not decided:
            return None
        match = self.rng.choice(list(decided.select_related("stage__tournament").order_by("pk")))
        verdict = self.verdict(match)
        self.story.append(f"correct {match}: {verdict.facts if verdict else 'play again'}")
        before = rows_of(self.cup)
        preview = preview_correction(match=match, verdict=verdict, by=self.official)
        assert rows_of(self.cup) == before
        made = attempt(
            partial(
                correct,
                match=match,
                verdict=verdict,
                by=self.official,
                reason="By lot.",
                seen=preview.digest,
            ),
            unless={"nothing_changes"},
        )
        if made is None:
            assert rows_of(self.cup) == before
            assert preview.changes == []
            return None
        assert made.summary == [change.sentence for change in preview.changes]
        return made

    def correct_and_undo(self) -> None:
        before = rows_of(self.cup)
        if made := self.correct():
            check_rows(self.cup)
            self.story.append("undo")
            undo(made, by=self.official)
            assert rows_of(self.cup) == before
            assert digest(rows_of(self.cup)) == digest(before)

    def undo_last(self) -> None:
        """Undo the last correction, or be refused since the competition went on."""
        made = self.cup.corrections.filter(undone_at=None).order_by("pk").last()
        if made is None:
            return
        rows = rows_of(self.cup)
        self.story.append(f"undo the correction of {made.match}")
        attempt(partial(undo, made, by=self.official), unless={"went_on"})
        made.refresh_from_db()
        assert made.undone_at or rows_of(self.cup) == rows

    def verdict(self, match: Match) -> AnyVerdict | None:
        lot = self.rng.random()
        if lot < 0.2:
            return None
        if is_lobby(match):
            return finished(match, self.finishes(match))
        if lot < 0.5:
            return forfeited(self.rng.choice([(1,), (2,), (1, 2)]))
        if lot < 0.6:
            return forfeited([self.rng.choice((1, 2))], by=Match.DecidedBy.DISQUALIFICATION)
        return played(match, self.games(match))

    def games(self, match: Match) -> list[Game]:
        if allows_draws(match) and self.rng.random() < 0.3:
            return [Game(1, 1)] * match.best_of
        game = self.rng.choice([Game(2, 1), Game(3, 0), Game(0, 1)])
        return [game] * (match.best_of // 2 + 1)

    def finishes(self, match: Match) -> list[Finish]:
        sides = sorted(match.sides.all(), key=lambda _: self.rng.random())
        there = sides[: self.rng.randint(1, len(sides))]
        return [
            *[Finish(one.entrant_id, place, place % 3) for place, one in enumerate(there, 1)],
            *[Finish(one.entrant_id, None) for one in sides if one not in there],
        ]

    def stages(self, wanted: Callable[[Stage], bool]) -> list[Stage]:
        return [stage for stage in self.cup.drawn_stages.exclude(drawn_at=None) if wanted(stage)]


def is_lobby(match: Match) -> bool:
    return isinstance(parse_spec(match.stage.spec), FreeForAllSpec)


def attempt(operation: Callable, *, unless: Collection[str]):
    """What the operation returns; None when it is refused with one of these codes."""
    try:
        return operation()
    except Refused as refusal:
        if refusal.code not in unless:
            raise
        return None
