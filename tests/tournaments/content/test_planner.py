import re

import pytest
from django.urls import reverse

from tests import factories
from tests.tournaments.content.editor import errors, messages
from tournaments.content.operations.founding import grant_rights
from tournaments.content.planner import LABELS
from tournaments.engine.comparison import FORMATS

pytestmark = pytest.mark.django_db

PLANNER = "/admin/format-planner/"
EVENING = {
    "entrants": "8",
    "stations": "4",
    "minutes_per_game": "20",
    "break_minutes": "10",
    "best_of": "3",
    "starts_at": "18:00",
}


@pytest.fixture
def organizer(client):
    user = factories.UserFactory()
    grant_rights(factories.OrganizerFactory(members=[user]))
    client.force_login(user)
    return user


def plans(response):
    return {
        line.label: (line.matches, line.rounds, line.finish, line.earliest, line.latest)
        for line in response.context["lines"]
    }


def test_anonymous_visitors_are_sent_to_log_in(client):
    response = client.get(PLANNER)

    assert (response.status_code, response["Location"].split("?")[1]) == (302, f"next={PLANNER}")


def test_a_player_is_kept_out_of_the_admin(client):
    client.force_login(factories.UserFactory())

    response = client.get(PLANNER)

    assert response.status_code == 302
    assert response["Location"] != PLANNER


def test_who_edits_no_pages_is_refused_and_finds_no_way_there(client):
    factories.home_page()
    client.force_login(factories.VerifierFactory())

    response = client.get(PLANNER, follow=True)

    assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert messages(response) == ["Sorry, you do not have permission to access this area."]
    assert PLANNER not in response.content.decode()


def test_an_organizer_finds_the_planner_in_the_menu(client, organizer):
    assert PLANNER in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_planner_begins_with_plans_for_an_example(client, organizer):
    response = client.get(PLANNER)

    assert [line.label for line in response.context["lines"]] == [
        "Single elimination",
        "Single elimination with a match for third place",
        "Double elimination",
        "Round robin in one group",
        "Groups of four, the first two of each into playoffs",
        "Swiss",
    ]


def test_formats_are_shown_side_by_side(client, organizer):
    response = client.get(PLANNER, EVENING | {"lobby_size": "8", "lobby_games": "2"})

    assert plans(response) == {
        "Single elimination": ("7", 3, "20:50", "20:20", "21:20"),
        "Single elimination with a match for third place": ("8", 3, "20:50", "20:20", "21:20"),
        "Double elimination": (
            "14, and a second final if needed",
            6,
            "00:20 (1 day later)",
            "22:50",
            "02:00 (1 day later)",
        ),
        "Round robin in one group": (
            "28",
            7,
            "00:50 (1 day later)",
            "23:40",
            "02:00 (1 day later)",
        ),
        "Groups of four, the first two of each into playoffs": (
            "15",
            5,
            "22:50",
            "22:00",
            "23:40",
        ),
        "Swiss": ("12", 3, "20:50", "20:20", "21:20"),
        "Free-for-all in lobbies": ("2", 2, "18:50", "18:50", "18:50"),
    }


def test_a_range_is_shown_where_the_finish_is_not_certain(client, organizer):
    html = client.get(PLANNER, EVENING).content.decode()
    certain = client.get(PLANNER, EVENING | {"best_of": "1", "entrants": "2"}).content.decode()

    assert "<strong>20:50</strong>" in html
    assert "between 20:20 and 21:20" in html
    assert "<strong>18:20</strong>" in certain
    assert "planner__range" not in certain


def test_bars_compare_the_durations(client, organizer):
    response = client.get(PLANNER, EVENING | {"entrants": "2"})

    assert [line.bar for line in response.context["lines"]] == [
        {"shortest": 400, "expected": 500, "longest": 600},
        {"shortest": 400, "expected": 500, "longest": 600},
    ]
    assert len(re.findall(r'class="planner__bar"', response.content.decode())) == 2


def test_finishes_count_the_days(client, organizer):
    week = {"entrants": "16", "stations": "1", "minutes_per_game": "120", "best_of": "1"}

    response = client.get(PLANNER, EVENING | week)

    assert plans(response)["Round robin in one group"][2] == "18:00 (10 days later)"


@pytest.mark.parametrize(
    ("changes", "faulty"),
    [
        ({"entrants": "1"}, ["entrants"]),
        ({"entrants": "1025"}, ["entrants"]),
        ({"entrants": ""}, ["entrants"]),
        ({"stations": "0", "minutes_per_game": "many"}, ["stations", "minutes_per_game"]),
        ({"break_minutes": "-1"}, ["break_minutes"]),
        ({"best_of": "2"}, ["best_of"]),
        ({"starts_at": "25:00"}, ["starts_at"]),
        ({"lobby_size": "101"}, ["lobby_size"]),
        ({"lobby_games": "0"}, ["lobby_games"]),
    ],
)
def test_numbers_that_cannot_be_are_named_and_nothing_is_planned(
    client, organizer, changes, faulty
):
    response = client.get(PLANNER, EVENING | changes)

    assert list(errors(response)) == faulty
    assert response.context["lines"] == []


def test_lobbies_that_cannot_be_leave_the_other_plans(client, organizer):
    response = client.get(PLANNER, EVENING | {"entrants": "7", "lobby_size": "2"})

    assert errors(response) == {
        "lobby_size": ["So many entrants fill 1 to 64 lobbies of at least two each."]
    }
    assert "Single elimination" in plans(response)
    assert "Free-for-all in lobbies" not in plans(response)


def test_every_format_has_a_name():
    assert list(LABELS) == [*(compared.key for compared in FORMATS), "free_for_all"]
