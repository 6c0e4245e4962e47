"""Two at once: officials, workers, and a side that accepts while an official moves."""

import pytest

from deltacrown.errors import Refused
from tests.factories import match_of, organizer_of
from tests.racing import race
from tests.tournaments.matches.scheduled import (
    called,
    cup_of,
    first,
    player,
    set_time,
    stations_of,
    tomorrow,
)
from tournaments.core.models import Event
from tournaments.matches import operations, tasks
from tournaments.matches.models import Fixture, Proposal, Reminder

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TRIES = 5


def test_two_officials_put_two_matches_on_one_station_at_once():
    cup = cup_of()
    (table,) = stations_of(cup, "Table 1")
    by = organizer_of(cup)

    answers = race(
        TRIES,
        lambda: set_time(match_of(cup, "W1-1"), tomorrow(), table, by=by),
        lambda: set_time(match_of(cup, "W1-2"), tomorrow(10), table, by=by),
        before_each=Fixture.objects.all().delete,
    )

    assert answers == [["done", "station_taken"]] * TRIES
    assert Fixture.objects.filter(station=table).count() == 1


def test_two_workers_fill_the_stations_once():
    cup = cup_of(8)
    stations_of(cup, "Table 1", "Table 2")

    def again() -> None:
        Fixture.objects.all().delete()
        Event.objects.filter(kind="match.called").delete()

    for _time in range(TRIES):
        again()
        race(1, *[lambda: tasks.fill_stations(cup.pk)] * 2)
        assert called(cup) == {"W1-1": "Table 1", "W1-2": "Table 2"}
        assert Event.objects.filter(kind="match.called").count() == 2


def test_two_workers_remind_once():
    cup = cup_of()
    fixture = set_time(first(cup), tomorrow(600))

    for _time in range(TRIES):
        Reminder.objects.all().delete()
        Event.objects.filter(kind="match.reminder").delete()
        race(1, *[lambda: operations.remind_due(fixture.starts_at)] * 2)
        assert Event.objects.filter(kind="match.reminder").count() == 0
        near = tomorrow(590)
        race(1, *[lambda moment=near: operations.remind_due(moment)] * 2)
        assert Event.objects.filter(kind="match.reminder").count() == 1
        assert Reminder.objects.filter(is_sent=True).count() == 1


def test_a_side_accepts_while_an_official_moves_the_match():
    cup = cup_of(sides_may_reschedule=True)
    match, by = first(cup), organizer_of(cup)
    one, other = player(cup, "P1"), player(cup, "P4")
    entrant = cup.entrants.get(name="P1")

    for number in range(TRIES):
        set_time(match, tomorrow(600 + number))
        proposal = operations.propose_time(match, entrant=entrant, starts_at=tomorrow(700), by=one)
        before = Fixture.objects.get().sequence
        (answer,) = race(
            1,
            lambda proposal=proposal: operations.answer_proposal(proposal, accept=True, by=other),
            lambda: set_time(match, tomorrow(800), by=by),
        )

        fixture = Fixture.objects.get()
        proposal.refresh_from_db()
        assert fixture.starts_at == tomorrow(800), "the official has the last word"
        if answer == ["done", "done"]:
            assert (proposal.status, fixture.sequence) == ("accepted", before + 2)
        else:
            assert answer == ["done", "settled"]
            assert (proposal.status, fixture.sequence) == ("expired", before + 1)


def test_two_of_a_side_propose_one_time():
    cup = cup_of(sides_may_reschedule=True)
    match = first(cup)
    set_time(match, tomorrow(600))

    def propose(name: str):
        return operations.propose_time(
            match,
            entrant=cup.entrants.get(name=name),
            starts_at=tomorrow(700),
            by=player(cup, name),
        )

    answers = race(
        TRIES,
        lambda: propose("P1"),
        lambda: propose("P4"),
        before_each=Proposal.objects.all().delete,
    )

    assert answers == [["done", "one_open"]] * TRIES
    with pytest.raises(Refused):
        propose("P1")
