from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tournaments.engine import free_for_all, round_robin, single_elimination
from tournaments.engine.planning import (
    Plan,
    Venue,
    expected_games,
    fewest_games,
    plan,
    plan_rounds,
)
from tournaments.engine.results import Game, check_games
from tournaments.engine.types import (
    Bracket,
    Invalid,
    LoserOf,
    MatchSpec,
    Seed,
    Structure,
    WinnerOf,
)

PLENTY = Venue(stations=1000, minutes_per_game=20)


def lengths_of_all_series(best_of):
    """How many games each series of a best of ``best_of`` has, all series that even sides play."""
    for winners in product([Game(1, 0), Game(0, 1)], repeat=best_of):
        for games in range(1, best_of + 1):
            try:
                check_games(winners[:games], best_of=best_of, draws=True)
            except Invalid:
                continue
            yield games
            break


@pytest.mark.parametrize("best_of", range(1, 12))
def test_expected_and_fewest_games_agree_with_all_series_there_are(best_of):
    lengths = list(lengths_of_all_series(best_of))

    assert expected_games(best_of) == Fraction(sum(lengths), len(lengths))
    assert fewest_games(best_of) == min(lengths)


def test_four_entrants_on_two_stations_are_written_out():
    structure = single_elimination.structure(4, best_of=3)

    assert plan(structure, Venue(stations=2, minutes_per_game=20, break_minutes=10)) == Plan(
        matches=3,
        rounds=2,
        games_expected=Fraction(15, 2),
        minutes_expected=50 + 10 + 50,
        minutes_shortest=40 + 10 + 40,
        minutes_longest=60 + 10 + 60,
    )


@pytest.mark.parametrize(
    ("stations", "minutes"),
    [
        (1, 7 * 20 + 5),  # before the final alone somebody has just played
        (2, 2 * 20 + 5 + 20 + 5 + 20),
        (3, 2 * 20 + 5 + 20 + 5 + 20),  # the fourth match starts when the others are over
        (4, 3 * 20 + 2 * 5),
    ],
)
def test_fewer_stations_take_longer(stations, minutes):
    structure = single_elimination.structure(8)

    planned = plan(structure, Venue(stations, minutes_per_game=20, break_minutes=5))

    assert planned.minutes_expected == minutes


def test_a_bye_takes_neither_a_station_nor_time_nor_a_break():
    structure = single_elimination.structure(3)

    planned = plan(structure, Venue(stations=1, minutes_per_game=20, break_minutes=5))

    assert (planned.matches, planned.rounds, planned.minutes_expected) == (2, 2, 45)


@pytest.mark.parametrize("entrants", [2, 3, 5, 8, 13, 64])
def test_single_elimination_has_its_numbers(entrants):
    planned = plan(single_elimination.structure(entrants), PLENTY)

    rounds = (entrants - 1).bit_length()
    assert (planned.matches, planned.rounds) == (entrants - 1, rounds)
    assert planned.minutes_longest == rounds * 20


@pytest.mark.parametrize("entrants", range(2, 17))
def test_nobody_plays_two_matches_of_a_group_at_once(entrants):
    planned = plan(round_robin.structure([list(range(1, entrants + 1))]), PLENTY)

    assert planned.matches == entrants * (entrants - 1) // 2
    assert planned.minutes_longest == planned.rounds * 20
    assert entrants - 1 <= planned.rounds <= entrants - 1 + entrants % 2


def test_groups_share_the_stations():
    structure = round_robin.structure([[1, 2], [3, 4], [5, 6]])

    assert plan(structure, Venue(2, 20)).minutes_expected == 40
    assert plan(structure, Venue(3, 20)).minutes_expected == 20


def test_lobbies_play_their_games_one_after_the_other():
    structure = free_for_all.structure(free_for_all.lobbies(48, 16), games=4)

    planned = plan(structure, Venue(stations=3, minutes_per_game=30, break_minutes=10))

    assert planned == Plan(
        matches=12,
        rounds=4,
        games_expected=12,
        minutes_expected=150,
        minutes_shortest=150,
        minutes_longest=150,
    )


