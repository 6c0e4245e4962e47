from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory, drawn_cup, match_of, organizer_of, win
from tests.factories.evidence import player_of
from tests.factories.play import KNOCKOUT
from tests.factories.reports import LOST, disputed, make_older, report
from tests.factories.staff import moderator_of, staff_of
from tournaments.brackets.models import Match
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Tournament
from tournaments.core.roles import official_of
from tournaments.matches.models import Report
from tournaments.matches.queries import visible_matches
from tournaments.matches.reports_screen import report_section

pytestmark = pytest.mark.django_db

WON = {"game_1_1": 2, "game_1_2": 1}


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


def address(match: Match, name: str = "report") -> str:
    return reverse(f"matches:{name}", args=[match.pk])


def section(match: Match, user):
    match = visible_matches().get(pk=match.pk)
    return report_section(match, by=user, official=official_of(user, match.tournament))


def page_of(match: Match, user) -> str:
    match = visible_matches().get(pk=match.pk)
    found = report_section(match, by=user, official=official_of(user, match.tournament))
    context = {"reports": found, "match": match, "csrf_token": "token"}
    return render_to_string("tournaments/matches/_reports.html", context)


def status_of(match: Match) -> str:
    return Match.objects.get(pk=match.pk).status


def test_two_players_report_and_the_match_is_completed(client, match):
    client.force_login(player_of(match, 1))
    first = client.post(address(match), WON | {"note": "Fun!"}, follow=True)
    client.force_login(player_of(match, 2))
    second = client.post(address(match), WON, follow=True)

    assert first.redirect_chain == second.redirect_chain == [(match.get_absolute_url(), 302)]
    assert "Your report is with the other side now." in first.content.decode()
    assert "Both sides said the same: the result stands." in second.content.decode()
    assert status_of(match) == "completed"


def test_one_click_confirms(client, match):
    said = report(match, 1)
    client.force_login(player_of(match, 2))
    assert f'name="report" value="{said.pk}"' in page_of(match, player_of(match, 2))

    client.post(address(match, "confirm_report"), {"report": said.pk})

    assert status_of(match) == "completed"


def test_a_confirmation_of_what_was_replaced_says_so(client, match):
    read = report(match, 1)
    report(match, 1, LOST)
    client.force_login(player_of(match, 2))

    response = client.post(address(match, "confirm_report"), {"report": read.pk}, follow=True)
    client.post(address(match, "confirm_report"), {"report": "x"})

    assert "The other side has changed its report." in response.content.decode()
    assert status_of(match) == "reported"


def test_different_reports_say_that_an_official_decides(client, match):
    report(match, 1)
    client.force_login(player_of(match, 2))

    response = client.post(address(match), {"game_1_1": 0, "game_1_2": 3}, follow=True)

    assert "The other side said something else" in response.content.decode()
    assert status_of(match) == "disputed"


def test_what_is_refused_is_shown_beside_what_was_filled_in(client):
    match = match_of(drawn_cup(2, stages=[{**KNOCKOUT, "best_of": 3}]), "F")
    client.force_login(player_of(match))
    won_in_four = {f"game_{number}_1": 2 for number in (1, 2, 3)}
    won_in_four |= {f"game_{number}_2": 1 for number in (1, 2, 3)}

    response = client.post(address(match), won_in_four | {"note": "3-0, really"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Game 3 was played after the match was decided." in page
    assert "3-0, really" in page
    assert not Report.objects.exists()


def test_others_do_not_learn_that_there_is_a_form(client, match):
    visitor = client.get(address(match))
    assert (visitor.status_code, visitor.url.split("?")[0]) == (302, reverse("account_login"))
    cup = match.tournament

    for user in (UserFactory(), organizer_of(drawn_cup(2)), organizer_of(cup), moderator_of(cup)):
        client.force_login(user)
        assert client.get(address(match)).status_code == 404
        assert client.post(address(match), WON).status_code == 404
        assert client.post(address(match, "confirm_report"), {"report": 1}).status_code == 404
    assert not Report.objects.exists()


def test_after_the_end_the_form_gives_way_to_the_reason(client, match):
    win(match)
    client.force_login(player_of(match))

    response = client.post(address(match), WON, follow=True)

    assert "This match is decided already." in response.content.decode()
    assert client.get(address(match, "confirm_report")).status_code == 405


# --- the section of the match page ----------------------------------------------------


def test_the_public_and_others_see_no_reports(match):
    report(match, 1, note="Secret words")
    cup = match.tournament

    others = (UserFactory(), organizer_of(drawn_cup(2)), moderator_of(cup))
    assert [section(match, user) for user in others] == [None] * 3


def test_a_side_sees_until_when_to_answer(match):
    said = report(match, 1)

    mine, theirs = section(match, player_of(match, 1)), section(match, player_of(match, 2))

    assert (mine.mine.report, mine.theirs, mine.can_confirm) == (said, None, False)
    assert (theirs.mine, theirs.theirs.report, theirs.can_confirm) == (None, said, True)
    assert theirs.stands_at == mine.stands_at == said.at + timedelta(minutes=15)
    assert "Your report stands, unless" in page_of(match, player_of(match, 1))
    assert "Answer in time" in page_of(match, player_of(match, 2))


def test_when_the_time_is_over_the_page_says_that_it_stands(match):
    report(match, 1)
    make_older(match)

    found = section(match, player_of(match, 2))

    assert (found.is_over, found.form, found.can_confirm) == (True, None, True)
    assert "becomes the result within a minute" in page_of(match, player_of(match, 2))


def test_what_the_sides_said_is_escaped(match):
    report(match, 1, note="<script>alert(1)</script>")

    page = page_of(match, player_of(match, 2))

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_official_sees_both_reports_and_reports_none(match):
    disputed(match)
    referee = staff_of(match.tournament, StaffRole.REFEREE)

    found = section(match, referee)

    assert ([each.winner for each in found.both], found.form) == (["P1", "P2"], None)
    assert "Give in" in page_of(match, player_of(match, 1))


def test_where_officials_enter_results_players_are_told(match):
    Tournament.objects.filter(pk=match.tournament.pk).update(players_report=False)

    found = section(match, player_of(match))

    assert (found.form, found.refusal) == (
        None,
        "Officials enter the results of this tournament.",
    )


def test_who_plays_on_both_sides_is_told_why_there_is_no_form(match):
    both = UserFactory()
    for side in match.sides.all():
        side.entrant.registration.roster.update(user=both, live=False)

    found = section(match, both)

    assert (found.form, found.refusal.startswith("You belong to more than one")) == (None, True)


@pytest.mark.parametrize("times", [1, 3])
def test_the_section_takes_as_many_queries_for_three_reports_as_for_one(
    match, django_assert_num_queries, times
):
    for _time in range(times):
        report(match, 1)
    fetched, user = visible_matches().get(pk=match.pk), player_of(match, 2)

    with django_assert_num_queries(9):
        found = report_section(fetched, by=user, official=None)

    assert found.stands_at > timezone.now()
