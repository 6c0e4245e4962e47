from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournaments.matches.veto_steps import (
    DECIDER,
    PICK,
    Step,
    Turn,
    chooser_of,
    missed_turns,
    steps_of,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MAPS = ["A", "B", "C", "D", "E", "F", "G", "H", "I"]


def written(steps: list[Step]) -> str:
    """1b is a ban of slot 1, 2p a pick of slot 2, d the decider."""
    return " ".join(f"{step.slot or ''}{step.kind[0]}" for step in steps)


@pytest.mark.parametrize(
    ("best_of", "maps", "order"),
    [
        (1, 1, "d"),
        (1, 2, "1b d"),
        (1, 7, "1b 2b 1b 2b 1b 2b d"),
        (3, 3, "1p 2p d"),
        (3, 4, "1b 2p 1p d"),
        (3, 5, "1b 2b 1p 2p d"),
        (3, 7, "1b 2b 1p 2p 1b 2b d"),
        (3, 9, "1b 2b 1p 2p 1b 2b 1b 2b d"),
        (5, 5, "1p 2p 1p 2p d"),
        (5, 7, "1b 2b 1p 2p 1p 2p d"),
        (5, 9, "1b 2b 1p 2p 1p 2p 1b 2b d"),
        (2, 2, "1p 2p"),
        (2, 7, "1b 2b 1p 2p"),
        (7, 9, "1b 2b 1p 2p 1p 2p 1p 2p d"),
    ],
)
def test_the_order_by_length_and_pool(best_of, maps, order):
    assert written(steps_of(best_of=best_of, maps=maps, first=1)) == order


def test_the_other_side_begins_where_it_is_the_better_seed():
    assert written(steps_of(best_of=3, maps=5, first=2)) == "2b 1b 2p 1p d"


def test_fewer_maps_than_games_make_no_veto():
    with pytest.raises(ValueError, match="fewer maps"):
        steps_of(best_of=3, maps=2, first=1)


@given(best_of=st.integers(1, 9), spare=st.integers(0, 8), first=st.sampled_from([1, 2]))
def test_each_veto_finds_as_many_maps_as_there_are_games(best_of, spare, first):
    steps = steps_of(best_of=best_of, maps=best_of + spare, first=first)

    turns = [step for step in steps if step.slot]
    picks = [step for step in turns if step.kind == PICK]
    assert sum(step.kind in {PICK, DECIDER} for step in steps) == best_of
    assert [step.slot for step in turns[::2]] == [first] * len(turns[::2])
    assert [step.slot for step in turns[1::2]] == [3 - first] * len(turns[1::2])
    assert abs(sum(3 - 2 * step.slot for step in picks)) == 0
    assert len(steps) <= best_of + spare


def missed(taken: str, seconds: float, **changes) -> list[Turn]:
    values = {"best_of": 3, "maps": 5, "limit": 60, **changes}
    return missed_turns(
        steps_of(best_of=values["best_of"], maps=values["maps"], first=1),
        pool=MAPS[: values["maps"]],
        taken=list(taken),
        began_at=NOON,
        seconds=values["limit"],
        now=NOON + timedelta(seconds=seconds),
    )


@pytest.mark.parametrize(
    ("taken", "seconds", "maps"),
    [
        ("", 59.999, ""),
        ("", 60, "A"),
        ("", 119, "A"),
        ("", 120, "AB"),
        ("A", 60, "B"),
        ("C", 179, "AB"),
        ("C", 180, "ABDE"),
        ("", 239, "ABC"),
        ("", 240, "ABCDE"),  # the decider takes no time
        ("", 86400, "ABCDE"),
        ("ABCD", 0, "E"),
        ("ABCDE", 86400, ""),
    ],
)
def test_the_first_maps_that_are_left_take_missed_turns(taken, seconds, maps):
    assert "".join(turn.map for turn in missed(taken, seconds)) == maps


def test_after_an_outage_each_turn_is_taken_as_of_its_own_time():
    turns = missed("D", 100_000)

    assert [(turn.number, turn.step.kind, turn.map) for turn in turns] == [
        (2, "ban", "A"),
        (3, "pick", "B"),
        (4, "pick", "C"),
        (5, "decider", "E"),
    ]
    assert [(turn.at - NOON).total_seconds() for turn in turns] == [60, 120, 180, 180]


def test_without_a_limit_no_turn_ends():
    assert missed("", 100_000, limit=0) == []
    assert [turn.map for turn in missed("ABCD", 0, limit=0)] == ["E"]


@pytest.mark.parametrize(
    ("best_of", "maps", "choosers"),
    [
        (1, 7, [None] * 6 + [1]),
        (3, 7, [None, None, 2, 1, None, None, 1]),
        (5, 7, [None, None, 2, 1, 2, 1, 1]),
        (3, 4, [None, 1, 2, 2]),
        (1, 1, [1]),
    ],
)
def test_the_side_that_did_not_settle_the_map_chooses_where_it_begins(best_of, maps, choosers):
    steps = steps_of(best_of=best_of, maps=maps, first=1)

    assert [chooser_of(steps, number) for number in range(1, len(steps) + 1)] == choosers