def test_the_match_that_most_others_wait_for_goes_first():
    def match(name, *sides):
        return MatchSpec(name, Bracket.GROUP, 1, 1, 1, sides, 1)

    structure = Structure(
        (
            match("alone", Seed(1), Seed(2)),
            match("also alone", Seed(3), Seed(4)),
            match("first", Seed(5), Seed(6)),
            match("second", WinnerOf("first"), Seed(7)),
            match("third", WinnerOf("second"), Seed(8)),
        )
    )

    assert plan(structure, Venue(stations=2, minutes_per_game=20)).minutes_expected == 60


def test_a_second_final_is_played_every_other_time():
    structure = Structure(
        (
            MatchSpec("F", Bracket.FINAL, None, 1, 1, (Seed(1), Seed(2)), 1),
            MatchSpec(
                "F2", Bracket.FINAL, None, 2, 1, (WinnerOf("F"), LoserOf("F")), 1, if_needed=True
            ),
        )
    )

    assert plan(structure, Venue(1, minutes_per_game=20, break_minutes=10)) == Plan(
        matches=1,
        rounds=1,
        games_expected=Fraction(3, 2),
        minutes_expected=20 + 5 + 10,
        minutes_shortest=20,
        minutes_longest=20 + 10 + 20,
        if_needed=1,
    )


def test_rounds_that_are_paired_anew_wait_for_their_last_match():
    venue = Venue(stations=3, minutes_per_game=10, break_minutes=5)

    assert plan_rounds(8, 4, best_of=3, venue=venue) == Plan(
        matches=32,
        rounds=4,
        games_expected=80,
        minutes_expected=4 * 3 * 25 + 3 * 5,
        minutes_shortest=4 * 3 * 20 + 3 * 5,
        minutes_longest=4 * 3 * 30 + 3 * 5,
    )


def test_expected_minutes_are_rounded_up():
    assert plan_rounds(1, 1, best_of=3, venue=Venue(1, 1)).minutes_expected == 3
    assert plan(single_elimination.structure(2, best_of=3), Venue(1, 1)).minutes_expected == 3


def test_stages_follow_after_a_break():
    groups = Plan(6, 3, 6, 60, 50, 70)
    playoffs = Plan(3, 2, Fraction(15, 2), 100, 80, 120, if_needed=1)

    assert groups.then(playoffs, break_minutes=15) == Plan(
        matches=9,
        rounds=5,
        games_expected=Fraction(27, 2),
        minutes_expected=175,
        minutes_shortest=145,
        minutes_longest=205,
        if_needed=1,
    )


@settings(max_examples=60)
@given(st.integers(2, 40), st.integers(1, 12), st.sampled_from([1, 3, 5]), st.integers(0, 15))
def test_no_plan_beats_its_bounds(entrants, stations, best_of, break_minutes):
    venue = Venue(stations, 10, break_minutes)

    planned = plan(single_elimination.structure(entrants, best_of=best_of), venue)

    shortest = fewest_games(best_of) * 10
    chain = planned.rounds * shortest + (planned.rounds - 1) * break_minutes
    assert planned.minutes_shortest >= max(chain, -(-planned.matches // stations) * shortest)
    assert planned.minutes_longest <= planned.matches * (best_of * 10 + break_minutes)
    assert planned.minutes_shortest <= planned.minutes_expected <= planned.minutes_longest


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"stations": 0}, "stations"),
        ({"stations": 1001}, "stations"),
        ({"minutes_per_game": 0}, "minutes_per_game"),
        ({"minutes_per_game": 1441}, "minutes_per_game"),
        ({"break_minutes": -1}, "break_minutes"),
        ({"break_minutes": 1441}, "break_minutes"),
    ],
)
def test_a_venue_out_of_range_is_refused(options, key):
    with pytest.raises(Invalid) as refusal:
        Venue(**{"stations": 1, "minutes_per_game": 1} | options)

    assert (refusal.value.code, refusal.value.params["key"]) == ("out_of_range", key)
