import pytest

from tests.factories import drawn_cup, play_by_seed
from tests.factories.formats import pair_next
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets.entering import ties
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.operations import Verdict, set_result
from tournaments.brackets.standings import group_tables
from tournaments.engine.results import Game, check_games

pytestmark = pytest.mark.django_db

DecidedBy = Match.DecidedBy


def league(entrants: int, **options) -> Stage:
    return drawn_cup(entrants, stages=[{**LEAGUE, **options}]).drawn_stages.get()


def play(stage: Stage, *results: tuple[str, int, int, str]) -> None:
    """Play matches given as ("P1", 2, 0, "P2"), whichever side stands first in the row."""
    for one, scored, conceded, other in results:
        match = stage.matches.filter(sides__entrant__name=one).get(
            pk__in=stage.matches.filter(sides__entrant__name=other)
        )
        first = match.sides.get(slot=1).entrant.name == one
        games = [Game(scored, conceded) if first else Game(conceded, scored)]
        score = check_games(games, best_of=1, draws=True)
        verdict = Verdict(DecidedBy.PLAYED, score.winner, score, games)
        set_result(match=match, verdict=verdict)


def lines(stage: Stage) -> list[list[tuple]]:
    return [
        [
            (row.rank, table.entrants[row.entrant].name, row.points, row.difference)
            for row in table.rows
        ]
        for table in group_tables(stage)
    ]


def test_a_table_counts_the_results_that_stand():
    stage = league(3)
    play(stage, ("P1", 2, 0, "P2"), ("P2", 3, 1, "P3"), ("P1", 1, 1, "P3"))

    assert lines(stage) == [[(1, "P1", 4, 2), (2, "P2", 3, 0), (3, "P3", 1, -2)]]


def test_a_table_of_matches_to_come_is_in_the_order_of_seeds():
    [table] = group_tables(league(3))

    assert [table.entrants[row.entrant].name for row in table.rows] == ["P1", "P2", "P3"]
    assert not table.is_over


def test_a_forfeit_gives_the_points_and_a_double_forfeit_gives_none():
    stage = league(3)
    play(stage, ("P1", 1, 0, "P2"))
    for match in stage.matches.exclude(status=Match.Status.COMPLETED):
        slots = {side.entrant.name: side.slot for side in match.sides.all()}
        is_double = "P1" in slots
        nobody = Verdict(DecidedBy.DOUBLE_FORFEIT, None)
        verdict = nobody if is_double else Verdict(DecidedBy.FORFEIT, slots["P3"])
        set_result(match=match, verdict=verdict)

    assert lines(stage) == [[(1, "P1", 3, 1), (2, "P3", 3, 0), (3, "P2", 0, -1)]]


def test_each_group_has_its_own_table():
    stage = league(4, groups=2)
    play(stage, ("P1", 1, 0, "P4"), ("P2", 0, 1, "P3"))

    assert lines(stage) == [
        [(1, "P1", 3, 1), (2, "P4", 0, -1)],
        [(1, "P3", 3, 1), (2, "P2", 0, -1)],
    ]
    assert [table.group.name for table in group_tables(stage)] == ["Group A", "Group B"]


def test_a_tie_is_one_only_when_its_group_is_over():
    stage = league(4, groups=2)
    play(stage, ("P1", 1, 1, "P4"))

    assert [[entrant.name for entrant in tie] for tie in ties(stage)] == [["P1", "P4"]]


def test_who_is_level_for_the_last_place_is_a_tie_only_when_all_groups_are_over():
    groups = {**LEAGUE, "groups": 2, "advance": 1, "best_next": 1}
    stage = drawn_cup(4, stages=[groups, KNOCKOUT]).drawn_stages.get()
    play(stage, ("P1", 1, 0, "P4"))
    assert ties(stage) == []

    play(stage, ("P2", 1, 0, "P3"))

    assert [[entrant.name for entrant in tie] for tie in ties(stage)] == [["P4", "P3"]]


def test_a_knockout_has_no_ties():
    assert ties(drawn_cup(2).drawn_stages.get()) == []


@pytest.mark.parametrize("groups", [1, 3])
def test_tables_need_four_queries(django_assert_num_queries, groups):
    stage = league(4 * groups, groups=groups)

    with django_assert_num_queries(4):  # entries, matches, sides, groups
        tables = group_tables(stage)

    assert len(tables) == groups


@pytest.mark.parametrize(("entrants", "advance"), [(4, 3), (8, 2)])
def test_after_the_last_swiss_round_places_say_who_goes_on_and_not_wins(entrants, advance):
    swiss = {
        "format": "swiss",
        "name": "Swiss",
        "wins": 2,
        "losses": 2,
        "tiebreaks": ["wins", "seed"],
    }
    cup = drawn_cup(entrants, stages=[{**swiss, "advance": advance}, KNOCKOUT])
    play_by_seed(cup)
    for _round in range(2):
        pair_next(cup)
        play_by_seed(cup)

    [table] = group_tables(cup.drawn_stages.get())

    assert table.is_over
    assert [str(table.outlook[row.entrant]) for row in table.rows] == (
        ["in"] * advance + ["out"] * (entrants - advance)
    )
