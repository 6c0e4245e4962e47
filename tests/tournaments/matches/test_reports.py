from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import TeamFactory, UserFactory, drawn_cup, match_of, organizer_of, win
from tests.factories.evidence import player_of
from tests.factories.play import KNOCKOUT
from tests.factories.reports import (
    LOST,
    WON,
    disputed,
    enter_team,
    make_older,
    opened_dispute,
    report,
)
from tournaments.brackets.models import Match
from tournaments.core.limits import LimitReached
from tournaments.core.models import Tournament
from tournaments.engine.results import Game
from tournaments.matches import operations
from tournaments.matches.models import Dispute, Report
from tournaments.matches.report_rules import stands_at
from tournaments.matches.rules import side_of

pytestmark = pytest.mark.django_db

BEST_OF_THREE = [{**KNOCKOUT, "best_of": 3}]


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


def facts(match: Match) -> tuple:
    """What the match stands at: its status, its winner, and who says what now."""
    match = Match.objects.get(pk=match.pk)
    winner = match.sides.filter(is_winner=True).values_list("slot", flat=True).first()
    said = match.reports.live().values_list("entrant__name", "games")
    return match.status, winner, [(name, tuple(games[0][:2])) for name, games in said]


def refused(operation, *args, **words) -> str:
    with pytest.raises(Refused) as refusal:
        operation(*args, **words)
    return refusal.value.code


# --- two reports -------------------------------------------------------------------


def test_the_first_report_waits_for_the_other_side(match):
    said = report(match, 1, note=" Good game. ")

    assert facts(match) == ("reported", None, [("P1", (2, 1))])
    assert (said.by, said.note, said.overtime) == (player_of(match), "Good game.", False)


def test_equal_reports_complete_the_match_and_let_the_winner_go_on():
    cup = drawn_cup(4)
    match = match_of(cup, "W1-1")

    report(match, 1)
    report(match, 2)

    assert facts(match) == ("completed", 1, [("P1", (2, 1)), ("P4", (2, 1))])
    assert match_of(cup, "F").sides.get(slot=1).entrant.name == "P1"
    kinds = cup.events.order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-4:] == ["report.made", "report.made", "match.completed", "report.accepted"]


@pytest.mark.parametrize(
    ("games", "overtime"),
    [([LOST], False), ([Game(3, 1)], False), ([WON], True)],
)
def test_reports_that_differ_open_a_dispute_of_nobody(match, games, overtime):
    report(match, 1)
    operations.report_result(match, games=games, overtime=overtime, by=player_of(match, 2))

    dispute = Dispute.objects.get()
    assert facts(match)[:2] == ("disputed", None)
    assert (dispute.reason, dispute.opened_by, dispute.entrant, dispute.match_was) == (
        *("score_mismatch", None, None),
        "reported",
    )


def test_a_side_that_reports_again_replaces_its_own_word_and_confirms_nothing(match):
    first = report(match, 1)
    report(match, 1, by=player_of(match, 1))
    report(match, 1, LOST)

    assert facts(match) == ("reported", None, [("P1", (1, 2))])
    assert list(Report.objects.values_list("live", flat=True)) == [False, False, True]
    assert not Report.objects.get(pk=first.pk).live


def test_the_word_of_a_team_mate_is_that_of_the_side(match):
    mate = UserFactory()
    match.sides.get(slot=1).entrant.registration.roster.update(user=mate)

    report(match, 1)
    report(match, 1, by=mate)

    assert facts(match) == ("reported", None, [("P1", (2, 1))])


def test_after_the_answer_nothing_is_replaced(match):
    disputed(match)

    assert refused(report, match, 1, LOST) == "disputed"
    assert facts(match)[0] == "disputed"


# --- confirming --------------------------------------------------------------------


def test_the_other_side_confirms_with_one_click(match):
    said = report(match, 1)

    operations.confirm_report(match, report=said.pk, by=player_of(match, 2))

    assert facts(match) == ("completed", 1, [("P1", (2, 1)), ("P2", (2, 1))])


