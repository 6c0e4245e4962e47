"""Two things at once on the day of a tournament: each is done or refused, and it goes on."""

import random
from collections.abc import Callable

import pytest

from tests.racing import race
from tests.tournaments.engine.lengths import FULL
from tests.tournaments.match_day_moves import FORMATS, Act, moves_now, open_day, to_its_end
from tests.tournaments.match_day_truths import check_day

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
STEPS = 60 if FULL else 12
GAMES = range(10 if FULL else 1)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("game", GAMES)
def test_whatever_two_people_do_at_once_the_day_goes_on(name, game):
    lot = random.Random(f"{name} {game}")
    day, pair = open_day(name), []

    def choose() -> None:
        check_day(day.cup, by=day.official)
        both = [_without_undo(moves_now(day, lot)) for _one in range(2)]
        pair[:] = [moves[lot.choice(sorted(moves))] for moves in both]

    answers = race(STEPS, in_turn(pair, 0), in_turn(pair, 1), before_each=choose)
    check_day(day.cup, by=day.official)
    to_its_end(day, lot)

    assert len(answers) == STEPS


def _without_undo(moves: dict[str, Act]) -> dict[str, Act]:
    """Leave out what compares before and after: somebody else acts in between."""
    return {name: act for name, act in moves.items() if not name.endswith("and undo")}


def in_turn(pair: list[Act], place: int) -> Callable[[], object]:
    return lambda: pair[place]()
