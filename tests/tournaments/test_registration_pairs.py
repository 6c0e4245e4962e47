"""Two things at once, by lot, on one tournament: each is done or refused, and all adds up."""

import random
from collections.abc import Callable

import pytest

from deltacrown.errors import Refused
from tests.racing import race
from tests.tournaments.desk_moves import FEE, Act, Desk, moves_now, open_desk
from tests.tournaments.desk_truths import Truths
from tests.tournaments.engine.lengths import FULL
from tournaments.core.settings import RefundPolicy

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
STEPS = 40
GAMES = range(50 if FULL else 4)


def open_by_lot(lot: random.Random) -> Desk:
    desk = open_desk(
        for_teams=lot.random() < 0.5,
        needs_approval=lot.random() < 0.3,
        entry_fee=lot.choice([FEE, FEE, 0]),
        four_eyes_from=lot.choice([None, FEE]),
        refund_policy=lot.choice(RefundPolicy.values),
    )
    for pick in range(4):
        try:
            moves_now(desk, pick=pick, step=0)["enter"]()
        except Refused:
            continue
    return desk


@pytest.mark.parametrize("game", GAMES)
def test_whatever_two_people_do_at_once_all_adds_up(game):
    lot = random.Random(game)
    desk = open_by_lot(lot)
    truths = Truths(desk)
    steps, pair = iter(range(STEPS)), []

    def choose() -> None:
        truths.check()
        moves = moves_now(desk, pick=lot.randrange(2**16), step=next(steps))
        others = moves_now(desk, pick=lot.randrange(2**16), step=0)
        pair[:] = [moves[lot.choice(sorted(moves))], others[lot.choice(sorted(others))]]

    answers = race(STEPS, in_turn(pair, 0), in_turn(pair, 1), before_each=choose)
    truths.check()

    assert len(answers) == STEPS


def in_turn(pair: list[Act], place: int) -> Callable[[], object]:
    return lambda: pair[place]()
