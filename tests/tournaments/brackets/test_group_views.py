import pytest

from tests.factories import drawn_cup, organizer_of, win
from tests.factories.play import play_by_seed
from tournaments.brackets import operations
from tournaments.brackets.group_views import LATEST, FinishView
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.queries import groups
from tournaments.engine.free_for_all import Finish
from tournaments.matches.operations import enter_finishes

pytestmark = pytest.mark.django_db

SWISS = {"format": "swiss", "name": "Swiss stage"}
LOBBY = {"format": "free_for_all", "name": "Lobbies", "games": 2}
LADDER = {"format": "ladder", "name": "Ladder"}


def stage_of(entrants: int, spec: dict) -> Stage:
    return drawn_cup(entrants, stages=[spec]).drawn_stages.get()


def pair_next(stage: Stage) -> None:
    operations.request_round(stage=stage, by=organizer_of(stage.tournament))
    stage.refresh_from_db()
    operations.pair_round(stage, number=stage.wanted_round)


def challenge(stage: Stage, one: str, other: str):
    entrants = stage.tournament.entrants
    return operations.challenge(
        stage=stage,
        challenger=entrants.get(name=one),
        challenged=entrants.get(name=other),
        by=organizer_of(stage.tournament),
    )


def test_swiss_rounds_stand_newest_first_and_say_why_two_meet():
    stage = stage_of(5, SWISS)
    play_by_seed(stage.tournament)
    pair_next(stage)

    [group] = groups(stage)

    assert group.name == "Table"
    assert [round_.name for round_ in group.pairings] == ["Round 2", "Round 1"]
    assert [(match.pool, match.spoken) for match in group.pairings[0].matches] == [
        ("Both at 1–0", "Round 2: P1 against P2"),
        ("0–1 against 1–0", "Round 2: P3 against P5"),
        ("Bye", "Round 2: P4 has a bye"),
    ]
    assert {match.pool for match in group.pairings[1].matches} == {"", "Bye"}


def test_a_round_with_rematches_says_so():
    stage = stage_of(2, {**SWISS, "rounds": 2})
    play_by_seed(stage.tournament)
    pair_next(stage)

    [group] = groups(stage)

    assert [round_.note for round_ in group.pairings] == [
        "1 pair met before: no pairing without a rematch exists.",
        "",
    ]


def test_a_match_that_decides_says_how_long_it_is():
    stage = stage_of(4, {**SWISS, "wins": 2, "losses": 2, "best_of_decider": 3})
    play_by_seed(stage.tournament)
    pair_next(stage)

    [group] = groups(stage)

    assert [match.remark for match in group.pairings[0].matches] == ["best of 3", "best of 3"]


def test_a_lobby_lists_who_came_where_in_each_game():
    stage = stage_of(3, LOBBY)
    match = stage.matches.get(code="G1-1-1")
    first, second, third = [side.entrant_id for side in match.sides.all()]
    finishes = [Finish(first, 3, 0), Finish(second, 1, 2), Finish(third, 2, 4)]
    enter_finishes(match=match, finishes=finishes, by=organizer_of(stage.tournament))

    [group] = groups(stage)
    played, to_come = group.games

    assert (played.name, played.winner, played.url) == ("Game 1", "P2", match.get_absolute_url())
    assert played.finishes == (
        FinishView("P2", 1, 2, 12, is_winner=True),
        FinishView("P3", 2, 4, 10, is_winner=False),
        FinishView("P1", 3, 0, 5, is_winner=False),
    )
    assert (to_come.name, to_come.finishes) == ("Game 2", ())


def test_a_ladder_shows_open_challenges_and_the_latest_results():
    stage = stage_of(4, LADDER)
    for _time in range(LATEST + 1):
        below, above = [line.name for line in groups(stage)[0].table.rows][1::-1]
        win(challenge(stage, below, above))
    challenge(stage, "P4", "P3")

    [group] = groups(stage)

    assert [match.spoken for match in group.challenges] == ["Challenge 12: P4 against P3"]
    assert len(group.results) == LATEST
    assert group.results[0].spoken.startswith("Challenge 11: ")


def test_a_match_that_nobody_is_left_to_play_says_so():
    stage = stage_of(4, SWISS)
    stage.matches.filter(code="R1-2").update(status=Match.Status.VOID)

    [group] = groups(stage)

    assert [match.remark for match in group.pairings[0].matches] == ["", "Not played"]


@pytest.mark.parametrize(
    ("spec", "queries"),
    [
        (SWISS, 5),  # entries, matches, sides, games with a tie-break, groups
        ({**LOBBY, "lobby_size": 4}, 4),  # a lobby has no games of its own
    ],
)
@pytest.mark.parametrize("fields", [1, 3])
def test_queries_do_not_grow(django_assert_num_queries, spec, queries, fields):
    stage = stage_of(4 * fields, spec)

    with django_assert_num_queries(queries):
        assert groups(stage)


@pytest.mark.parametrize("challenges", [1, 3])
def test_a_ladder_needs_five_queries(django_assert_num_queries, challenges):
    stage = stage_of(8, LADDER)
    for number in range(1, challenges + 1):
        challenge(stage, f"P{2 * number}", f"P{2 * number - 1}")

    with django_assert_num_queries(5):
        assert len(groups(stage)[0].challenges) == challenges
