import random
from fractions import Fraction

import pytest

from tournaments.engine.results import Result
from tournaments.engine.swiss import (
    FirstRound,
    Pairing,
    RoundPairing,
    SwissRules,
    next_round,
    playing,
    structure,
    through_by_wins,
)
from tournaments.engine.swiss_pairing import Past, past
from tournaments.engine.tallies import Bye, Points
from tournaments.engine.types import BYE, Bracket, Invalid, Kind, MatchSpec, Seed


def field(entrants):
    return {entrant: entrant for entrant in range(1, entrants + 1)}


def won(winner, loser):
    return Result(winner, loser, 1, 0, winner)


def drawn(one, other):
    return Result(one, other, 0, 0, None)


def bye(entrant):
    return Result(entrant, None, 0, 0, None, Kind.BYE)


def paired(entrants, *rounds, absent=(), **rules):
    return next_round(field(entrants), rounds, rules=SwissRules(**rules), absent=absent)


def sets(pairing):
    return [set(pair) for pair in pairing.pairs]


@pytest.mark.parametrize(
    ("first_round", "pairs"),
    [
        (FirstRound.FOLD, ((1, 8), (2, 7), (3, 6), (4, 5))),
        (FirstRound.SLIDE, ((1, 5), (2, 6), (3, 7), (4, 8))),
        (FirstRound.ADJACENT, ((1, 2), (3, 4), (5, 6), (7, 8))),
    ],
)
@pytest.mark.parametrize("entrants", [8, 9])
def test_first_round_is_the_same_drawn_and_paired(first_round, pairs, entrants):
    drawn_ahead = structure(entrants, first_round=first_round)
    alone = None if entrants == 8 else 9

    assert paired(entrants, first_round=first_round) == RoundPairing(pairs, alone, 0)
    assert [match.sides for match in drawn_ahead.matches[:4]] == [
        (Seed(one), Seed(other)) for one, other in pairs
    ]


def test_first_round_by_lot_is_the_same_for_the_same_seed():
    def lots(seed):
        stage = structure(9, first_round=FirstRound.RANDOM, rng=random.Random(seed))
        return [match.sides for match in stage.matches]

    rules = SwissRules(first_round=FirstRound.RANDOM)
    round_one = next_round(field(9), [], rules=rules, rng=random.Random(5))

    assert lots(5) == lots(5) != lots(6)
    assert sorted(side.number for sides in lots(5)[:4] for side in sides) == [*range(1, 9)]
    assert lots(5)[4] == (Seed(9), BYE)
    assert [(Seed(one), Seed(other)) for one, other in round_one.pairs] == lots(5)[:4]


def test_structure_has_one_round_of_one_group_and_the_bye_last():
    def match(number, *sides):
        return MatchSpec(
            id=f"R1-{number}",
            bracket=Bracket.GROUP,
            group=1,
            round=1,
            number=number,
            sides=sides,
            best_of=3,
        )

    stage = structure(5, first_round=FirstRound.FOLD, best_of=3)

    assert stage.matches == (
        match(1, Seed(1), Seed(4)),
        match(2, Seed(2), Seed(3)),
        match(3, Seed(5), BYE),
    )
    assert (stage.rounds, stage.entrants) == (1, 5)


