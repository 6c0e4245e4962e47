"""The pairings of Counter-Strike Majors, against one that was really played."""

import json
from pathlib import Path

import pytest

from tournaments import engine
from tournaments.engine import majors
from tournaments.engine.results import Result
from tournaments.engine.swiss import FirstRound, Pairing, SwissRules, next_round, playing
from tournaments.engine.swiss_pairing import can_be_paired, past
from tournaments.engine.tallies import Points, tally
from tournaments.engine.types import Kind

DATA = Path(engine.__file__).parents[1] / "data"
CHALLENGERS, LEGENDS, CHAMPIONS = json.loads((DATA / "cs_major_rio_2022.json").read_text())[
    "stages"
]


def rules(pairing=Pairing.BACKTRACKING):
    return SwissRules(pairing=pairing, wins=3, losses=3, first_round=FirstRound.FOLD)


def codes(stage):
    return [team["code"] for team in stage["teams"]]


def facts(stage, number):
    """The matches of a round, by the two teams in each."""
    return {
        frozenset((match["team1"], match["team2"])): match["winner"]
        for match in stage["matches"]
        if match["round"] == number
    }


def replayed(stage):
    """Each round as it is paired from the results of those before, and the teams ranked."""
    names = dict(enumerate(codes(stage), start=1))
    numbers = {name: number for number, name in names.items()}
    seeds = {numbers[team["code"]]: team["seed"] for team in stage["teams"]}
    rounds, pairings = [], []
    while playing(seeds, rounds, rules=rules()):
        pairs = next_round(seeds, rounds, rules=rules()).pairs
        pairings.append({frozenset((names[one], names[other])) for one, other in pairs})
        winners = facts(stage, len(pairings))
        results = []
        for one, other in pairs:
            winner = numbers[winners[frozenset((names[one], names[other]))]]
            results.append(Result(one, other, int(winner == one), int(winner == other), winner))
        rounds.append(results)
    played = [result for results in rounds for result in results]
    return pairings, [names[one] for one in majors.ranking(seeds, played, points=Points())], played


@pytest.mark.parametrize("stage", [CHALLENGERS, LEGENDS], ids=lambda stage: stage["name"])
def test_every_round_is_paired_as_it_was_in_rio(stage):
    pairings, _, _ = replayed(stage)

    assert pairings == [set(facts(stage, number)) for number in range(1, 6)]
    assert sum(len(pairs) for pairs in pairings) == 33


@pytest.mark.parametrize("stage", [CHALLENGERS, LEGENDS], ids=lambda stage: stage["name"])
def test_teams_end_in_the_order_of_rio_with_the_same_difficulty(stage):
    _, order, played = replayed(stage)

    tallies = tally(range(1, 17), played, points=Points())
    scores = majors.difficulty(tallies, played)
    standing = [
        {
            "code": code,
            "wins": tallies[codes(stage).index(code) + 1].won,
            "losses": tallies[codes(stage).index(code) + 1].lost,
            "buchholz": scores[codes(stage).index(code) + 1],
        }
        for code in order
    ]
    assert standing == stage["final_standing"]


@pytest.mark.parametrize(
    ("stage", "after", "seeds"),
    [(CHALLENGERS, LEGENDS, range(9, 17)), (LEGENDS, CHAMPIONS, range(1, 9))],
    ids=["second stage", "playoffs"],
)
def test_the_eight_that_advance_are_the_seeds_of_the_next_stage(stage, after, seeds):
    _, order, _ = replayed(stage)

    entering = {team["seed"]: team["code"] for team in after["teams"] if team["seed"] in seeds}
    assert dict(zip(seeds, order, strict=False)) == entering


def met(*pairs):
    return past(range(1, 17), [Result(one, other, 1, 0, one) for one, other in pairs])


@pytest.mark.parametrize(
    ("before", "pairs"),
    [
        ([], [(1, 6), (2, 5), (3, 4)]),
        ([(1, 6)], [(1, 5), (2, 6), (3, 4)]),
        ([(2, 5)], [(1, 6), (2, 4), (3, 5)]),
        # 1-6 would leave 2 with nobody, so the best team goes on to its next opponent.
        ([(2, 3), (2, 4), (2, 5)], [(1, 5), (2, 6), (3, 4)]),
        ([(1, 2), (1, 3), (1, 4), (1, 5), (1, 6)], None),
    ],
)
def test_the_best_meets_the_worst_that_leaves_the_others_a_pairing(before, pairs):
    assert majors.backtracking([1, 2, 3, 4, 5, 6], met(*before)) == pairs