def test_nobody_confirms_their_own_report(match):
    said = report(match, 1)

    code = refused(operations.confirm_report, match, report=said.pk, by=player_of(match, 1))

    assert (code, facts(match)[0]) == ("no_report", "reported")


def test_a_report_that_was_replaced_meanwhile_is_not_confirmed(match):
    read = report(match, 1)
    report(match, 1, Game(5, 0))

    code = refused(operations.confirm_report, match, report=read.pk, by=player_of(match, 2))

    assert (code, facts(match)) == ("replaced", ("reported", None, [("P1", (5, 0))]))


def test_who_gives_in_ends_the_dispute_about_two_reports(match):
    disputed(match)
    theirs = match.reports.get(entrant__name="P2")

    operations.confirm_report(match, report=theirs.pk, by=player_of(match, 1))

    dispute = Dispute.objects.get()
    assert facts(match) == ("completed", 2, [("P2", (1, 2)), ("P1", (1, 2))])
    assert (dispute.status, dispute.closed_by) == ("cancelled", player_of(match, 1))


def test_a_dispute_that_the_other_side_opened_does_not_end_by_confirming(match):
    said = report(match, 1)
    opened_dispute(match, 1)

    code = refused(operations.confirm_report, match, report=said.pk, by=player_of(match, 2))

    assert (code, facts(match)[0]) == ("disputed", "disputed")


# --- who, and when -------------------------------------------------------------------


def test_an_outsider_whose_key_is_that_of_a_team_says_nothing(match):
    team = TeamFactory(pk=77_001)
    entrant = enter_team(match, 1, team)
    outsiders = [UserFactory(pk=team.pk), UserFactory(pk=entrant.pk + 90_000_000), AnonymousUser()]

    assert [side_of(user, match) for user in outsiders] == [None] * 3
    codes = [refused(report, match, by=user) for user in outsiders[:2]]
    assert (codes, Report.objects.count()) == (["not_in_match"] * 2, 0)


def test_the_team_of_a_side_speaks_for_it(match):
    member, team = UserFactory(), TeamFactory()
    team.memberships.create(user=member)
    enter_team(match, 2, team)

    assert side_of(member, match) == match.sides.get(slot=2)


def test_who_belongs_to_both_sides_speaks_for_neither(match):
    both = UserFactory()
    for side in match.sides.all():
        side.entrant.registration.roster.update(user=both, live=False)

    assert refused(side_of, both, match) == "both_sides"
    assert refused(report, match, by=both) == "both_sides"


def test_an_official_who_does_not_play_reports_for_nobody(match):
    assert refused(report, match, by=organizer_of(match.tournament)) == "not_in_match"


@pytest.mark.parametrize(
    ("games", "code"),
    [
        ([WON, WON, LOST, WON], "played_after_decided"),
        ([WON, WON, WON], "played_after_decided"),
        ([WON], "unfinished"),
        ([WON, Game(1, 1), WON], "level_game"),
        ([WON, Game(-1, 2), WON], "negative_score"),
        ([], "unfinished"),
    ],
)
def test_what_cannot_have_been_played_is_refused_and_changes_nothing(games, code):
    match = match_of(drawn_cup(2, stages=BEST_OF_THREE), "F")
    before = match.tournament.events.count()

    with pytest.raises(Refused) as refusal:
        operations.report_result(match, games=games, by=player_of(match))

    assert refusal.value.code == code
    assert facts(match) == ("ready", None, [])
    assert match.tournament.events.count() == before


def test_no_report_while_a_side_is_open_or_when_it_is_over(match):
    cup = drawn_cup(4)
    win(match_of(cup, "W1-1"))
    final = match_of(cup, "F")
    win(match)

    assert refused(report, final, 1, by=player_of(final, 1)) == "sides_open"
    assert refused(report, match, 2, LOST) == "decided"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"players_report": False}, "officials_only"), ({"status": "cancelled"}, "not_live")],
)
def test_the_tournament_must_take_reports(match, change, code):
    Tournament.objects.filter(pk=match.tournament.pk).update(**change)

    assert refused(report, match) == code


