"""Cups of every format on the database, with all that can happen, by lot."""

import random

import pytest
from django.db import transaction
from hypothesis import given, note, settings
from hypothesis import strategies as st

from tests.factories import drawn_cup
from tests.factories.formats import DOUBLE, LADDER, LOBBY, SWISS, SWISS_UNTIL_TWO
from tests.factories.play import KNOCKOUT, LEAGUE
from tests.tournaments.brackets.random_cup import RandomCup
from tests.tournaments.engine.lengths import FULL
from tests.tournaments.engine.random_play import check_blocks
from tournaments.awards.placing import final_placements
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

FORMATS = {
    "single elimination": [{**KNOCKOUT, "third_place": True}],
    "double elimination": [DOUBLE],
    "double elimination, single final": [{**DOUBLE, "finals": "single", "in_losers": 1}],
    "brackets side by side": [{**DOUBLE, "groups": 2, "advance": 1}, KNOCKOUT],
    "round robin": [{**LEAGUE, "best_of": 2}],
    "groups and playoffs": [{**LEAGUE, "groups": 2, "advance": 2}, KNOCKOUT],
    "Swiss": [SWISS],
    "Swiss and playoffs": [{**SWISS_UNTIL_TWO, "advance": 2, "best_of_decider": 3}, DOUBLE],
    "lobbies and a final": [
        {**LOBBY, "lobby_size": 3, "advance": 1},
        {**LOBBY, "name": "Final", "games": 3, "drop_worst": 1},
    ],
    "ladder": [LADDER],
}


@pytest.mark.parametrize("stages", FORMATS.values(), ids=FORMATS)
@settings(max_examples=25 if FULL else 2)
@given(entrants=st.integers(4, 9), disturbances=st.integers(0, 10), seed=st.integers(0, 2**32))
def test_a_cup_with_all_that_can_happen_comes_to_its_end(stages, entrants, disturbances, seed):
    with transaction.atomic():
        play = RandomCup(drawn_cup(entrants, stages=stages), random.Random(seed), disturbances)
        try:
            play.to_its_end()
        except BaseException:
            note("\n".join(play.story))
            raise

        check_completed(play.cup, entrants)
        transaction.set_rollback(True)


def check_completed(cup: Tournament, entrants: int) -> None:
    """Everybody has a place, in blocks that follow each other."""
    cup.refresh_from_db()
    number = {entrant.pk: entrant.seed for entrant in cup.entrants.all()}
    placed = final_placements(cup)

    assert cup.status == Tournament.Status.COMPLETED
    check_blocks(
        [
            type(block)(block.first, block.last, tuple(number[pk] for pk in block.entrants))
            for block in placed
        ],
        entrants,
    )
