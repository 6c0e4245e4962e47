from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import draw_next, drawn_cup, entered_cup, names_of, organizer_of, play_all
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets import operations
from tournaments.brackets.models import Match, MatchSide, Round, Stage
from tournaments.brackets.standings import group_tables
from tournaments.brackets.tasks import draw_stage
from tournaments.core.settings import Seeding
from tournaments.engine.formats import build, parse_spec
from tournaments.engine.types import Bye, LoserOf, MatchSpec, Seed, Source, Structure, WinnerOf
from tournaments.registration.models import Entrant

pytestmark = pytest.mark.django_db

WITH_THIRD_PLACE = {**KNOCKOUT, "third_place": True, "best_of": 3, "best_of_final": 5}


def planned(structure: Structure) -> dict[str, tuple]:
    """The engine's matches as comparable lines, by their ids."""

    def side(source: Source) -> str:
        match source:
            case Seed(number):
                return f"seed {number}"
            case WinnerOf(match):
                return f"winner of {match}"
            case LoserOf(match):
                return f"loser of {match}"
            case Bye():
                return "bye"

    def line(match: MatchSpec) -> tuple:
        sides = tuple(side(source) for source in match.sides)
        return (match.bracket.value, match.group, match.round, match.number, match.best_of, sides)

    return {match.id: line(match) for match in structure.matches}


def stored(stage: Stage) -> dict[str, tuple]:
    """The rows of a stage as lines of the same shape."""
    seeds = dict(stage.entries.values_list("entrant_id", "seed"))

    def side(row: MatchSide) -> str:
        if row.from_match:
            return f"{row.takes} of {row.from_match.code}"
        return "bye" if row.is_bye else f"seed {seeds[row.entrant_id]}"

    def line(match: Match) -> tuple:
        round_ = match.round
        return (
            round_.bracket,
            match.group and match.group.number,
            round_.number,
            match.number,
            match.best_of,
            tuple(side(row) for row in match.sides.select_related("from_match")),
        )

    return {match.code: line(match) for match in stage.matches.select_related("round", "group")}


@pytest.mark.parametrize("entrants", range(2, 34))
def test_a_knockout_has_the_rows_of_the_engine(entrants):
    cup = drawn_cup(entrants, stages=[WITH_THIRD_PLACE])
    stage = cup.drawn_stages.get()

    assert stored(stage) == planned(build(parse_spec(WITH_THIRD_PLACE), entrants))
    assert [entry.entrant.name for entry in stage.entries.select_related("entrant")] == [
        f"P{number}" for number in range(1, entrants + 1)
    ]


@pytest.mark.parametrize(("entrants", "groups"), [(2, 1), (7, 2), (12, 3), (16, 4)])
def test_groups_have_the_rows_of_the_engine(entrants, groups):
    spec = {**LEAGUE, "groups": groups}
    cup = drawn_cup(entrants, stages=[spec])
    stage = cup.drawn_stages.get()

    assert stored(stage) == planned(build(parse_spec(spec), entrants))
    assert [group.name for group in stage.groups.all()] == [
        f"Group {letter}" for letter in "ABCD"[:groups]
    ]
    sizes = Counter(entry.group.number for entry in stage.entries.select_related("group"))
    assert sum(sizes.values()) == entrants
    assert max(sizes.values()) - min(sizes.values()) <= 1


@pytest.mark.parametrize("entrants", range(2, 18))
def test_a_bye_is_not_played_and_its_entrant_stands_in_the_next_round(entrants):
    stage = drawn_cup(entrants, stages=[KNOCKOUT]).drawn_stages.get()
    byes = stage.matches.filter(sides__is_bye=True)

    assert byes.count() == (1 << (entrants - 1).bit_length()) - entrants
    for match in byes:
        seen = {side.entrant.name for side in match.sides.all() if side.is_winner}
        [fed] = MatchSide.objects.filter(from_match=match)
        assert match.status == Match.Status.VOID
        assert seen == {fed.entrant.name}
    for match in stage.matches.filter(sides__is_bye=False).distinct():
        if match not in byes:
            is_known = None not in names_of(match.sides)
            assert match.status == (Match.Status.READY if is_known else Match.Status.PENDING)


def test_rounds_carry_the_length_of_their_matches():
    drawn_cup(8, stages=[WITH_THIRD_PLACE])

    assert list(Round.objects.values_list("bracket", "number", "best_of").order_by("pk")) == [
        ("winners", 1, 3),
        ("winners", 2, 3),
        ("third_place", 3, 3),
        ("final", 3, 5),
    ]


def test_the_same_random_seed_gives_the_same_draw():
    order = []
    for _time in range(2):
        cup = entered_cup(9, seeding=Seeding.RANDOM)
        stage = Stage.objects.create(
            tournament=cup, number=1, name="Playoffs", format="", random_seed=2022
        )
        operations.draw(stage)
        order.append([entrant.name for entrant in cup.entrants.order_by("seed")])

    assert order[0] == order[1]
    assert order[0] != sorted(order[0])


def queries_of_a_draw(entrants: int) -> int:
    cup = entered_cup(entrants)
    stage = operations.request_draw(tournament=cup, by=organizer_of(cup))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        operations.draw(stage)
    assert Entrant.objects.filter(tournament=cup).count() == entrants
    return len(queries)


def test_a_draw_needs_as_many_queries_for_16_as_for_8():
    queries_of_a_draw(2)  # content types are looked up once a process

    assert queries_of_a_draw(8) == queries_of_a_draw(16)


def test_the_task_of_a_draw_takes_twelve_queries():
    queries_of_a_draw(2)  # content types and the listing's version are made once
    double = {"format": "double_elimination", "name": "Main"}
    cup = entered_cup(4, stages=[double])
    stage = operations.request_draw(tournament=cup, by=organizer_of(cup))

    with CaptureQueriesContext(connection) as queries:
        draw_stage(stage.pk)

    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) == 12


@pytest.mark.postgres
def test_a_draw_needs_as_many_queries_for_64_as_for_8():
    queries_of_a_draw(2)

    assert queries_of_a_draw(8) == queries_of_a_draw(64)


def test_the_second_stage_seeds_by_place_and_then_by_group():
    groups = {**LEAGUE, "groups": 2, "advance": 2}
    cup = drawn_cup(8, stages=[groups, KNOCKOUT])
    play_all(cup)

    stage = draw_next(cup)

    first, second = (
        [table.entrants[row.entrant].name for row in table.rows]
        for table in group_tables(cup.drawn_stages.get(number=1))
    )
    assert [entry.entrant.name for entry in stage.entries.select_related("entrant")] == [
        first[0],
        second[0],
        first[1],
        second[1],
    ]
    assert [names_of(match.sides) for match in stage.matches.filter(round__number=1)] == [
        [first[0], second[1]],
        [second[0], first[1]],
    ]