@pytest.mark.parametrize("entrants", [2, 3, 4, 5, 6, 7, 16, 31, 4096])
@pytest.mark.parametrize("first_round", FirstRound)
def test_everybody_is_in_the_first_round_once(entrants, first_round):
    stage = structure(entrants, first_round=first_round, rng=random.Random(1))

    seeds = [side.number for match in stage.matches for side in match.sides if side != BYE]
    assert sorted(seeds) == [*range(1, entrants + 1)]
    assert len(stage.matches) == (entrants + 1) // 2


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: structure(1, first_round=FirstRound.FOLD), "entrants_out_of_range"),
        (lambda: structure(4097, first_round=FirstRound.FOLD), "entrants_out_of_range"),
        (lambda: structure(4, first_round=FirstRound.FOLD, best_of=0), "best_of_out_of_range"),
        (lambda: structure(4, first_round=FirstRound.RANDOM), "random_needs_seed"),
        (lambda: paired(4, first_round=FirstRound.RANDOM), "random_needs_seed"),
        (lambda: paired(2, absent=[1, 2]), "nobody_to_pair"),
        (lambda: paired(2, [won(1, 3)]), "not_in_stage"),
        (lambda: paired(2, absent=[3]), "not_in_stage"),
        (lambda: next_round(field(2), [], rules=SwissRules(), apart=[(1, 3)]), "not_in_stage"),
        (lambda: paired(2, [won(1, 1)]), "meets_itself"),
        (lambda: SwissRules(wins=0), "ends_at_once"),
        (lambda: SwissRules(losses=0), "ends_at_once"),
    ],
)
def test_what_cannot_be_paired_is_refused(call, code):
    with pytest.raises(Invalid) as refusal:
        call()

    assert refusal.value.code == code


def test_winners_meet_winners_folded_or_slid():
    first = [won(1, 8), won(2, 7), won(3, 6), won(4, 5)]

    assert sets(paired(8, first)) == [{1, 4}, {2, 3}, {5, 8}, {6, 7}]
    assert sets(paired(8, first, first_round=FirstRound.SLIDE)) == [{1, 3}, {2, 4}, {5, 7}, {6, 8}]
    assert sets(paired(8, first, first_round=FirstRound.RANDOM)) == [{1, 3}, {2, 4}, {5, 7}, {6, 8}]
    assert sets(paired(8, first, first_round=FirstRound.ADJACENT)) == [
        {1, 2},
        {3, 4},
        {5, 6},
        {7, 8},
    ]


def test_dead_end_is_seen_in_time():
    # A-B C-D, A-C B-D: whoever now pairs by score runs into a rematch, only A-D B-C is left.
    first = [won(1, 2), won(3, 4)]
    second = [won(1, 3), won(2, 4)]

    pairing = paired(4, first, second)

    assert sets(pairing) == [{1, 4}, {2, 3}]
    assert pairing.rematches == 0


def test_fewest_rematches_where_everybody_has_met_and_those_who_met_least():
    once = [[won(1, 2), won(3, 4)], [won(1, 3), won(2, 4)], [won(1, 4), won(2, 3)]]
    again = [won(1, 2), won(3, 4)]

    pairing = paired(4, *once, again)

    assert pairing.rematches == 2
    assert {1, 2} not in sets(pairing)


def test_the_lowest_that_had_none_has_the_bye():
    first = [won(1, 4), won(2, 3), bye(5)]

    # 5 has won its bye; of 3 and 4, which have lost, 4 stands lower.
    assert paired(5, first).bye == 4


def test_a_bye_that_counts_as_a_loss_leaves_its_entrant_at_the_bottom_without_another():
    first = [won(1, 4), won(2, 3), bye(5)]

    pairing = paired(5, first, points=Points(1, Fraction(1, 2), 0, bye=Bye.LOSS))

    assert pairing == RoundPairing(((1, 2), (3, 5)), 4, 0)


def test_a_second_bye_only_when_everybody_had_one():
    rounds = [[won(1, 2), bye(3)], [won(1, 3), bye(2)], [won(2, 3), bye(1)]]

    assert [paired(3, *rounds[:played]).bye for played in range(4)] == [3, 2, 1, 3]


def test_the_bye_goes_higher_where_the_lowest_would_leave_a_rematch():
    # 3 comes late and stands lowest, but with a bye for 3 the two others would meet again.
    assert paired(3, [won(1, 2)]) == RoundPairing(((3, 1),), 2, 0)


def test_the_bye_goes_where_it_leaves_the_fewest_rematches():
    rounds = [[won(1, 2), won(3, 4)], [won(1, 3), won(2, 4)], [won(1, 4), won(2, 3)]]

    pairing = paired(5, *rounds)

    # With a bye for 5 all others would meet again, with one for 4 only two of them.
    assert (pairing.bye, pairing.rematches) == (4, 1)


