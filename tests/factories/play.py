"""Competitions made and played through the operations that people use."""

from deltacrown.accounts.models import User
from tests.factories.content import TournamentFactory
from tests.factories.people import UserFactory
from tests.factories.registration import RegistrationFactory
from tournaments.brackets import operations as brackets
from tournaments.brackets.models import Match, Stage
from tournaments.control import operations as control
from tournaments.core.models import Tournament
from tournaments.engine.results import Game
from tournaments.matches import operations as matches
from tournaments.matches.queries import playable_matches

KNOCKOUT = {"format": "single_elimination", "name": "Playoffs", "third_place": False}
LEAGUE = {"format": "round_robin", "name": "League", "groups": 1, "draws": True}


def organizer_of(tournament: Tournament) -> User:
    """Somebody who runs the tournament and does not play in it."""
    members = tournament.organizer.group.user_set
    if found := members.order_by("pk").first():
        return found
    official = UserFactory()
    members.add(official)
    return official


def entered_cup(entrants: int, **settings) -> Tournament:
    """A published tournament with this many confirmed players, named P1, P2 and so on."""
    cup = TournamentFactory(**{"capacity": max(entrants, 2), **settings})
    for number in range(1, entrants + 1):
        RegistrationFactory(tournament=cup, number=number, name=f"P{number}")
    return cup


def draw_next(cup: Tournament) -> Stage:
    """Draw the next stage, as the organizer and the worker do it."""
    stage = brackets.request_draw(tournament=cup, by=organizer_of(cup))
    brackets.draw(stage)
    cup.refresh_from_db()
    stage.refresh_from_db()
    assert not stage.refusal, stage.refusal
    return stage


def drawn_cup(entrants: int, **settings) -> Tournament:
    """A live tournament whose first stage is drawn: P1 is seed 1, P2 seed 2 and so on."""
    cup = entered_cup(entrants, **settings)
    draw_next(cup)
    return cup


def match_of(cup: Tournament, code: str, *, stage: int = 1) -> Match:
    return Match.objects.get(stage__tournament=cup, stage__number=stage, code=code)


def win(match: Match, slot: int = 1, *, by: User | None = None) -> Match:
    """Play the match in as few games as it takes: the side in ``slot`` wins each."""
    game = Game(2, 1) if slot == 1 else Game(1, 2)
    return matches.enter_result(
        match=match,
        games=[game] * (match.best_of // 2 + 1),
        by=by or organizer_of(match.tournament),
    )


def play_all(cup: Tournament) -> None:
    """Play what can be played, round after round; the first side always wins."""
    while match := playable_matches(cup).first():
        win(match)


def play_by_seed(cup: Tournament) -> None:
    """Play what can be played, round after round; the better seed always wins."""
    while match := playable_matches(cup).first():
        one, other = match.sides.all()
        win(match, 1 if one.entrant.seed < other.entrant.seed else 2)


def completed_cup(entrants: int, **settings) -> Tournament:
    """A tournament of one stage that is over; what follows waits in the queue."""
    cup = drawn_cup(entrants, **settings)
    play_all(cup)
    control.complete(cup, by=organizer_of(cup))
    cup.refresh_from_db()
    return cup


def names_of(sides) -> list[str | None]:
    """Who stands on the sides of a match; None where nobody does."""
    return [side.entrant.name if side.entrant else None for side in sides.order_by("slot")]
