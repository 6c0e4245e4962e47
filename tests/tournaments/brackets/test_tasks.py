import pytest

from tests.factories import draw_next, entered_cup, organizer_of
from tournaments.brackets import tasks
from tournaments.brackets.models import Stage
from tournaments.brackets.operations import request_draw, take_back_stage

pytestmark = pytest.mark.django_db


def test_the_worker_makes_the_draw_that_was_asked_for(drain_queue):
    cup = entered_cup(4)
    stage = request_draw(tournament=cup, by=organizer_of(cup))

    ran = drain_queue()

    stage.refresh_from_db()
    assert ran.count("tournaments.brackets.tasks.draw_stage") == 1
    assert stage.drawn_at
    assert stage.matches.count() == 3


def test_the_task_run_again_leaves_the_draw_as_it_is():
    stage = request_draw(tournament=(cup := entered_cup(4)), by=organizer_of(cup))
    tasks.draw_stage(stage.pk)
    before = list(stage.matches.order_by("pk").values())

    tasks.draw_stage(stage.pk)

    assert list(stage.matches.order_by("pk").values()) == before


@pytest.mark.parametrize("task", [tasks.draw_stage, lambda pk: tasks.pair_round(pk, 2)])
def test_a_task_whose_stage_was_taken_back_since_does_nothing(task):
    stage = draw_next(entered_cup(4))
    key = stage.pk
    take_back_stage(stage)

    task(key)

    assert not Stage.objects.exists()
