import pytest

from tests.factories import drawn_cup, match_of, win
from tests.factories.reports import disputed, make_older, report
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches import tasks

pytestmark = pytest.mark.django_db

ACCEPT = "tournaments.matches.tasks.accept_silent"


def statuses(matches: list[Match]) -> list[str]:
    return [Match.objects.get(pk=match.pk).status for match in matches]


def final_of(cup: Tournament) -> Match:
    return match_of(cup, "F")


def test_each_report_that_nobody_answered_is_accepted_once(drain_queue):
    due, early, at_odds, hidden, patient = [final_of(drawn_cup(2)) for _number in range(5)]
    for match in (due, early, hidden, patient):
        report(match)
    disputed(at_odds)
    for match in (due, at_odds, hidden, patient):
        make_older(match)
    Tournament.objects.filter(pk=hidden.tournament.pk).update(players_report=False)
    Tournament.objects.filter(pk=patient.tournament.pk).update(report_minutes=90)

    tasks.accept_silent_reports()
    tasks.accept_silent_reports()  # a worker that is slow
    ran = drain_queue()
    tasks.accept_silent_reports()

    assert ran.count(ACCEPT) == 2
    assert ACCEPT not in drain_queue()
    assert statuses([due, early, at_odds, hidden, patient]) == [
        *("completed", "reported", "disputed", "reported", "reported"),
    ]


@pytest.mark.parametrize("matches", [1, 3])
def test_looking_for_them_takes_as_many_queries_for_three_as_for_one(
    django_assert_num_queries, matches
):
    for _number in range(matches):
        report(final_of(drawn_cup(2)))

    with django_assert_num_queries(5):
        tasks.accept_silent_reports()


def test_a_worker_that_dies_half_way_leaves_nothing_and_the_next_does_it_all(monkeypatch):
    match = match_of(drawn_cup(4), "W1-1")
    report(match)
    make_older(match)
    before = match.tournament.events.count()

    def die(*args, **words):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("tournaments.matches.operations.reports.happened", die)
        with pytest.raises(SystemExit):
            tasks.accept_silent(match.pk)
    assert statuses([match]) == ["reported"]
    assert match.tournament.events.count() == before

    tasks.accept_silent(match.pk)
    tasks.accept_silent(match.pk)

    assert statuses([match]) == ["completed"]
    assert match.tournament.events.filter(kind="report.unanswered").count() == 1
    assert match_of(match.tournament, "F").sides.get(slot=1).entrant.name == "P1"


def test_a_match_that_somebody_else_decided_or_that_is_gone_is_left_alone():
    match = final_of(drawn_cup(2))
    report(match)
    make_older(match)
    win(match, 2)

    tasks.accept_silent(match.pk)
    tasks.accept_silent(0)

    assert match.sides.get(is_winner=True).slot == 2
