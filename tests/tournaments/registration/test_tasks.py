import pytest

from tests.factories import RegistrationFactory, TournamentFactory
from tests.tournaments.registration.test_checking_in import cup_with_check_in, hours, statuses
from tournaments.core.models import Tournament
from tournaments.registration.tasks import close_check_in, close_check_ins

pytestmark = pytest.mark.django_db


def test_each_check_in_that_is_over_is_closed_once(drain_queue):
    over = cup_with_check_in(-2, -1)
    moved = cup_with_check_in(-2, -1, check_in_extended_to=hours(1))
    ends_with_the_start = TournamentFactory(check_in_opens_at=hours(-2), starts_at=hours(-1))
    drawn = cup_with_check_in(-2, -1, status=Tournament.Status.LIVE)
    cups = [over, moved, ends_with_the_start, drawn, TournamentFactory()]
    for cup in cups:
        RegistrationFactory(tournament=cup)

    close_check_ins()
    close_check_ins()  # a worker that is slow
    ran = drain_queue()
    close_check_ins()

    assert ran.count("tournaments.registration.tasks.close_check_in") == 4
    assert drain_queue() == []
    assert [statuses(cup) for cup in cups] == [
        ["no_show"],
        ["confirmed"],
        ["no_show"],
        ["confirmed"],
        ["confirmed"],
    ]


def test_the_task_may_run_twice(drain_queue):
    cup = cup_with_check_in(-2, -1)
    RegistrationFactory(tournament=cup)

    close_check_in(cup.pk)
    close_check_in(cup.pk)

    assert cup.events.count() == 1
