import pytest
from django.http import QueryDict

from tests.factories import TournamentFactory, completed_cup, draw_next, drawn_cup, match_of, win
from tests.factories.play import play_all
from tournaments.content.tv import Wishes, panels

pytestmark = pytest.mark.django_db

KNOCKOUT = {"format": "single_elimination", "name": "Playoffs", "third_place": False}
DOUBLE = {"format": "double_elimination", "name": "Main"}
LEAGUE = {"format": "round_robin", "name": "League", "groups": 2, "advance": 2}
EVERYTHING = Wishes(("bracket", "standings", "next"), 15)


def shown(cup, wishes=EVERYTHING) -> list[str]:
    return [panel.key for panel in panels(cup, wishes)]


def rounds(cup) -> list[list[int]]:
    """How many matches the rounds of each panel have."""
    return [
        [len(round_.places) for round_ in panel.tree.rounds]
        for panel in panels(cup, EVERYTHING)
        if panel.tree
    ]


@pytest.mark.parametrize(
    ("query", "kinds", "seconds"),
    [
        ("", ("bracket", "standings", "next"), 15),
        ("show=next,bracket&every=30", ("next", "bracket"), 30),
        ("show=nothing&every=abc", ("bracket", "standings", "next"), 15),
        ("every=1", ("bracket", "standings", "next"), 5),
        ("every=999999999", ("bracket", "standings", "next"), 300),
        (f"every={'9' * 5000}", ("bracket", "standings", "next"), 15),
        ("every=²", ("bracket", "standings", "next"), 15),
    ],
)
def test_what_an_address_asks_for(query, kinds, seconds):
    assert Wishes.of(QueryDict(query).dict()) == Wishes(kinds, seconds)


def test_before_the_draw_there_is_nothing_to_turn():
    assert shown(TournamentFactory()) == []


def test_a_bracket_that_fits_is_one_panel():
    assert rounds(drawn_cup(16)) == [[8, 4, 2, 1]]


def test_a_large_bracket_is_cut_into_even_parts():
    assert rounds(drawn_cup(64)) == [[8, 4, 2, 1]] * 4


def test_lines_of_a_part_are_those_of_the_whole_at_its_height():
    panels_ = [panel for panel in panels(drawn_cup(32), EVERYTHING) if panel.tree]

    assert [panel.tree.rounds[0].gap.view_box for panel in panels_] == ["0 0 4 16", "0 16 4 16"]
    assert {panel.tree.rounds[-1].gap for panel in panels_} == {None}


def test_a_round_that_is_over_makes_room():
    cup = drawn_cup(8)
    for number in range(1, 5):
        win(match_of(cup, f"W1-{number}"))

    assert rounds(cup) == [[2, 1]]


def test_each_tree_of_a_double_elimination_has_its_own_panel():
    assert shown(drawn_cup(8, stages=[DOUBLE]), Wishes(("bracket",), 15)) == [
        "bracket-1-1",
        "bracket-1-2",
        "bracket-1-3",
    ]


def test_the_screen_follows_to_the_stage_that_is_played():
    cup = drawn_cup(8, stages=[LEAGUE, KNOCKOUT])
    before = shown(cup)
    play_all(cup)
    draw_next(cup)

    assert before == ["standings-1-0", "next"]
    assert shown(cup) == ["bracket-2-1", "next"]


def test_in_the_end_the_screen_shows_who_won(drain_queue):
    cup = completed_cup(4)
    drain_queue()

    [champion, bracket] = panels(cup, EVERYTHING)

    assert (champion.key, champion.champion, bracket.key) == ("champion", "P1", "bracket-1-1")


def test_long_tables_go_on_beside_each_other():
    cup = drawn_cup(10, stages=[{"format": "round_robin", "name": "League", "groups": 1}])

    [panel] = [panel for panel in panels(cup, EVERYTHING) if panel.tables]

    assert [len(piece.rows) for piece in panel.tables] == [8, 2]


def test_the_page_stands_without_scripts_and_asks_for_the_same_panels(client):
    cup = drawn_cup(4)

    html = client.get(f"/t/{cup.slug}/tv/", {"show": "next", "every": "20"}).content.decode()

    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in html
    assert f'data-part="/t/{cup.slug}/tv/panels/?show=next&amp;every=20"' in html
    assert 'data-seconds="20"' in html
    assert html.count("data-panel ") == 1


@pytest.mark.parametrize("times", [1, 2])
def test_a_screen_needs_the_same_queries_for_small_and_large(django_assert_num_queries, times):
    cup = drawn_cup(8 * times)

    with django_assert_num_queries(9):
        panels(cup, EVERYTHING)


@pytest.mark.parametrize(("entrants", "sparse"), [(8, True), (16, False)])
def test_what_has_room_is_written_bigger(entrants, sparse):
    [bracket, matches] = panels(drawn_cup(entrants), EVERYTHING)

    assert (bracket.is_sparse, matches.is_sparse) == (sparse, sparse)
