"""An evening at a venue, in the middle of it: stations, reports, a dispute, a veto."""

from datetime import timedelta

from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.brackets.models import Match
from tournaments.brackets.operations import request_draw
from tournaments.brackets.tasks import draw_stage
from tournaments.core.models import Game, Organizer, Tournament
from tournaments.core.settings import Participation
from tournaments.engine.results import Game as PlayedGame
from tournaments.management.demonstrating import people, pictures, scenes, story
from tournaments.management.demonstrating.past import ago
from tournaments.matches import operations
from tournaments.matches.queries import playable_matches
from tournaments.matches.rules import side_of
from tournaments.payments.operations import enter

TITLE = "Dhaka LAN Night"
TEAMS = [
    ("Buriganga Blades", "BGB"),
    ("Old Town Owls", "OTO"),
    ("Sylhet Sharks", "SHK"),
    ("Padma Pirates", "PDP"),
    ("Gulshan Giants", "GUG"),
    ("Comilla Comets", "CMC"),
    ("Rickshaw Rebels", "RIR"),
]
PLAYERS_TEAM = ("Mirpur Meteors", "MIM")
WON = [PlayedGame(13, 9), PlayedGame(13, 11)]
LOST = [PlayedGame(9, 13), PlayedGame(11, 13)]


def lan_night(organizer: Organizer, owner: User) -> None:
    """Eight teams at three tables: the quarter-finals, each at another point of its way."""
    if Tournament.objects.filter(title=TITLE).exists():
        return
    tournament = _publish(organizer, owner)
    with ago(minutes=70):
        for name in ("Table 1", "Table 2"):
            operations.add_station(tournament, name=name, by=owner)
        operations.add_station(
            tournament, name="Stage", by=owner, stream_url="https://www.twitch.tv/deltacrown"
        )
        stage = request_draw(tournament=tournament, by=owner)
        draw_stage(stage.pk)
        operations.fill_stations(tournament)
    own, over, running, disputed = _quarter_finals(tournament)
    with ago(minutes=60):
        for match in (over, running):
            operations.start_match(match, by=owner)
    with ago(minutes=35):
        operations.report_result(over, games=WON, by=_captain(over, 1))
        operations.report_result(over, games=WON, by=_captain(over, 2))
    with ago(minutes=20):
        operations.report_result(
            disputed, games=WON, by=_captain(disputed, 1), note="Screenshots of both maps follow."
        )
        operations.report_result(disputed, games=LOST, by=_captain(disputed, 2))
    _gather(own, owner)


def _publish(organizer: Organizer, owner: User) -> Tournament:
    game = Game.objects.get(slug="valorant")
    starts_at = timezone.now() + timedelta(minutes=20)
    tournament = scenes.publish(
        organizer,
        owner,
        title=TITLE,
        introduction="Eight teams, three tables, one evening. Come by, or follow it live.",
        banner=pictures.banner("LAN night", dark=(10, 30, 48), light=(28, 120, 140)),
        game=game,
        participation=Participation.TEAM,
        starts_at=starts_at,
        capacity=8,
        minimum_entrants=4,
        match_check_in_minutes=30,
        grace_minutes=240,
        prizes=scenes.prizes(20000, 10000),
        stages=[("single_elimination", {"name": "Playoffs", "best_of": "3"})],
        body=story.body(starts_at=starts_at, sponsors=["Meghna Bank"]),
    )
    for name, tag in TEAMS:
        _enter_team(tournament, game, name, tag, people.stand_in(f"{name} Captain"))
    _enter_team(tournament, game, *PLAYERS_TEAM, people.account("player"))
    scenes.begin_earlier(tournament, owner)
    return tournament


def _enter_team(tournament: Tournament, game: Game, name: str, tag: str, captain: User) -> None:
    team, players = people.roster(name, tag, game, captain)
    enter(tournament=tournament, by=captain, team=team, players=players)


def _quarter_finals(tournament: Tournament) -> list[Match]:
    """First the one in which the account "player" plays."""
    matches = list(playable_matches(tournament).filter(round__number=1))
    player = people.account("player")
    return sorted(matches, key=lambda match: side_of(player, match) is None)


def _captain(match: Match, slot: int) -> User:
    return match.sides.get(slot=slot).entrant.registration.registered_by


def _gather(match: Match, owner: User) -> None:
    """The own match of "player": called, the other side is there, the maps are being chosen."""
    player = people.account("player")
    side = side_of(player, match)
    other = _captain(match, 3 - side.slot)
    if not hasattr(match, "fixture") or match.fixture.called_at is None:
        operations.call_match(match, by=owner)
    operations.set_lobby(match, by=owner, lobby_code="LAN-7Q2", server="Mumbai")
    operations.check_in_side(match, entrant=match.sides.get(slot=3 - side.slot).entrant, by=other)
    operations.write_message(match, text="We are at the table. Good luck!", by=other)
    operations.message_sides(match, text="Bring your own headsets, please.", by=owner)
