import pytest

from tests.factories import TournamentFactory, drawn_cup, match_of, win
from tests.factories.competition import drawn_stage, entrants_of, played
from tournaments.brackets.models import Match
from tournaments.brackets.operations import Verdict, set_result
from tournaments.brackets.preview import planned_brackets
from tournaments.brackets.queries import brackets, groups
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_spec
from tournaments.engine.graph import entering

pytestmark = pytest.mark.django_db

KNOCKOUT = {"format": "single_elimination", "name": "Playoffs", "third_place": True}
DOUBLE = {"format": "double_elimination", "name": "Main"}
GROUPS = {"format": "round_robin", "name": "Group stage", "groups": 1, "advance": 2}


def live_cup(**options) -> Tournament:
    return TournamentFactory(status=Tournament.Status.LIVE, **options)


def spoken(view) -> list[list[str]]:
    return [[match.spoken for match in round_.matches] for round_ in view.rounds]


def test_a_new_bracket_says_who_will_come():
    cup = live_cup()
    [view] = brackets(drawn_stage(cup, entrants_of(cup, ["Ana", "Ben", "Cy", "Dee"]), KNOCKOUT))

    assert [round_.name for round_ in view.rounds] == ["Semi-finals", "Final"]
    assert spoken(view) == [
        ["Semi-final 1: Ana against Dee", "Semi-final 2: Ben against Cy"],
        ["Final: Winner of Semi-final 1 against Winner of Semi-final 2"],
    ]
    assert view.third_place.spoken == (
        "Third-place match: Loser of Semi-final 1 against Loser of Semi-final 2"
    )


def test_a_bye_is_said_plainly_and_its_entrant_stands_in_the_next_round():
    cup = live_cup()
    [view] = brackets(drawn_stage(cup, entrants_of(cup, ["Ana", "Ben", "Cy"]), KNOCKOUT))

    assert spoken(view) == [
        ["Semi-final 1: Ana has a bye", "Semi-final 2: Ben against Cy"],
        ["Final: Ana against Winner of Semi-final 2"],
    ]


def test_scores_are_the_games_own_in_a_best_of_one():
    cup = live_cup()
    stage = drawn_stage(cup, entrants_of(cup, ["Argentina", "France"]), KNOCKOUT)
    played(stage.matches.get(), (3, 3), pens=(4, 2))

    [[final]] = [round_.matches for round_ in brackets(stage)[0].rounds]

    assert final.spoken == "Final: Argentina 3, France 3 (4–2 pens), Argentina won"
    assert [(side.name, side.score, side.is_winner) for side in final.sides] == [
        ("Argentina", 3, True),
        ("France", 3, False),
    ]


def test_scores_are_games_won_in_a_longer_series():
    cup = live_cup()
    stage = drawn_stage(cup, entrants_of(cup, ["Ana", "Ben"]), {**KNOCKOUT, "best_of": 3})
    played(stage.matches.get(), (13, 2), (7, 13), (13, 11))

    [round_] = brackets(stage)[0].rounds

    assert (round_.best_of, round_.matches[0].spoken) == (3, "Final: Ana 2, Ben 1")


def test_a_result_without_play_names_its_reason_and_its_winner():
    cup = live_cup()
    stage = drawn_stage(cup, entrants_of(cup, ["Ana", "Ben"]), KNOCKOUT)
    set_result(match=stage.matches.get(), verdict=Verdict(Match.DecidedBy.FORFEIT, 2))

    assert spoken(*brackets(stage)) == [["Final: Ana, Ben (Forfeit), Ben won"]]


@pytest.mark.parametrize("entrants", [8, 32])
def test_a_bracket_needs_three_queries(django_assert_num_queries, entrants):
    cup = live_cup(capacity=64)
    stage = drawn_stage(cup, entrants_of(cup, [f"P{n}" for n in range(entrants)]), KNOCKOUT)
    for match in stage.matches.filter(round__number=1):
        played(match, (2, 0))

    with django_assert_num_queries(3):  # matches with rounds, sides with entrants, games
        [view] = brackets(stage)
        lines = spoken(view)

    assert sum(map(len, lines)) == entrants - 1


def test_double_elimination_says_where_losers_come_from():
    [view] = brackets(drawn_cup(8, stages=[DOUBLE]).drawn_stages.get())

    assert [[round_.name for round_ in tree.rounds] for tree in view.trees] == [
        ["Winners' round 1", "Winners' semi-finals", "Winners' final"],
        ["Losers' round 1", "Losers' round 2", "Losers' round 3", "Losers' final"],
        ["Grand final"],
    ]
    assert view.trees[1].rounds[0].matches[1].spoken == (
        "Losers' round 1, match 2: Loser of Winners' round 1, match 3 against "
        "Loser of Winners' round 1, match 4"
    )


