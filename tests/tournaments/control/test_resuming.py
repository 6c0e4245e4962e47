from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from tests.factories import completed_cup, entered_cup, organizer_of
from tournaments.brackets.models import Stage
from tournaments.brackets.operations import request_draw
from tournaments.control.models import Conclusion
from tournaments.control.resuming import LONG_QUEUE, resume
from tournaments.core.models import Event
from tournaments.core.operations import happened

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(hours=2)


@pytest.fixture
def given_up():
    """A draw, a conclusion and events whose tasks the queue has dropped."""
    drawn = entered_cup(2)
    stage = request_draw(tournament=drawn, by=organizer_of(drawn))
    ended = completed_cup(2)
    happened("test.happened", drawn)
    OrmQ.objects.all().delete()
    return stage, Conclusion.objects.get(tournament=ended)


def make_old() -> None:
    then = timezone.now() - LONG_AGO
    Stage.objects.update(requested_at=then)
    Conclusion.objects.update(started_at=then)
    Event.objects.update(at=then)


def test_what_waits_since_long_is_queued_again_and_gets_done(given_up, drain_queue):
    stage, conclusion = given_up
    make_old()

    resume()
    drain_queue()

    for row in given_up:
        row.refresh_from_db()
    assert (bool(stage.drawn_at), conclusion.is_done) == (True, True)
    assert not Event.objects.filter(deliveries=None).exists()
    OrmQ.objects.all().delete()
    make_old()
    assert resume() == 0


def test_what_is_new_is_left_to_the_queue(given_up):
    assert resume() == 0
    assert not OrmQ.objects.exists()


def test_nothing_is_added_to_a_long_queue(given_up):
    make_old()
    OrmQ.objects.bulk_create(OrmQ(key="q", payload="x") for _task in range(LONG_QUEUE + 1))

    assert resume() == 0