@pytest.mark.parametrize(
    ("group", "before", "answer"),
    [
        ([], [], True),
        ([1], [], False),
        ([1, 2, 3], [], False),
        ([1, 2], [], True),
        ([1, 2], [(2, 1)], False),
        ([1, 2, 3, 4], [(1, 2), (1, 3)], True),
        ([1, 2, 3, 4], [(1, 2), (1, 3), (1, 4)], False),
        ([1, 2, 3, 4], [(1, 2), (1, 3), (2, 3)], False),
    ],
)
def test_whether_a_group_can_be_paired(group, before, answer):
    assert can_be_paired(group, met(*before)) is answer


def test_a_group_of_two_who_met_goes_to_their_neighbours():
    assert majors.backtracking([1, 2], met((1, 2))) is None


@pytest.mark.parametrize("at", range(15))
def test_a_group_of_six_goes_by_the_first_row_of_the_table_without_a_rematch(at):
    group = [11, 12, 13, 14, 15, 16]
    rows = [[(group[a - 1], group[b - 1]) for a, b in row] for row in majors.PRIORITY_TABLE]
    before = {pair for row in rows[:at] for pair in row if pair not in rows[at]}

    assert majors.by_table(group, met(*before)) == rows[at]


def test_the_table_has_every_pairing_of_six_once():
    rows = {frozenset(frozenset(pair) for pair in row) for row in majors.PRIORITY_TABLE}

    assert len(majors.PRIORITY_TABLE) == len(rows) == 15
    assert {tuple(sorted(sum(row, ()))) for row in majors.PRIORITY_TABLE} == {(1, 2, 3, 4, 5, 6)}


def test_the_table_gives_up_1_6_sooner_than_backtracking_but_only_in_groups_of_six():
    before = met((2, 5), (2, 4))

    assert majors.backtracking([1, 2, 3, 4, 5, 6], before) == [(1, 6), (2, 3), (4, 5)]
    assert majors.by_table([1, 2, 3, 4, 5, 6], before) == [(1, 5), (2, 6), (3, 4)]
    assert majors.by_table([1, 2, 3, 4], before) == [(1, 4), (2, 3)]


def test_a_group_without_a_pairing_has_none_by_the_table_either():
    everybody = met(*((1, other) for other in range(2, 7)))

    assert majors.by_table([1, 2, 3, 4, 5, 6], everybody) is None


def test_the_table_holds_from_round_four():
    def drawn(*pairs):
        return [Result(one, other, 0, 0, None) for one, other in pairs]

    seeds = {team: team for team in range(1, 7)}
    rounds = [drawn((2, 5), (1, 3), (4, 6)), drawn((2, 4), (1, 3), (5, 6))]
    by_table = rules(Pairing.PRIORITY_TABLE)

    third = next_round(seeds, rounds, rules=by_table)
    fourth = next_round(seeds, [*rounds, []], rules=by_table)
    without_table = next_round(seeds, [*rounds, []], rules=rules())

    assert [set(pair) for pair in third.pairs] == [{1, 6}, {2, 3}, {4, 5}]
    assert [set(pair) for pair in fourth.pairs] == [{1, 5}, {2, 6}, {3, 4}]
    assert without_table.pairs == third.pairs


def test_an_odd_record_group_is_paired_with_its_neighbours():
    seeds = {team: team for team in range(1, 7)}
    first = [Result(one, 7 - one, 1, 0, one) for one in (1, 2, 3)]

    second = next_round(seeds, [first], rules=rules())

    assert [set(pair) for pair in second.pairs] == [{1, 2}, {3, 5}, {4, 6}]
    assert second.rematches == 0


def test_the_one_left_over_in_an_odd_field_has_a_bye():
    seeds = {team: team for team in range(1, 6)}
    first = [Result(1, 4, 1, 0, 1), Result(2, 3, 1, 0, 2), Result(5, None, 0, 0, None, Kind.BYE)]

    second = next_round(seeds, [first], rules=rules())

    assert second.bye == 4
    assert second.rematches == 0


def test_two_circles_of_three_cannot_be_paired():
    across = met(*((one, other) for one in (1, 2, 3) for other in (4, 5, 6)))

    assert not can_be_paired([1, 2, 3, 4, 5, 6], across)


def test_those_kept_apart_cannot_be_paired():
    assert not can_be_paired([1, 2], past([1, 2], [], apart=[(1, 2)]))
