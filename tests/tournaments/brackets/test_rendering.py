import re

import pytest
from django.template.loader import render_to_string

from tests.factories import TournamentFactory
from tests.factories.competition import drawn_stage, entrants_of, played
from tournaments.brackets.preview import planned_brackets
from tournaments.brackets.queries import brackets, groups
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_spec
from tournaments.engine.graph import entering

pytestmark = pytest.mark.django_db

KNOCKOUT = {"format": "single_elimination", "name": "Playoffs", "third_place": True}
GROUPS = {"format": "round_robin", "name": "Group stage", "groups": 2, "advance": 1}


def stage_of(entrants, spec=KNOCKOUT):
    cup = TournamentFactory(status=Tournament.Status.LIVE, capacity=256)
    return drawn_stage(cup, entrants_of(cup, [f"P{n}" for n in range(1, entrants + 1)]), spec)


def rendered(view) -> str:
    return render_to_string("tournaments/brackets/_bracket.html", {"bracket": view})


def spoken(html) -> list[str]:
    return re.findall(r'<span class="visually-hidden">(.*?)</span>', html)


def test_every_match_is_a_link_that_is_spoken_whole():
    stage = stage_of(4)
    played(stage.matches.get(code="W1-1"), (3, 0))

    html = rendered(*brackets(stage))

    assert re.findall(r'<a class="match[^"]*" href="([^"]+)"', html) == [
        stage.matches.get(code=code).get_absolute_url() for code in ("W1-1", "W1-2", "F", "T")
    ]
    assert spoken(html) == [
        "Semi-final 1: P1 3, P4 0",
        "Semi-final 2: P2 against P3",
        "Final: P1 against Winner of Semi-final 2",
        "Third-place match: P4 against Loser of Semi-final 2",
    ]


def test_who_won_is_marked_and_a_bye_is_no_victory():
    stage = stage_of(3)
    played(stage.matches.get(code="W1-2"), (1, 2))

    html = rendered(*brackets(stage))

    assert html.count("side--won") == 1
    assert re.search(r'side--won">.*?P3', html)
    assert "match--bye" in html


def test_lines_are_drawn_by_attributes_alone():
    html = rendered(*brackets(stage_of(8)))

    assert html.count("<svg") == 2
    assert html.count("<path") == 4 + 2
    assert "style=" not in html


def test_names_are_text():
    cup = TournamentFactory(status=Tournament.Status.LIVE)
    stage = drawn_stage(cup, entrants_of(cup, ["<b>Ana</b>", "Ben"]), KNOCKOUT)

    assert "<b>Ana" not in rendered(*brackets(stage))


def test_a_large_bracket_gets_a_box_to_scroll_in():
    stage = stage_of(256, {**KNOCKOUT, "third_place": False})

    html = rendered(*brackets(stage))

    assert "bracket__scroll--large" in html
    assert html.count('class="match') >= 255
    assert re.findall(r'<h4 class="round__name">(.*?)</h4>', html) == [
        "Round of 256",
        "Round of 128",
        "Round of 64",
        "Round of 32",
        "Round of 16",
        "Quarter-finals",
        "Semi-finals",
        "Final",
    ]


def test_a_planned_match_is_no_link():
    groups = {"format": "round_robin", "groups": 2, "advance": 1}
    specs = [parse_spec(groups), parse_spec(KNOCKOUT)]
    html = rendered(*planned_brackets(specs[1], entering=entering(specs, 2, 4), number=2))

    assert '<a class="match' not in html
    assert spoken(html) == ["Final: A1 against B1"]


def test_a_table_says_who_goes_on_in_a_word_and_why():
    stage = stage_of(4, GROUPS)
    for match in stage.matches.all():
        played(match, (2, 1))

    html = "".join(
        render_to_string("tournaments/brackets/_group.html", {"group": group})
        for group in groups(stage)
    )

    assert html.count('<span class="outlook__word">through</span>') == 2
    assert html.count('class="goes-on in-place"') == 2
    assert "<li>P1 stands above P4 by points, 3 to 0.</li>" in html
    assert spoken(html)[-1].startswith("Group B, round 1: ")


def test_a_heading_is_short_for_the_eye_and_whole_for_the_ear():
    [group, _] = groups(stage_of(4, GROUPS))

    html = render_to_string("tournaments/brackets/_group.html", {"group": group})

    assert '<abbr title="points" aria-hidden="true">Pts</abbr>' in html
    assert spoken(html)[:4] == ["Rank", "played", "won", "drawn"]


def test_a_legend_explains_the_tables_of_a_stage():
    shown = {"group_stages": [{"name": "Groups", "groups": groups(stage_of(4, GROUPS))}]}
    context = {"competition": shown, "tournament": {"status": "completed"}}

    html = render_to_string("tournaments/brackets/_standings.html", context)

    assert html.count("<dt>Pts</dt><dd>points</dd>") == 1


def shown_standings(stage) -> str:
    shown = {"group_stages": [{"name": stage.name, "groups": groups(stage)}]}
    context = {"competition": shown, "tournament": {"status": "completed"}}
    return render_to_string("tournaments/brackets/_standings.html", context)


def test_a_place_without_a_match_is_hidden_from_who_hears_the_page():
    html = rendered(*brackets(stage_of(9, {"format": "double_elimination", "name": "Main"})))

    assert html.count('<li class="round__hole" aria-hidden="true"></li>') == 3
    assert html.count('class="bracket__scroll"') == 3
    assert 'aria-label="Bracket: Main · Losers&#x27; bracket"' in html


def test_swiss_rounds_open_with_the_newest():
    html = shown_standings(stage_of(4, {"format": "swiss", "name": "Swiss stage"}))

    assert '<details class="disclosure anchored" id="stage-1-group-1-round-1" open>' in html
    assert spoken(html)[-1] == "Round 1: P2 against P3"


def test_a_game_of_a_lobby_that_is_to_be_played_is_a_link():
    stage = stage_of(4, {"format": "free_for_all", "name": "Lobbies", "games": 2})
    html = shown_standings(stage)

    for match in stage.matches.all():
        assert f'<a href="{match.get_absolute_url()}">Game {match.round.number}' in html
    assert html.count("to be played") == 2