def test_a_lobby_takes_no_reports():
    lobby = [{"format": "free_for_all", "name": "Final", "lobby_size": 4, "games": 1}]
    match = Match.objects.get(stage__tournament=drawn_cup(4, stages=lobby))

    assert refused(report, match, by=player_of(match, 1)) == "lobby"
    assert refused(opened_dispute, match) == "lobby"


# --- silence -------------------------------------------------------------------------


def test_a_report_stands_after_the_minutes_of_the_tournament(match):
    said = report(match)

    assert stands_at(match_of(match.tournament, "F")) == said.at + timedelta(minutes=15)


def test_a_report_that_is_replaced_gives_the_whole_time_again(match):
    report(match)
    make_older(match, 14)
    said = report(match, 1, Game(9, 0))

    assert stands_at(match_of(match.tournament, "F")) == said.at + timedelta(minutes=15)


def test_a_dispute_that_is_taken_back_gives_the_whole_time_again(match):
    report(match)
    dispute = opened_dispute(match, 2)
    make_older(match)

    operations.cancel_dispute(dispute, by=player_of(match, 2))

    assert stands_at(match_of(match.tournament, "F")) > timezone.now()


def test_silence_accepts_the_report(match):
    report(match)
    make_older(match)

    operations.accept_silent(match.pk)

    assert facts(match) == ("completed", 1, [("P1", (2, 1))])
    assert match.tournament.events.filter(kind="report.unanswered").count() == 1


def test_before_its_time_nothing_is_accepted(match):
    report(match)
    make_older(match, 14)

    operations.accept_silent(match.pk)

    assert facts(match)[0] == "reported"


@pytest.mark.parametrize(
    "change",
    [{"players_report": False}, {"status": Tournament.Status.CANCELLED}],
)
def test_silence_is_no_consent_where_nobody_could_answer(match, change):
    report(match)
    make_older(match)
    Tournament.objects.filter(pk=match.tournament.pk).update(**change)

    operations.accept_silent(match.pk)

    assert facts(match)[0] == "reported"


def test_once_it_stands_only_the_same_is_said(match):
    said = report(match)
    make_older(match)

    assert refused(report, match, 2, LOST) == "too_late"
    assert refused(report, match, 1, LOST) == "too_late"
    assert refused(opened_dispute, match, 2) == "too_late"
    operations.confirm_report(match, report=said.pk, by=player_of(match, 2))

    assert facts(match)[:2] == ("completed", 1)


# --- officials -----------------------------------------------------------------------


def test_the_result_of_an_official_counts_more_than_reports(match):
    report(match, 1, LOST)

    win(match)

    assert facts(match) == ("completed", 1, [])


def test_an_official_rules_on_what_is_disputed_and_does_not_enter_it(match):
    disputed(match)
    official = organizer_of(match.tournament)

    assert refused(win, match) == "disputed"
    assert refused(operations.forfeit, match=match, absent=[1], by=official) == "disputed"
    assert facts(match)[:2] == ("disputed", None)


def test_what_was_said_of_a_match_can_be_made_void(match):
    disputed(match)

    operations.retire_reports([match], by=organizer_of(match.tournament))
    operations.retire_reports([match])

    dispute = Dispute.objects.get()
    assert facts(match) == ("disputed", None, [])
    assert (dispute.status, dispute.closed_by) == ("cancelled", organizer_of(match.tournament))
    assert match.tournament.events.filter(kind="dispute.cancelled").count() == 1


def test_too_many_reports_are_too_often(match, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "report": (2, 3600)}
    refused(report, match, 1, Game(1, 1))  # costs nothing
    report(match)
    report(match)

    with pytest.raises(LimitReached):
        report(match)
    assert Report.objects.count() == 2