def test_who_goes_down_is_the_last_of_the_group_and_meets_the_first_of_the_next():
    first = [won(1, 6), won(2, 5), drawn(3, 4)]
    second = [won(1, 2), won(3, 6), drawn(4, 5)]

    # 1 has 6 points, 3 has 4, 2 has 3, 4 has 2, 5 has 1 and 6 has none.
    assert sets(paired(6, first, second)) == [{1, 3}, {2, 4}, {5, 6}]


def test_late_entrants_stand_with_those_who_have_no_points():
    first = [won(1, 4), won(2, 3)]

    pairing = paired(6, first)

    assert sets(pairing) == [{1, 2}, {3, 6}, {4, 5}]


def test_those_who_left_are_not_paired_but_were_met():
    first = [won(1, 4), won(2, 5), won(3, 6)]

    pairing = paired(6, first, absent=[2, 6])

    assert sets(pairing) == [{1, 3}, {4, 5}]


@pytest.mark.parametrize("pairing", Pairing)
@pytest.mark.parametrize("first_round", FirstRound)
def test_those_kept_apart_do_not_meet_in_any_round(pairing, first_round):
    rules = SwissRules(pairing=pairing, first_round=first_round)
    apart = [(1, 2), (3, 1), (1, 4), (5, 1), (1, 6), (7, 1)]

    one = next_round(field(8), [], rules=rules, apart=apart, rng=random.Random(3))
    two = next_round(
        field(9), [[won(2, 7), won(3, 6), won(4, 5)]], rules=rules, apart=apart, absent=[9]
    )

    assert {1, 8} in sets(one)
    assert {1, 8} in sets(two)


def test_those_kept_apart_rather_leave_rematches_than_meet():
    rounds = [[won(1, 2), won(3, 4)], [won(1, 3), won(2, 4)]]

    pairing = next_round(field(4), rounds, rules=SwissRules(), apart=[(1, 4)])

    assert {1, 4} not in sets(pairing)
    assert pairing.rematches == 2


@pytest.mark.parametrize("rounds", [[], [[won(1, 2)]]])
def test_a_round_that_needs_those_kept_apart_is_refused(rounds):
    with pytest.raises(Invalid) as refusal:
        next_round(field(2), rounds, rules=SwissRules(), apart=[(2, 1)])

    assert refusal.value.code == "kept_apart"
    assert refusal.value.params == {"one": 1, "other": 2}


def test_points_beyond_the_results_count():
    first = [won(1, 4), won(2, 3)]

    pairing = next_round(field(6), [first], rules=SwissRules(), adjustments={6: 3, 5: 3})

    # With a win each, 1, 2, 5 and 6 are one score group.
    assert sets(pairing) == [{1, 6}, {2, 5}, {3, 4}]


def test_forfeits_are_meetings():
    first = [
        Result(1, 2, 0, 0, None, Kind.DOUBLE_FORFEIT),
        Result(3, 4, 1, 0, 3, Kind.FORFEIT),
    ]

    pairing = paired(4, first)

    assert pairing.rematches == 0
    assert {1, 2} not in sets(pairing)
    assert {3, 4} not in sets(pairing)


def test_who_has_the_wins_or_the_losses_is_out():
    rules = SwissRules(wins=2, losses=2)
    rounds = [
        [won(1, 8), won(2, 7), won(3, 6), won(4, 5)],
        [won(1, 4), won(2, 3), won(5, 8), won(6, 7)],
    ]

    assert playing(field(8), rounds, rules=rules) == [3, 4, 5, 6]
    assert playing(field(8), rounds, rules=rules, absent=[4]) == [3, 5, 6]
    assert sets(next_round(field(8), rounds, rules=rules)) == [{3, 5}, {4, 6}]