def test_the_second_final_is_shown_once_it_is_needed():
    cup = drawn_cup(2, stages=[DOUBLE])
    stage = cup.drawn_stages.get()
    win(match_of(cup, "W1-1"))
    assert [round_.name for round_ in brackets(stage)[0].trees[-1].rounds] == ["Grand final"]

    win(match_of(cup, "F"), 2)

    finals = brackets(stage)[0].trees[-1].rounds
    assert [round_.name for round_ in finals] == ["Grand final", "Grand final, second match"]
    assert finals[1].matches[0].spoken == "Grand final, second match: P2 against P1"
    assert len(finals[0].gap.connectors) == 1


def test_byes_of_a_losers_bracket_are_not_shown_and_names_lead_through_them():
    cup = drawn_cup(9, stages=[DOUBLE])
    [view] = brackets(cup.drawn_stages.get())
    first, second = view.trees[1].rounds[:2]

    assert [place and place.name for place in first.places] == [
        "Losers' round 1, match 1",
        None,
        None,
        None,
    ]
    assert [side.name for match in second.matches for side in match.sides] == [
        "Winner of Losers' round 1, match 1",
        "Loser of Winners' round 2, match 4",
        "Loser of Winners' round 2, match 1",
        "Loser of Winners' round 2, match 2",
    ]
    assert not any(match.is_bye for round_ in view.trees[1].rounds for match in round_.matches)


def test_groups_of_brackets_have_a_bracket_each():
    cup = drawn_cup(9, stages=[{**DOUBLE, "groups": 2}])
    views = brackets(cup.drawn_stages.get())

    assert [(view.name, len(view.trees[0].rounds)) for view in views] == [
        ("Main, Group A", 3),
        ("Main, Group B", 2),
    ]
    assert [view.trees[0].rounds[-1].name for view in views] == ["Winners' final"] * 2
    anchors = [round_.anchor for view in views for round_ in view.rounds]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize("groups", [1, 3])
def test_double_elimination_needs_three_queries(django_assert_num_queries, groups):
    cup = drawn_cup(4 * groups, stages=[{**DOUBLE, "groups": groups}])
    stage = cup.drawn_stages.get()

    with django_assert_num_queries(3):
        views = brackets(stage)

    assert len(views) == groups


def test_a_table_marks_who_goes_on_and_says_why():
    cup = live_cup()
    stage = drawn_stage(
        cup, entrants_of(cup, ["Poland", "Mexico", "Saudi Arabia", "Argentina"]), GROUPS
    )
    results = {
        ("Poland", "Mexico"): (0, 0),
        ("Poland", "Saudi Arabia"): (2, 0),
        ("Poland", "Argentina"): (0, 2),
        ("Mexico", "Saudi Arabia"): (2, 1),
        ("Mexico", "Argentina"): (0, 2),
        ("Saudi Arabia", "Argentina"): (2, 1),
    }
    for match in stage.matches.prefetch_related("sides__entrant"):
        pair = tuple(side.entrant.name for side in match.sides.all())
        score = results.get(pair) or results[pair[::-1]][::-1]
        played(match, score)

    [group] = groups(stage)

    assert [(line.name, line.goes_on, line.marks) for line in group.table.rows] == [
        ("Argentina", True, ()),
        ("Poland", True, ()),
        ("Mexico", False, ("a",)),
        ("Saudi Arabia", False, ()),
    ]
    assert [note.text for note in group.table.footnotes] == [
        "Poland stands above Mexico by score difference, 0 to −1."
    ]
    assert [line.cells[5].text for line in group.table.rows] == ["+3", "0", "−1", "−2"]
    assert len(group.rounds) == 3


def test_nobody_goes_on_from_a_tie_that_is_left():
    cup = live_cup()
    stage = drawn_stage(cup, entrants_of(cup, ["Ana", "Ben", "Cy"]), GROUPS)
    for match in stage.matches.all():
        played(match, (1, 1))

    [group] = groups(stage)

    assert [line.goes_on for line in group.table.rows] == [False, False, False]
    assert [note.text for note in group.table.footnotes] == [
        "Ana, Ben and Cy are level; an official decides."
    ]


@pytest.mark.parametrize("entrants", [4, 16])
def test_groups_need_five_queries(django_assert_num_queries, entrants):
    cup = live_cup(capacity=64)
    spec = {**GROUPS, "groups": entrants // 4}
    stage = drawn_stage(cup, entrants_of(cup, [f"P{n}" for n in range(entrants)]), spec)
    for match in stage.matches.all():
        played(match, (2, 0))

    # entries, matches, sides, games with a tie-break, groups
    with django_assert_num_queries(5):
        views = groups(stage)

    assert len(views) == entrants // 4


def test_a_planned_bracket_names_places_of_the_groups():
    groups = {"format": "round_robin", "groups": 2, "advance": 2}
    specs = [parse_spec(groups), parse_spec(KNOCKOUT)]
    [view] = planned_brackets(specs[1], entering=entering(specs, 2, 8), number=2)

    assert spoken(view) == [
        ["Semi-final 1: A1 against B2", "Semi-final 2: B1 against A2"],
        ["Final: Winner of Semi-final 1 against Winner of Semi-final 2"],
    ]
