"""Live tournaments of the demo in the other formats: small, and played in part."""

import random
from datetime import timedelta
from typing import Any

from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.operations import challenge, request_draw, request_round
from tournaments.brackets.tasks import draw_stage, pair_round
from tournaments.control.operations import disqualify_entrant
from tournaments.core.models import Game, Organizer, Tournament
from tournaments.engine.free_for_all import Finish
from tournaments.engine.results import Game as PlayedGame
from tournaments.management.demonstrating import people, scenes
from tournaments.matches.operations import allows_draws, enter_finishes, enter_result
from tournaments.matches.queries import playable_matches
from tournaments.payments.operations import enter

PLAYERS = [
    *scenes.PLAYERS,
    "Imran Kabir",
    "Tasnim Rahman",
    "Shuvo Das",
    "Farzana Haque",
]
PLAYER_IDS = {
    "efootball": "ABCD-{0:03}-100-{0:03}",
    "ea-sports-fc": "crown_{0:03}",
    "free-fire": "1000000{0:03}",
}


def second_chance_cup(organizer: Organizer, owner: User) -> None:
    """Double elimination: the first losers have met, and two are out."""
    stage = _live(
        organizer,
        owner,
        title="EA FC Second Chance Cup",
        introduction="Lose once and you fight on; lose twice and you are out.",
        game="ea-sports-fc",
        players=PLAYERS[:8],
        stage=("double_elimination", {"name": "Playoffs", "finals": "reset", "best_of": "1"}),
    )
    for _round in range(2):
        _play_what_can_be_played(stage, by=owner)


def swiss_night(organizer: Organizer, owner: User) -> None:
    """Swiss: the first round is over, the second is paired and half played."""
    stage = _live(
        organizer,
        owner,
        title="eFootball Swiss Night",
        introduction="Three rounds, nobody is out, and each opponent stands where you do.",
        game="efootball",
        players=PLAYERS[:8],
        stage=("swiss", {"name": "Swiss stage", "rounds": 3, "best_of": "1"}),
    )
    if stage is None:
        return
    _play_what_can_be_played(stage, by=owner)
    pair_round(stage.pk, request_round(stage=stage, by=owner))
    _play_what_can_be_played(stage, by=owner, most=2)


def solo_rush(organizer: Organizer, owner: User) -> None:
    """Battle royale: the first of three games of a lobby is played."""
    stage = _live(
        organizer,
        owner,
        title="Free Fire Solo Rush",
        introduction="Twelve land, one walks away. Three games, and every kill counts.",
        game="free-fire",
        players=PLAYERS,
        stage=("free_for_all", {"name": "Final lobby", "games": 3}),
    )
    if stage is None:
        return
    match = playable_matches(stage.tournament)[0]
    dice = random.Random(2028)  # noqa: S311
    landed = [side.entrant_id for side in match.sides.all()]
    order = sorted(landed, key=lambda _entrant: dice.random())
    finishes = [Finish(entrant, place, dice.randrange(5)) for place, entrant in enumerate(order, 1)]
    enter_finishes(match=match, finishes=finishes, by=owner)


def winter_ladder(organizer: Organizer, owner: User) -> None:
    """Ladder: some challenges are over, one is still to be played, and one has been put out."""
    stage = _live(
        organizer,
        owner,
        title="eFootball Winter Ladder",
        introduction="Challenge whoever stands up to three places above you, and climb.",
        game="efootball",
        players=PLAYERS[:7],
        stage=("ladder", {"name": "Ladder", "challenge_range": 3, "best_of": "1"}),
    )
    if stage is None:
        return
    climbers = [entry.entrant for entry in stage.entries.order_by("seed")]
    for lower, upper, score in ((3, 1, (3, 1)), (5, 4, (0, 2)), (2, 0, (2, 1))):
        match = challenge(
            stage=stage, challenger=climbers[lower], challenged=climbers[upper], by=owner
        )
        enter_result(match=match, games=[PlayedGame(*score)], by=owner)
    challenge(stage=stage, challenger=climbers[5], challenged=climbers[4], by=owner)
    disqualify_entrant(climbers[6], by=owner, reason="Played on somebody else's account.")


SCENES = (second_chance_cup, swiss_night, solo_rush, winter_ladder)


def _live(
    organizer: Organizer,
    owner: User,
    *,
    title: str,
    introduction: str,
    game: str,
    players: list[str],
    stage: tuple[str, dict[str, Any]],
) -> Stage | None:
    """A tournament of single players with its stage drawn; None when the demo has it already."""
    if Tournament.objects.filter(title=title).exists():
        return None
    played = Game.objects.get(slug=game)
    tournament = scenes.publish(
        organizer,
        owner,
        title=title,
        introduction=introduction,
        game=played,
        starts_at=timezone.now() + timedelta(minutes=20),
        capacity=len(players),
        minimum_entrants=4,
        stages=[stage],
        body=[("register_button", {"text": ""}), ("live_standings", None), ("live_bracket", None)],
    )
    for number, name in enumerate(players):
        player_id = PLAYER_IDS[game].format(number)
        player = people.with_player_id(people.stand_in(name), played, player_id)
        enter(tournament=tournament, by=player)
    scenes.begin_earlier(tournament, owner)
    drawn = request_draw(tournament=tournament, by=owner)
    draw_stage(drawn.pk)
    return Stage.objects.select_related("tournament").get(pk=drawn.pk)


def _play_what_can_be_played(stage: Stage | None, *, by: User, most: int | None = None) -> None:
    """Enter results that are the same on every machine."""
    if stage is None:
        return
    dice = random.Random(2027)  # noqa: S311
    for match in list(playable_matches(stage.tournament)[:most]):
        enter_result(match=match, games=[_game(match, dice)], by=by)


def _game(match: Match, dice: random.Random) -> PlayedGame:
    goals = [dice.randrange(5), dice.randrange(5)]
    if goals[0] == goals[1] and not allows_draws(match):
        goals[dice.randrange(2)] += 1
    return PlayedGame(*goals)
