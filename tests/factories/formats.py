"""Stages of the formats that are not drawn at once, and how they are moved on."""

from tests.factories.play import draw_next, entered_cup, match_of, organizer_of, win
from tournaments.brackets import operations as brackets
from tournaments.brackets.models import Match, Stage
from tournaments.core.models import Tournament
from tournaments.engine.free_for_all import Finish
from tournaments.matches import operations as matches
from tournaments.matches.queries import playable_matches
from tournaments.registration.models import Entrant

DOUBLE = {"format": "double_elimination", "name": "Bracket"}
SWISS = {"format": "swiss", "name": "Swiss", "rounds": 3}
SWISS_UNTIL_TWO = {"format": "swiss", "name": "Swiss", "wins": 2, "losses": 2}
LOBBY = {"format": "free_for_all", "name": "Lobbies", "lobby_size": 16, "games": 2}
LADDER = {"format": "ladder", "name": "Ladder", "challenge_range": 2}


def cup_of(*stages: dict, entrants: int = 4) -> Tournament:
    """A live tournament of these stages, the first of which is drawn."""
    cup = entered_cup(entrants, stages=[*stages])
    draw_next(cup)
    return cup


def entrant_of(cup: Tournament, name: str) -> Entrant:
    return cup.entrants.get(name=name)


def better_wins(cup: Tournament, *, but: str = "", stage: int = 1) -> None:
    """Play what can be played in a stage; the better seed wins, but not in the match ``but``."""
    while match := playable_matches(cup).filter(stage__number=stage).first():
        one, other = match.sides.all()
        better = 1 if one.entrant.seed < other.entrant.seed else 2
        win(match, 3 - better if match.code == but else better)


def pair_next(cup: Tournament, *, stage: int = 1) -> Stage:
    """Pair the next round, as the organizer and the worker do it."""
    swiss = cup.drawn_stages.get(number=stage)
    number = brackets.request_round(stage=swiss, by=organizer_of(cup))
    brackets.pair_round(swiss, number=number)
    swiss.refresh_from_db()
    assert not swiss.refusal, swiss.refusal
    return swiss


def finish(match: Match, *order: str, absent: tuple[str, ...] = ()) -> Match:
    """Enter a lobby: the names come in this order, the first with as many kills as there are."""
    return matches.enter_finishes(
        match=match,
        finishes=finishes(match, *order, absent=absent),
        by=organizer_of(match.tournament),
    )


def finishes(match: Match, *order: str, absent: tuple[str, ...] = ()) -> list[Finish]:
    ids = {side.entrant.name: side.entrant_id for side in match.sides.all()}
    return [
        *[
            Finish(ids[name], place, len(order) - place)
            for place, name in enumerate(order, start=1)
        ],
        *[Finish(ids[name], None) for name in absent],
    ]


def challenge(cup: Tournament, challenger: str, challenged: str) -> Match:
    return brackets.challenge(
        stage=cup.drawn_stages.get(),
        challenger=entrant_of(cup, challenger),
        challenged=entrant_of(cup, challenged),
        by=organizer_of(cup),
    )


def facts(cup: Tournament, *codes: str, stage: int = 1) -> list[tuple]:
    """Of each match: its status, how it was decided, and who won it."""
    found = []
    for code in codes:
        match = match_of(cup, code, stage=stage)
        winner = match.sides.filter(is_winner=True).values_list("entrant__name", flat=True).first()
        found.append((str(match.status), str(match.decided_by), winner))
    return found
