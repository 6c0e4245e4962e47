"""Playing a recorded event through the operations that people use."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from deltacrown.teams.models import Membership, Team
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.operations import decide_lots, request_draw
from tournaments.brackets.tasks import draw_stage
from tournaments.content.models import TournamentPage
from tournaments.control.operations import complete
from tournaments.control.tasks import conclude
from tournaments.core.models import Game, Organizer, Tournament
from tournaments.core.settings import Participation
from tournaments.management.replaying.parts import Fault
from tournaments.management.replaying.plan import seeded_teams, stage_blocks
from tournaments.management.replaying.records import (
    RecordedEvent,
    RecordedGroups,
    RecordedMatch,
    RecordedStage,
)
from tournaments.matches.operations import enter_result
from tournaments.payments.operations import enter
from tournaments.registration.models import Entrant
from tournaments.registration.operations import set_seed

CONCLUSION_STEPS = 3


@dataclass(slots=True)
class Replay:
    """One event on its way through the site."""

    event: RecordedEvent
    organizer: Organizer
    official: User
    differences: list[str] = field(default_factory=list)

    def play(self) -> Tournament:
        """Publish, enter, seed, draw, play and complete. Stops where the site says no."""
        tournament = self._publish()
        try:
            self._enter(tournament)
            for number, stage in enumerate(self.event.stages, start=1):
                drawn = self._draw(tournament, number)
                self._play(drawn, stage)
            complete(tournament, by=self.official)
            for _step in range(CONCLUSION_STEPS):
                conclude(tournament.pk)
        except Refused as refusal:
            self.differences.append(f"The site refused to go on: {refusal.message}")
        tournament.refresh_from_db()
        return tournament

    def _publish(self) -> Tournament:
        teams = seeded_teams(self.event)
        parent = self.organizer.page.specific
        page = TournamentPage(
            title=self.event.name,
            slug=find_available_slug(parent, slugify(self.event.name) or "event"),
            owner=self.official,
            game=game_of(self.event),
            participation=Participation.TEAM,
            roster_min=1,
            roster_max=1,
            capacity=len(teams),
            minimum_entrants=len(teams),
            starts_at=timezone.now() + timedelta(hours=1),
            stages=stage_blocks(self.event),
            live=False,
        )
        parent.add_child(instance=page)
        page.save_revision(user=self.official).publish(user=self.official)
        tournament = Tournament.objects.behind(page).first()
        if tournament is None:
            raise Fault("its stages do not go together, so the page has no tournament")
        return tournament

    def _enter(self, tournament: Tournament) -> None:
        for seed, key in enumerate(seeded_teams(self.event), start=1):
            team = _team(self.event.names[key])
            captain = team.memberships.get(role=Membership.Role.CAPTAIN).user
            registration = enter(tournament=tournament, by=captain, team=team, players=[captain])
            set_seed(registration, seed, by=self.official)

    def _draw(self, tournament: Tournament, number: int) -> Stage:
        stage = request_draw(tournament=tournament, by=self.official)
        draw_stage(stage.pk)
        stage.refresh_from_db()
        if stage.drawn_at is None:
            raise Refused(stage.refusal, code="draw_refused")
        return stage

    def _play(self, stage: Stage, recorded: RecordedStage) -> None:
        entrants = entrants_by_team(self.event, stage.tournament)
        for match in recorded.matches:
            found = self._find(stage, recorded, match, entrants)
            if found is None:
                self.differences.append(f"{recorded.name}: the site has no match {_title(match)}")
                continue
            home = found.sides.get(slot=1).entrant
            first = next(key for key in match.sides if entrants[key] == home)
            try:
                enter_result(
                    match=found,
                    games=match.games_for(first),
                    overtime=match.overtime,
                    by=self.official,
                )
            except Refused as refusal:
                self.differences.append(f"{recorded.name}, {_title(match)}: {refusal.message}")
        if isinstance(recorded, RecordedGroups):
            self._decide(stage, recorded, entrants)

    @staticmethod
    def _find(
        stage: Stage,
        recorded: RecordedStage,
        match: RecordedMatch,
        entrants: dict[str, Entrant],
    ) -> Match | None:
        """The open match of these two sides, in the round that the file names."""
        found = Match.objects.filter(stage=stage, status=Match.Status.READY)
        for key in match.sides:
            found = found.filter(sides__entrant=entrants[key])
        if not isinstance(recorded, RecordedGroups) and match is not recorded.third_place_match:
            found = found.filter(round__number=match.round).exclude(round__bracket="third_place")
        return found.select_related("stage__tournament", "round").order_by("pk").first()

    def _decide(self, stage: Stage, recorded: RecordedGroups, entrants: dict[str, Entrant]) -> None:
        lots = [entrants[team] for group in recorded.groups for team in group.drawn_lots]
        if lots:
            decide_lots(stage=stage, order=lots, by=self.official)


def game_of(event: RecordedEvent) -> Game:
    """The game that the file names; football where it names none, as its scores are goals."""
    name = event.game or "Football"
    if game := Game.objects.filter(name__iexact=name).first():
        return game
    slugs = _names(slugify(name) or "game")
    slug = next(given for given in slugs if not Game.objects.filter(slug=given).exists())
    return Game.objects.create(name=name, slug=slug, roster_max=26)


def entrants_by_team(event: RecordedEvent, tournament: Tournament) -> dict[str, Entrant]:
    """The entrant behind each team of the file: seeds are in the order of the file."""
    by_seed = {entrant.seed: entrant for entrant in tournament.entrants.all()}
    return {
        key: by_seed[seed]
        for seed, key in enumerate(seeded_teams(event), start=1)
        if seed in by_seed
    }


def _team(name: str) -> Team:
    """A team of nobody: its captain can neither sign in nor get mail."""
    free = next(given for given in _names(name) if not Team.objects.filter(name__iexact=given))
    slug = next(
        given
        for given in _names(f"replay-{slugify(name) or 'team'}")
        if not Team.objects.filter(slug=given) and not User.objects.filter(username=given)
    )
    captain = User.objects.create(
        username=slug,
        email=f"{slug}@replay.invalid",
        first_name=free,
        is_active=False,
        password=make_password(None),
    )
    team = Team.objects.create(name=free, slug=slug)
    Membership.objects.create(team=team, user=captain, role=Membership.Role.CAPTAIN)
    return team


def _names(wanted: str) -> Iterator[str]:
    yield wanted[:48]
    for number in range(2, 10_000):
        yield f"{wanted[:42]}-{number}"


def _title(match: RecordedMatch) -> str:
    number = f" of round {match.round}" if match.round else ""
    return f"{match.sides[0]} v {match.sides[1]}{number}"
