"""The tournaments of the demo, made through the operations that people use."""

import random
from datetime import timedelta
from typing import Any

from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.brackets.models import Match
from tournaments.brackets.operations import request_draw
from tournaments.brackets.tasks import draw_stage
from tournaments.content.models import TournamentPage
from tournaments.core.models import Game, Organizer, Tournament
from tournaments.core.settings import Participation
from tournaments.engine.results import Game as PlayedGame
from tournaments.management.demonstrating import people, pictures, story
from tournaments.management.demonstrating.receipts import Receipt, photo
from tournaments.matches.operations import enter_result
from tournaments.matches.queries import playable_matches
from tournaments.payments.models import Method
from tournaments.payments.operations import enter, submit_proof, verify

FEE = 500
PLAYERS = [
    "Arafat Hossain",
    "Nusrat Jahan",
    "Tanvir Ahmed",
    "Sadia Islam",
    "Rakib Hasan",
    "Mim Akter",
    "Fahim Chowdhury",
    "Zara Khan",
]
TEAMS = [
    ("Padma Phoenix", "PHX"),
    ("Dhaka Vipers", "VPR"),
    ("Sylhet Storm", "STM"),
    ("Meghna Titans", "TTN"),
    ("Cumilla Comets", "COM"),
    ("Khulna Knights", "KNT"),
    ("Rajshahi Raptors", "RPT"),
    ("Barisal Blades", "BLD"),
    ("Jamuna Jaguars", "JAG"),
    ("Sundarban Tigers", "TGR"),
    ("Rangpur Rhinos", "RHN"),
]
PLAYERS_TEAM = ("Chattogram Chargers", "CHG")


def open_cup(organizer: Organizer, owner: User) -> None:
    """Registration open, paid, with proofs that wait for a verifier."""
    title = "eFootball Friday Cup"
    if Tournament.objects.filter(title=title).exists():
        return
    game = Game.objects.get(slug="efootball")
    starts_at = evening(days=6)
    tournament = publish(
        organizer,
        owner,
        title=title,
        introduction="Sixteen players, one evening, one crown. Everybody plays from home.",
        banner=pictures.banner("Friday cup", dark=(13, 30, 64), light=(36, 112, 168)),
        game=game,
        starts_at=starts_at,
        capacity=16,
        minimum_entrants=4,
        entry_fee=FEE,
        payment_methods=[
            (
                "method",
                {
                    "method": Method.BKASH,
                    "account": "01700-000000",
                    "instructions": "Send Money, and give your reference as the note.",
                },
            ),
            ("method", {"method": Method.NAGAD, "account": "01800-000000", "instructions": ""}),
        ],
        prizes=prizes(5000, 2000, 1000),
        stages=[
            (
                "single_elimination",
                {"name": "Playoffs", "best_of": "1", "best_of_final": "3", "third_place": True},
            )
        ],
        body=story.body(starts_at=starts_at, sponsors=["Padma Telecom", "Delta Energy"]),
    )
    verifier = people.account("staff")
    for number, name in enumerate(PLAYERS):
        player = people.with_player_id(
            people.stand_in(name), game, f"ABCD-{number:03}-100-{number:03}"
        )
        registration = enter(tournament=tournament, by=player)
        if number < 6:
            transaction_id = f"9KT{number}M4X7QZ"
            proof = submit_proof(
                payment=registration.payment,
                by=player,
                method=Method.BKASH,
                transaction_id=transaction_id,
                payer=f"0171234567{number}",
                amount=FEE,
                upload=photo(
                    Receipt(
                        method="bKash",
                        transaction_id=transaction_id,
                        amount=f"BDT {FEE}.00",
                        payer=f"0171234567{number}",
                        look=number,
                    )
                ),
            )
            if number < 3:
                verify(proof, by=verifier)
    player = people.with_player_id(people.account("player"), game, "WXYZ-123-456-789")
    enter(tournament=tournament, by=player)


def live_clash(organizer: Organizer, owner: User) -> None:
    """Live, in the middle of its bracket."""
    title = "Valorant Winter Clash"
    if Tournament.objects.filter(title=title).exists():
        return
    game = Game.objects.get(slug="valorant")
    starts_at = timezone.now() + timedelta(minutes=20)
    tournament = publish(
        organizer,
        owner,
        title=title,
        introduction="Twelve teams fight for the winter crown. Follow every map live.",
        banner=pictures.banner("Winter clash", dark=(34, 12, 48), light=(168, 40, 84)),
        game=game,
        participation=Participation.TEAM,
        starts_at=starts_at,
        capacity=12,
        minimum_entrants=4,
        prizes=prizes(30000, 15000, 7500),
        stages=[
            (
                "single_elimination",
                {"name": "Playoffs", "best_of": "3", "best_of_final": "5", "third_place": True},
            )
        ],
        body=story.body(
            starts_at=starts_at,
            sponsors=["Meghna Bank"],
            stream="https://www.twitch.tv/deltacrown",
        ),
    )
    for name, tag in TEAMS:
        _enter_team(tournament, game, name, tag, people.stand_in(f"{name} Captain"))
    _enter_team(tournament, game, *PLAYERS_TEAM, people.account("player"))
    begin_earlier(tournament, owner)
    stage = request_draw(tournament=tournament, by=owner)
    draw_stage(stage.pk)
    _play_until_semi_finals(tournament, by=owner)


def publish(organizer: Organizer, owner: User, **settings: Any) -> Tournament:
    page = TournamentPage(owner=owner, live=False, **settings)
    organizer.page.specific.add_child(instance=page)
    page.save_revision(user=owner).publish(user=owner)
    return Tournament.objects.behind(page).get()


def begin_earlier(tournament: Tournament, owner: User) -> None:
    """Everybody is in, so the start can lie behind us."""
    page = tournament.page.specific
    page.starts_at = timezone.now() - timedelta(minutes=40)
    page.save_revision(user=owner).publish(user=owner)
    tournament.refresh_from_db()


def _enter_team(tournament: Tournament, game: Game, name: str, tag: str, captain: User) -> None:
    team, players = people.roster(name, tag, game, captain)
    enter(tournament=tournament, by=captain, team=team, players=players)


def _play_until_semi_finals(tournament: Tournament, *, by: User) -> None:
    """Play the first two rounds with results that are the same on every machine."""
    dice = random.Random(2026)  # noqa: S311
    while matches := [match for match in playable_matches(tournament) if match.round.number < 3]:
        for match in matches:
            _play(match, dice, by=by)


def _play(match: Match, dice: random.Random, *, by: User) -> None:
    games, won = [], [0, 0]
    while max(won) < 2:
        winner = dice.randrange(2)
        won[winner] += 1
        lost = dice.randrange(3, 12)
        games.append(PlayedGame(13, lost) if winner == 0 else PlayedGame(lost, 13))
    enter_result(match=match, games=games, by=by)


def prizes(*amounts: int) -> list[tuple[str, dict[str, Any]]]:
    return [
        (
            "prize",
            {
                "first": place,
                "last": None,
                "amount": amount,
                "extra": "Trophy" if place == 1 else "",
            },
        )
        for place, amount in enumerate(amounts, start=1)
    ]


def evening(*, days: int):
    """Eight in the evening, local time, some days from now."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=20, minute=0, second=0, microsecond=0)
