import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournaments.engine.results import Game, Result, SeriesScore, check_games, check_result
from tournaments.engine.types import Invalid, Kind


def games(*scores):
    return [Game(*score) for score in scores]


@pytest.mark.parametrize(
    ("scores", "best_of", "draws", "expected"),
    [
        ([(2, 1)], 1, False, SeriesScore(1, (1, 0), (2, 1), (2, 1))),
        ([(1, 1)], 1, True, SeriesScore(None, (0, 0), (1, 1), (1, 1))),
        ([(1, 1, 3, 4)], 1, False, SeriesScore(2, (0, 1), (1, 1), (1, 1))),
        ([(16, 9), (13, 16), (16, 14)], 3, False, SeriesScore(1, (2, 1), (45, 39), (2, 1))),
        ([(9, 16), (13, 16)], 3, False, SeriesScore(2, (0, 2), (22, 32), (0, 2))),
        ([(16, 9), (13, 16)], 2, True, SeriesScore(None, (1, 1), (29, 25), (1, 1))),
        ([(16, 9), (16, 13)], 2, True, SeriesScore(1, (2, 0), (32, 22), (2, 0))),
        ([(1, 0), (2, 2), (0, 0)], 3, True, SeriesScore(1, (1, 0), (3, 2), (1, 0))),
    ],
)
def test_finished_series_has_a_winner_and_both_scores(scores, best_of, draws, expected):
    assert check_games(games(*scores), best_of=best_of, draws=draws) == expected


@pytest.mark.parametrize(
    ("scores", "best_of", "draws", "code"),
    [
        ([], 1, False, "unfinished"),
        ([(1, 0)], 3, False, "unfinished"),
        ([(1, 0), (0, 1)], 3, False, "unfinished"),
        ([(1, 0)], 2, True, "unfinished"),
        ([(1, 0), (0, 0)], 3, True, "unfinished"),
        ([(1, 0), (1, 0), (0, 1)], 3, False, "played_after_decided"),
        ([(1, 0), (1, 0), (0, 1), (1, 0)], 3, False, "played_after_decided"),
        ([(1, 0), (0, 1)], 1, False, "played_after_decided"),
        ([(1, 1), (0, 1)], 1, True, "played_after_decided"),
        ([(1, 1)], 1, False, "level_game"),
        ([(-1, 1)], 1, False, "negative_score"),
        ([(1, 1, -1, 3)], 1, False, "negative_score"),
        ([(1, 1, 3, None)], 1, False, "tiebreak_undecided"),
        ([(1, 1, 3, 3)], 1, True, "tiebreak_undecided"),
        ([(2, 1, 3, 2)], 1, False, "tiebreak_without_draw"),
        ([(1, 0), (1, 0)], 2, False, "best_of_even"),
        ([(1, 0)], 0, False, "best_of_out_of_range"),
        ([(1, 0)], -1, True, "best_of_out_of_range"),
        ([(1, 0)], 101, False, "best_of_out_of_range"),
    ],
)
def test_series_that_cannot_have_been_played_is_refused(scores, best_of, draws, code):
    with pytest.raises(Invalid) as refusal:
        check_games(games(*scores), best_of=best_of, draws=draws)

    assert refusal.value.code == code


def test_refusal_names_the_game():
    with pytest.raises(Invalid) as refusal:
        check_games(games((1, 0), (2, 2)), best_of=3, draws=False)

    assert refusal.value.message == "Game 2 is level, and draws are not allowed."
    assert refusal.value.params == {"game": 2}


@given(
    winners=st.lists(st.sampled_from([1, 2]), max_size=9),
    best_of=st.sampled_from([1, 3, 5, 7, 9]),
)
def test_series_is_accepted_exactly_when_its_last_game_decides_it(winners, best_of):
    played = [Game(1, 0) if winner == 1 else Game(0, 1) for winner in winners]
    needed = best_of // 2 + 1
    before_last = winners[:-1]

    decides = (
        bool(winners)
        and winners.count(winners[-1]) == needed
        and max(before_last.count(1), before_last.count(2)) < needed
    )

    if decides:
        assert check_games(played, best_of=best_of, draws=False).winner == winners[-1]
    else:
        with pytest.raises(Invalid):
            check_games(played, best_of=best_of, draws=False)


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (Result(1, 1, 0, 0, None), "meets_itself"),
        (Result(1, 2, -1, 0, 2), "negative_score"),
        (Result(1, 2, 1, 0, 3), "winner_did_not_play"),
        (Result(1, 2, 1, 0, 2), "winner_against_score"),
        (Result(1, 2, 0, 1, None), "winner_against_score"),
        (Result(1, 2, 0, 0, None, Kind.FORFEIT), "winner_against_kind"),
        (Result(1, 2, 0, 0, 1, Kind.DOUBLE_FORFEIT), "winner_against_kind"),
    ],
)
def test_result_that_contradicts_itself_is_refused(result, code):
    with pytest.raises(Invalid) as refusal:
        check_result(result)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "result",
    [
        Result(1, 2, 1, 1, None),
        Result(1, 2, 1, 1, 2),
        Result(1, 2, 0, 3, 1, Kind.DISQUALIFICATION),
        Result(1, 2, 0, 0, None, Kind.DOUBLE_FORFEIT),
    ],
)
def test_result_that_an_official_or_a_tie_break_decided_stands(result):
    assert check_result(result) is None