def test_a_bye_counts_towards_the_wins_that_advance():
    rules = SwissRules(wins=1)

    assert playing(field(3), [[won(1, 2), bye(3)]], rules=rules) == [2]
    assert next_round(field(3), [[won(1, 2), bye(3)]], rules=rules) == RoundPairing((), 2, 0)


def test_the_better_is_first_unless_it_was_first_more_often():
    first = [won(1, 4), won(3, 2)]

    # 1 and 3 were both first once, 2 and 4 never; 1 stands before 3 and 2 before 4.
    assert paired(4, first).pairs == ((1, 3), (2, 4))
    # 4 was second, so it is first now although 3 is better.
    assert paired(4, [won(3, 1), won(2, 4)], [won(3, 2), drawn(1, 4)]).pairs == ((4, 3), (2, 1))


@pytest.mark.parametrize("pairing", Pairing)
def test_the_same_history_is_paired_the_same(pairing):
    first = [won(1, 8), won(7, 2), won(3, 6), won(4, 5)]

    assert paired(8, first, pairing=pairing) == paired(8, first, pairing=pairing)
    assert paired(8, pairing=pairing).pairs == ((1, 8), (2, 7), (3, 6), (4, 5))


@pytest.mark.parametrize(
    ("call", "params"),
    [
        (lambda: structure(1, first_round=FirstRound.FOLD), {"entrants": 1, "most": 4096}),
        (lambda: paired(2, [won(1, 3)]), {"entrant": 3}),
        (lambda: SwissRules(wins=0), {"key": "wins"}),
        (lambda: SwissRules(losses=0), {"key": "losses"}),
    ],
)
def test_refusal_names_what_is_wrong(call, params):
    with pytest.raises(Invalid) as refusal:
        call()

    assert refusal.value.params == params


def test_a_match_is_one_game_unless_set_and_may_have_two():
    one = structure(4, first_round=FirstRound.FOLD)
    two = structure(4, first_round=FirstRound.FOLD, best_of=2)

    assert [match.best_of for match in (*one.matches, *two.matches)] == [1, 1, 2, 2]


def test_who_plays_on_stands_by_seed():
    assert playing({1: 3, 2: 1, 3: 2}, [], rules=SwissRules()) == [2, 3, 1]


def test_the_last_seed_has_the_bye_of_a_first_round_by_lot():
    byes = {
        structure(9, first_round=FirstRound.RANDOM, rng=random.Random(seed)).matches[4].sides
        for seed in range(20)
    }

    assert byes == {(Seed(9), BYE)}


def test_neighbours_in_the_order_by_lot_meet():
    stage = structure(6, first_round=FirstRound.RANDOM, rng=random.Random(7))

    # seeding.shuffled makes 4 2 1 6 5 3 of the six.
    assert [tuple(side.number for side in match.sides) for match in stage.matches] == [
        (4, 2),
        (1, 6),
        (5, 3),
    ]


def test_what_is_behind_the_entrants_is_counted():
    results = [won(1, 2), won(1, 3), won(2, 1), bye(3), bye(3)]

    assert past([1, 2, 3], results, apart=[(2, 3)]) == Past(
        met={1: {2: 2, 3: 1}, 2: {1: 2}, 3: {1: 1}},
        byes={3: 2},
        at_home={1: 1, 2: 0, 3: -1},
        apart={1: set(), 2: {3}, 3: {2}},
    )


def test_choices_keep_the_names_they_are_stored_under():
    assert [*FirstRound] == ["fold", "slide", "random", "adjacent"]
    assert [*Pairing] == ["matching", "backtracking", "priority_table"]
    assert [*Bye] == ["win", "draw", "loss"]


@pytest.mark.parametrize(
    ("entrants", "wins", "losses", "through"),
    [(16, 3, 3, 8), (8, 2, 2, 4), (4, 2, 2, 2), (32, 3, 3, 16), (24, 3, 3, None), (6, 2, 2, None)],
)
def test_so_many_reach_the_wins_where_records_stay_even(entrants, wins, losses, through):
    assert through_by_wins(entrants, wins, losses) == through
