import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournaments.engine.free_for_all import (
    Finish,
    Scoring,
    check_finishes,
    lobbies,
    points_of,
    structure,
)
from tournaments.engine.types import Bracket, Invalid, MatchSpec, Seed

PUBG_MOBILE = Scoring((10, 6, 5, 4, 3, 2, 1, 1), per_kill=1)
FREE_FIRE = Scoring((12, 9, 8, 7, 6, 5, 4, 3, 2, 1), per_kill=1)


def code_of(call, *args, **kwargs):
    with pytest.raises(Invalid) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


# --- points -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scoring", "points"),
    [
        (PUBG_MOBILE, [13, 9, 8, 7, 6, 5, 4, 4, 3, 3, 3, 3]),
        (FREE_FIRE, [15, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 3]),
    ],
)
def test_a_game_is_worth_its_place_and_three_kills(scoring, points):
    assert [points_of(Finish(1, place, 3), scoring) for place in range(1, 13)] == points


def test_kills_above_the_cap_do_not_count():
    scoring = Scoring((10,), per_kill=2, kill_cap=5)

    assert [points_of(Finish(1, 2, kills), scoring) for kills in (4, 5, 6)] == [8, 10, 10]


def test_who_did_not_show_scores_nothing():
    assert points_of(Finish(1, None), PUBG_MOBILE) == 0


def test_entrants_that_share_a_place_all_earn_it():
    assert [points_of(Finish(one, 2), PUBG_MOBILE) for one in (1, 2)] == [6, 6]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"placement": (6, 10)}, "placement_order"),
        ({"placement": (3, -1)}, "placement_order"),
        ({"placement": (1,) * 101}, "too_many_places"),
        ({"placement": (1,), "per_kill": -1}, "negative_per_kill"),
        ({"placement": (1,), "per_kill": 1, "kill_cap": -1}, "negative_per_kill"),
        ({"placement": ()}, "nothing_counts"),
        ({"placement": (0, 0)}, "nothing_counts"),
    ],
)
def test_a_scoring_that_cannot_be_is_refused(options, code):
    assert code_of(Scoring, **options) == code


def test_kills_alone_may_count():
    assert points_of(Finish(1, 1, 7), Scoring((), per_kill=1)) == 7


# --- finishes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "places", [[1, 2, 3, 4], [1, 2, 2, 4], [1, 1, 1, 1], [3, 1, 1, None], [1, None, None, None]]
)
def test_places_with_ties_and_absent_entrants_stand(places):
    finishes = [Finish(entrant, place) for entrant, place in enumerate(places, start=1)]

    assert check_finishes(finishes, entrants=[1, 2, 3, 4]) is None


@pytest.mark.parametrize(
    ("finishes", "code"),
    [
        ([Finish(1, 1), Finish(2, 2)], "finish_missing"),
        ([Finish(1, 1), Finish(2, 2), Finish(2, 3)], "finish_twice"),
        ([Finish(1, 1), Finish(2, 2), Finish(4, 3)], "not_in_lobby"),
        ([Finish(1, 1), Finish(2, 2), Finish(3, 4)], "place_gap"),
        ([Finish(1, 1), Finish(2, 1), Finish(3, 2)], "place_gap"),
        ([Finish(1, 2), Finish(2, 3), Finish(3, 4)], "place_gap"),
        ([Finish(1, 0), Finish(2, 1), Finish(3, 2)], "place_gap"),
        ([Finish(1, 2), Finish(2, 2), Finish(3, 2)], "place_gap"),
        ([Finish(1, None), Finish(2, None), Finish(3, None)], "nobody_placed"),
        ([Finish(1, 1), Finish(2, 2, -1), Finish(3, 3)], "negative_kills"),
        ([Finish(1, 1), Finish(2, 2), Finish(3, None, 2)], "absent_with_kills"),
    ],
)
def test_a_game_that_cannot_have_ended_like_this_is_refused(finishes, code):
    assert code_of(check_finishes, finishes, entrants=[1, 2, 3]) == code


@given(st.lists(st.integers(1, 20), min_size=2, max_size=12))
def test_places_counted_from_any_scores_stand(scores):
    finishes = [
        Finish(entrant, 1 + sum(other > score for other in scores))
        for entrant, score in enumerate(scores)
    ]

    assert check_finishes(finishes, entrants=range(len(scores))) is None


# --- lobbies and matches --------------------------------------------------------------


def test_lobbies_are_dealt_as_a_snake():
    assert lobbies(7, 3) == [[1, 6, 7], [2, 5], [3, 4]]


@pytest.mark.parametrize("size", [2, 3, 16, 64, 100])
def test_lobbies_are_as_few_as_hold_everybody_and_differ_by_one_at_most(size):
    for entrants in range(4, 201, 2):
        dealt = lobbies(entrants, size)

        sizes = {len(lobby) for lobby in dealt}
        assert (len(dealt) - 1) * size < entrants <= len(dealt) * size
        assert max(sizes) - min(sizes) <= 1
        assert sorted(seed for lobby in dealt for seed in lobby) == list(range(1, entrants + 1))


@pytest.mark.parametrize(
    ("entrants", "size", "code"),
    [
        (10, 1, "lobby_size_out_of_range"),
        (10, 101, "lobby_size_out_of_range"),
        (1, 16, "groups_too_small"),
        (0, 16, "groups_too_small"),
        (3, 2, "groups_too_small"),
    ],
)
def test_lobbies_of_fewer_than_two_or_more_than_a_hundred_are_refused(entrants, size, code):
    assert code_of(lobbies, entrants, size) == code


def test_structure_of_two_lobbies_is_written_out():
    def game(group, number, *seeds):
        sides = tuple(Seed(seed) for seed in seeds)
        return MatchSpec(f"G{group}-{number}-1", Bracket.GROUP, group, number, 1, sides, best_of=1)

    built = structure([[1, 4, 5], [3, 2]], games=2)

    assert built.matches == (
        game(1, 1, 1, 4, 5),
        game(1, 2, 1, 4, 5),
        game(2, 1, 2, 3),
        game(2, 2, 2, 3),
    )
    assert (built.rounds, built.entrants) == (2, 5)


@pytest.mark.parametrize(
    ("groups", "games", "code"),
    [
        ([], 1, "lobbies_out_of_range"),
        ([[2 * n + 1, 2 * n + 2] for n in range(65)], 1, "lobbies_out_of_range"),
        ([[1, 2]], 0, "games_out_of_range"),
        ([[1, 2]], 51, "games_out_of_range"),
        ([[1, 2], [3]], 1, "lobby_size_out_of_range"),
        ([list(range(1, 102))], 1, "lobby_size_out_of_range"),
        ([[1, 2], [2, 3]], 1, "lobby_seeds"),
        ([[1, 2], [4, 5]], 1, "lobby_seeds"),
    ],
)
def test_structure_refuses_what_cannot_be_played(groups, games, code):
    assert code_of(structure, groups, games=games) == code


def test_the_largest_stage_is_built():
    groups = lobbies(6400, 100)

    assert len(structure(groups, games=50).matches) == 3200
