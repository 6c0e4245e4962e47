import pytest

from tests.factories import draw_next, drawn_cup, play_all
from tournaments.content.competition import competition
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

DOUBLE = {"format": "double_elimination", "name": "Main"}
SWISS = {"format": "swiss", "name": "Swiss", "rounds": 1}
GROUPS = {"format": "round_robin", "name": "Groups", "groups": 2}


def fresh(cup: Tournament) -> Tournament:
    return Tournament.objects.get(pk=cup.pk)


def test_double_elimination_is_planned_behind_groups():
    shown = competition(drawn_cup(8, stages=[{**GROUPS, "advance": 2}, DOUBLE]))

    assert [bracket.name for bracket in shown.brackets] == ["Main"]
    assert len(shown.brackets[0].trees) == 3
    assert shown.is_in_groups


def test_brackets_of_groups_stand_beside_each_other():
    shown = competition(drawn_cup(8, stages=[{**DOUBLE, "groups": 2}]))

    assert [bracket.name for bracket in shown.brackets] == ["Main, Group A", "Main, Group B"]
    assert not shown.is_in_groups


def test_nobody_is_out_before_every_stage_behind_is_drawn():
    upper = {
        "format": "single_elimination",
        "name": "Upper",
        "entry": [{"stage": 1, "first": 1, "last": 2}],
    }
    lower = {
        "format": "single_elimination",
        "name": "Lower",
        "entry": [{"stage": 1, "first": 3, "last": 4}],
    }
    cup = drawn_cup(4, stages=[{**GROUPS, "groups": 1}, upper, lower])
    play_all(cup)
    outlooks = []
    for _stage in range(2):
        draw_next(cup)
        [group] = competition(fresh(cup)).group_stages[0].groups
        outlooks.append([line.outlook for line in group.table.rows])

    assert outlooks == [["open"] * 4, ["in"] * 4]


@pytest.mark.parametrize(
    ("stages", "queries"),
    [
        ([DOUBLE], 5),  # version, stages, and three of the bracket
        ([SWISS], 7),  # version, stages, and five of the table
    ],
)
@pytest.mark.parametrize("times", [1, 3])
def test_a_competition_needs_the_same_queries_for_one_and_for_three(
    django_assert_num_queries, stages, queries, times
):
    cup = fresh(drawn_cup(4 * times, stages=stages))

    with django_assert_num_queries(queries):
        competition(cup)
