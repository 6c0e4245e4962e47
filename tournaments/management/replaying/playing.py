"""Playing a recorded event through the operations that people use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from deltacrown.teams.models import Membership
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.operations import decide_lots, request_draw, request_round
from tournaments.brackets.tasks import draw_stage, pair_round
from tournaments.content.models import TournamentPage
from tournaments.control.operations import complete
from tournaments.control.tasks import conclude
from tournaments.core.models import Organizer, Tournament
from tournaments.core.settings import Participation
from tournaments.management.replaying.blocks import editor_blocks
from tournaments.management.replaying.entries import field_of
from tournaments.management.replaying.pairings import round_pairs
from tournaments.management.replaying.parts import Fault
from tournaments.management.replaying.plan import stage_specs
from tournaments.management.replaying.records import (
    RecordedEvent,
    RecordedGroups,
    RecordedKnockout,
    RecordedMatch,
    RecordedStage,
    RecordedSwiss,
)
from tournaments.management.replaying.teams import entrants_by_team, game_of, make_team
from tournaments.matches.operations import enter_result
from tournaments.payments.operations import enter
from tournaments.registration.models import Entrant
from tournaments.registration.operations import set_seed

CONCLUSION_STEPS = 3


class OtherPairing(Exception):
    """The site pairs a round as the file does not, so there are no results to go on with."""


@dataclass(slots=True)
class Replay:
    """One event on its way through the site."""

    event: RecordedEvent
    organizer: Organizer
    official: User
    differences: list[str] = field(default_factory=list)
    entrants: dict[str, Entrant] = field(default_factory=dict)

    def play(self) -> Tournament:
        """Publish, enter, seed, draw, play and complete. Stops where the site says no."""
        tournament = self._publish()
        try:
            self._enter(tournament)
            for number, stage in enumerate(self.event.stages, start=1):
                drawn = self._draw(tournament, number)
                self.entrants = entrants_by_team(self.event, tournament)
                self._play(drawn, stage)
            complete(tournament, by=self.official)
            for _step in range(CONCLUSION_STEPS):
                conclude(tournament.pk)
        except Refused as refusal:
            self.differences.append(f"The site refused to go on: {refusal.message}")
        except OtherPairing:
            pass  # the comparison names it
        tournament.refresh_from_db()
        return tournament

    def _publish(self) -> Tournament:
        entrants = len(field_of(self.event))
        parent = self.organizer.page.specific
        page = TournamentPage(
            title=self.event.name,
            slug=find_available_slug(parent, slugify(self.event.name) or "event"),
            owner=self.official,
            game=game_of(self.event),
            participation=Participation.TEAM,
            roster_min=1,
            roster_max=1,
            capacity=entrants,
            minimum_entrants=entrants,
            starts_at=timezone.now() + timedelta(hours=1),
            stages=editor_blocks(stage_specs(self.event)),
            live=False,
        )
        parent.add_child(instance=page)
        page.save_revision(user=self.official).publish(user=self.official)
        tournament = Tournament.objects.behind(page).first()
        if tournament is None:
            raise Fault("its settings do not go together, so the page has no tournament")
        return tournament

    def _enter(self, tournament: Tournament) -> None:
        for seed, key in enumerate(field_of(self.event), start=1):
            team = make_team(self.event.names[key])
            captain = team.memberships.get(role=Membership.Role.OWNER).user
            registration = enter(tournament=tournament, by=captain, team=team, players=[captain])
            set_seed(registration, seed, by=self.official)

    def _draw(self, tournament: Tournament, number: int) -> Stage:
        stage = request_draw(tournament=tournament, by=self.official)
        draw_stage(stage.pk)
        stage.refresh_from_db()
        if stage.drawn_at is None:
            raise Refused(stage.refusal, code="draw_refused")
        assert stage.number == number, "stages are drawn in the order in which they are played"
        return stage

    def _play(self, stage: Stage, recorded: RecordedStage) -> None:
        if isinstance(recorded, RecordedSwiss):
            for number, matches in recorded.rounds:
                self._pair(stage, recorded, number)
                self._results(stage, recorded, matches)
        else:
            self._results(stage, recorded, recorded.matches)
        if isinstance(recorded, RecordedGroups):
            self._decide(stage, recorded)

    def _pair(self, stage: Stage, recorded: RecordedSwiss, number: int) -> None:
        """Let the site pair the round before any result of it is read."""
        if number > 1:
            pair_round(stage.pk, request_round(stage=stage, by=self.official))
            stage.refresh_from_db()
            if stage.refusal:
                raise Refused(stage.refusal, code="round_refused")
        team_of = {entrant.pk: team for team, entrant in self.entrants.items()}
        last = round_pairs(stage, recorded, team_of)[-1]
        if last.number != number or last.differs:
            raise OtherPairing

    def _results(
        self, stage: Stage, recorded: RecordedStage, matches: Iterable[RecordedMatch]
    ) -> None:
        for match in matches:
            found = self._find(stage, recorded, match)
            if found is None:
                self.differences.append(f"{recorded.name}: the site has no match {_title(match)}")
                continue
            home = found.sides.get(slot=1).entrant
            first = next(key for key in match.sides if self.entrants[key] == home)
            try:
                enter_result(
                    match=found,
                    games=match.games_for(first),
                    overtime=match.overtime,
                    by=self.official,
                )
            except Refused as refusal:
                self.differences.append(f"{recorded.name}, {_title(match)}: {refusal.message}")

    def _find(self, stage: Stage, recorded: RecordedStage, match: RecordedMatch) -> Match | None:
        """The open match of these two sides, in the round that the file names."""
        found = Match.objects.filter(stage=stage, status=Match.Status.READY)
        for key in match.sides:
            found = found.filter(sides__entrant=self.entrants[key])
        is_third = isinstance(recorded, RecordedKnockout) and match is recorded.third_place_match
        if not isinstance(recorded, RecordedGroups) and not is_third:
            found = found.filter(round__number=match.round).exclude(round__bracket="third_place")
        return found.select_related("stage__tournament", "round").order_by("pk").first()

    def _decide(self, stage: Stage, recorded: RecordedGroups) -> None:
        lots: Sequence[Entrant] = [
            self.entrants[team] for group in recorded.groups for team in group.drawn_lots
        ]
        if lots:
            decide_lots(stage=stage, order=lots, by=self.official)


def _title(match: RecordedMatch) -> str:
    number = f" of round {match.round}" if match.round else ""
    return f"{match.sides[0]} v {match.sides[1]}{number}"
