import pytest

from tests.factories import drawn_cup, organizer_of, play_by_seed
from tournaments.brackets import operations
from tournaments.brackets.report import report_of
from tournaments.engine.trf_history import history
from tournaments.engine.trf_reading import read

pytestmark = pytest.mark.django_db

SWISS = {"format": "swiss", "name": "Swiss", "rounds": 2}


def test_a_swiss_stage_can_be_taken_elsewhere():
    cup = drawn_cup(3, stages=[SWISS])
    stage = cup.drawn_stages.get()
    play_by_seed(cup)
    number = operations.request_round(stage=stage, by=organizer_of(cup))
    operations.pair_round(stage, number=number)

    again = read(report_of(stage))

    assert [(player.name, player.points, player.rank) for player in again.players] == [
        ("P1", 1, 1),
        ("P2", 1, 2),
        ("P3", 1, 3),
    ]
    assert [len(results) for results in history(again).rounds] == [2, 1]
