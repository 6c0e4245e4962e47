import pytest
from django.utils import timezone

from tests.factories import draw_next, match_of, names_of, win
from tests.factories.formats import (
    DOUBLE,
    LADDER,
    LOBBY,
    SWISS,
    better_wins,
    challenge,
    cup_of,
    entrant_of,
    facts,
    finish,
    pair_next,
)
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets.operations import leave
from tournaments.brackets.standings import group_tables
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

BY_WALKOVER = ("completed", "walkover")


def left(cup: Tournament, *names: str) -> None:
    """Let them leave one after the other."""
    for name in names:
        entrant = entrant_of(cup, name)
        entrant.left_at, entrant.left_by = timezone.now(), "withdrawal"
        entrant.save()
        leave(entrant)


def test_the_opponent_wins_the_open_match_and_goes_on():
    cup = cup_of(KNOCKOUT)

    left(cup, "P1")

    assert facts(cup, "W1-1", "W1-2") == [(*BY_WALKOVER, "P4"), ("ready", "", None)]
    assert names_of(match_of(cup, "F").sides) == ["P4", None]


def test_what_was_played_stands():
    cup = cup_of(KNOCKOUT)
    win(match_of(cup, "W1-1"))

    left(cup, "P4")

    assert facts(cup, "W1-1") == [("completed", "played", "P1")]


def test_who_waits_for_an_opponent_loses_to_whoever_comes():
    cup = cup_of(KNOCKOUT)
    win(match_of(cup, "W1-1"))
    left(cup, "P1")
    assert facts(cup, "F") == [("pending", "", None)]

    win(match_of(cup, "W1-2"))

    assert facts(cup, "F") == [(*BY_WALKOVER, "P2")]


def test_of_two_that_have_left_nobody_wins():
    cup = cup_of(KNOCKOUT)
    win(match_of(cup, "W1-1"))
    left(cup, "P1")
    entrant = entrant_of(cup, "P2")
    entrant.left_at = timezone.now()
    entrant.save()

    win(match_of(cup, "W1-2"))

    assert facts(cup, "F") == [("completed", "double_forfeit", None)]


def test_in_a_double_elimination_it_falls_through_both_brackets():
    cup = cup_of(DOUBLE)

    left(cup, "P1")
    better_wins(cup)

    final = match_of(cup, "F")
    assert facts(cup, "W1-1") == [(*BY_WALKOVER, "P4")]
    assert "P1" not in names_of(final.sides)
    assert not cup.drawn_stages.get().matches.exclude(status__in=["completed", "void"]).exists()


def test_every_match_of_a_group_that_is_left_is_a_walkover():
    cup = cup_of(LEAGUE, entrants=3)

    left(cup, "P2")

    matches = cup.drawn_stages.get().matches.all()
    decided = {frozenset(names_of(match.sides)): facts(cup, match.code)[0][1:] for match in matches}
    assert decided == {
        frozenset({"P1", "P2"}): ("walkover", "P1"),
        frozenset({"P2", "P3"}): ("walkover", "P3"),
        frozenset({"P1", "P3"}): ("", None),
    }


def test_a_swiss_stage_pairs_it_no_more():
    cup = cup_of(SWISS, entrants=5)

    left(cup, "P1")
    better_wins(cup)
    swiss = pair_next(cup)

    paired = [
        name for each in swiss.matches.filter(round__number=2) for name in names_of(each.sides)
    ]
    assert sorted(filter(None, paired)) == ["P2", "P3", "P4", "P5"]


def test_a_lobby_goes_on_without_it():
    cup = cup_of(LOBBY, entrants=3)

    left(cup, "P1")
    finish(match_of(cup, "G1-1-1"), "P3", "P2", absent=("P1",))

    [table] = group_tables(cup.drawn_stages.get())
    assert facts(cup, "G1-1-1", "G1-2-1") == [("completed", "played", "P3"), ("ready", "", None)]
    assert [table.entrants[row.entrant].name for row in table.rows] == ["P3", "P2", "P1"]


def test_a_lobby_of_two_goes_on_too():
    cup = cup_of(LOBBY, entrants=2)

    left(cup, "P1")

    assert facts(cup, "G1-1-1", "G1-2-1") == [("ready", "", None)] * 2


def test_a_lobby_that_everybody_left_is_not_played():
    cup = cup_of(LOBBY, entrants=2)
    finish(match_of(cup, "G1-1-1"), "P1", "P2")

    left(cup, "P1", "P2")

    assert facts(cup, "G1-1-1", "G1-2-1") == [("completed", "played", "P1"), ("void", "", None)]


def test_a_challenge_on_a_ladder_is_a_walkover():
    cup = cup_of(LADDER)
    match = challenge(cup, "P3", "P1")

    left(cup, "P1")

    assert facts(cup, match.code) == [(*BY_WALKOVER, "P3")]


def test_every_stage_that_is_drawn_is_left():
    league = {**LEAGUE, "advance": 2}
    cup = cup_of(league, KNOCKOUT, entrants=3)
    better_wins(cup)
    draw_next(cup)

    left(cup, "P1")

    assert facts(cup, "F", stage=2) == [(*BY_WALKOVER, "P2")]
    assert not cup.drawn_stages.get(number=1).matches.filter(decided_by="walkover").exists()


def test_who_goes_on_and_has_left_loses_by_a_walkover_when_the_next_stage_is_drawn():
    cup = cup_of({**LEAGUE, "advance": 2}, KNOCKOUT, entrants=3)
    better_wins(cup)
    left(cup, "P1")

    draw_next(cup)

    assert facts(cup, "F", stage=2) == [(*BY_WALKOVER, "P2")]
    assert match_of(cup, "F", stage=2).completed_at is not None


def test_leaving_again_changes_nothing():
    cup = cup_of(LEAGUE)
    left(cup, "P1")
    before = list(cup.events.values_list("kind"))

    leave(entrant_of(cup, "P1"))

    assert list(cup.events.values_list("kind")) == before


@pytest.mark.parametrize("entrants", [4, 8])
def test_leaving_needs_as_many_queries_in_a_large_stage(django_assert_max_num_queries, entrants):
    cup = cup_of(KNOCKOUT, entrants=entrants)

    with django_assert_max_num_queries(18):
        left(cup, "P1")
