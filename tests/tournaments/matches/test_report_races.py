"""What only two transactions at once can show."""

import pytest

from tests.factories import drawn_cup, match_of, organizer_of
from tests.factories.evidence import player_of
from tests.factories.reports import LOST, WON, disputed, make_older, opened_dispute, report
from tests.factories.staff import staff_of
from tests.racing import race
from tournaments.brackets.models import GameScore, Match
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import LimitCount
from tournaments.matches import operations
from tournaments.matches.models import Dispute, Report

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
TRIES = 10


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


def begin_again(match: Match) -> None:
    GameScore.objects.filter(side__match=match).delete()
    match.sides.update(is_winner=False, score=None)
    Match.objects.filter(pk=match.pk).update(status="ready", decided_by="", completed_at=None)
    Dispute.objects.all().delete()
    Report.objects.all().delete()
    LimitCount.objects.all().delete()


def status_of(match: Match) -> str:
    return Match.objects.get(pk=match.pk).status


def test_both_sides_report_at_once_and_neither_is_lost(match):
    one, other = player_of(match, 1), player_of(match, 2)
    ended = []

    def before() -> None:
        ended.append(status_of(match))
        begin_again(match)

    answers = race(
        TRIES,
        lambda: report(match, 1, WON, by=one),
        lambda: report(match, 2, WON, by=other),
        before_each=before,
    )

    assert answers == [["done", "done"]] * TRIES
    assert [*ended[1:], status_of(match)] == ["completed"] * TRIES


def test_reports_that_differ_at_once_open_one_dispute(match):
    one, other = player_of(match, 1), player_of(match, 2)

    answers = race(
        TRIES,
        lambda: report(match, 1, WON, by=one),
        lambda: report(match, 2, LOST, by=other),
        before_each=lambda: begin_again(match),
    )

    assert answers == [["done", "done"]] * TRIES
    assert (status_of(match), Dispute.objects.count()) == ("disputed", 1)


def test_the_other_side_confirms_while_the_job_accepts(match):
    other, said = player_of(match, 2), []

    def before() -> None:
        begin_again(match)
        said.append(report(match, 1).pk)
        make_older(match)

    answers = race(
        TRIES,
        lambda: operations.confirm_report(match, report=said[-1], by=other),
        lambda: operations.accept_silent(match.pk),
        before_each=before,
    )

    assert {tuple(answer) for answer in answers} <= {("done", "done"), ("decided", "done")}
    assert status_of(match) == "completed"
    completed = match.tournament.events.filter(kind="match.completed").count()
    assert completed == TRIES


def test_two_workers_accept_a_report_once(match):
    def before() -> None:
        begin_again(match)
        report(match, 1)
        make_older(match)

    answers = race(
        TRIES,
        lambda: operations.accept_silent(match.pk),
        lambda: operations.accept_silent(match.pk),
        before_each=before,
    )

    assert answers == [["done", "done"]] * TRIES
    assert match.tournament.events.filter(kind="report.unanswered").count() == TRIES


def test_of_two_officials_one_rules(match):
    officials = [organizer_of(match.tournament), staff_of(match.tournament, StaffRole.REFEREE)]
    disputes = []

    def before() -> None:
        begin_again(match)
        disputes.append(disputed(match))

    def rule(place: int, game) -> None:
        verdict = operations.played(match, [game])
        operations.rule(disputes[-1], verdict=verdict, text="So.", by=officials[place])

    answers = race(TRIES, lambda: rule(0, WON), lambda: rule(1, LOST), before_each=before)

    assert answers == [["closed", "done"]] * TRIES
    dispute, winner = Dispute.objects.get(), match.sides.get(is_winner=True).slot
    assert (dispute.outcome["winner"], dispute.closed_by) == (winner, officials[winner - 1])


def test_both_sides_dispute_at_once_and_there_is_one_dispute(match):
    answers = race(
        TRIES,
        lambda: opened_dispute(match, 1),
        lambda: opened_dispute(match, 2),
        before_each=lambda: begin_again(match),
    )

    assert answers == [["disputed", "done"]] * TRIES
    assert Dispute.objects.count() == 1


def test_a_link_is_used_once(match):
    made = operations.make_score_link(match, by=organizer_of(match.tournament))

    def enter() -> None:
        operations.enter_by_link(made.token, games=[WON])

    answers = race(TRIES, enter, enter, before_each=lambda: begin_again(match))

    assert answers == [["decided", "done"]] * TRIES
