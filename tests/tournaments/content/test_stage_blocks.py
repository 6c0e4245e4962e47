"""Every format as an organizer sets it: the editor's inputs in, what the engine plays out."""

from typing import Any

import pytest

from tests import factories
from tests.tournaments.content.editor import (
    create,
    data_of,
    errors,
    messages,
    new_page,
    superuser,
)
from tests.tournaments.control.lock_rows import START
from tournaments.content import stage_parts
from tournaments.content.models import TournamentPage
from tournaments.content.stage_blocks import StagesBlock
from tournaments.core.models import Tournament
from tournaments.engine.double_elimination import Finals
from tournaments.engine.entering import Inlet
from tournaments.engine.formats import FORMATS, parse_stages
from tournaments.engine.grouping import Distribution
from tournaments.engine.ladder import Mode
from tournaments.engine.lobby_tables import FFA_TIEBREAKS
from tournaments.engine.specs import (
    DoubleEliminationSpec,
    FreeForAllSpec,
    LadderSpec,
    RoundRobinSpec,
    SingleEliminationSpec,
    SwissSpec,
)
from tournaments.engine.specs.swiss import MAJOR_TIEBREAKS, SWISS_TIEBREAKS
from tournaments.engine.swiss import FirstRound, Pairing
from tournaments.engine.tallies import Bye, Points
from tournaments.engine.tiebreaks import TIEBREAKS

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(superuser())
    return client


def stage(kind: str, **options: Any) -> tuple[str, dict[str, Any]]:
    """A block as it begins in the editor, with ``options`` changed."""
    return kind, {**StagesBlock().child_blocks[kind].get_default(), **options}


def inlet(stage: int, first: int, last: int | None = None, best: int | None = None) -> dict:
    return {"stage": str(stage), "first": first, "last": last, "best": best}


def published(editor, *stages, **fields: Any):
    """The answer to pressing Publish on a page with these stages, of a game without tiebreaks."""
    usual = {"starts_at": START, "capacity": 16, "game": factories.GameFactory(tiebreaks=[])}
    written = new_page(**usual | {"stages": list(stages)} | fields)
    return create(editor, factories.OrganizerFactory().page, data_of(written))


ROUND_TRIPS = {
    "groups": (
        [
            stage("round_robin", name="Groups", groups=4, advance=2, distribution="bracket"),
            stage("single_elimination", name="Playoffs"),
        ],
        [
            RoundRobinSpec(
                name="Groups",
                groups=4,
                advance=2,
                draws=False,
                distribution=Distribution.BRACKET,
            ),
            SingleEliminationSpec(name="Playoffs"),
        ],
    ),
    "two brackets": (
        [
            stage("single_elimination", name="Qualifier", groups=2, advance=2, third_place=True),
            stage("single_elimination", name="Finals", best_of="5"),
        ],
        [
            SingleEliminationSpec(name="Qualifier", groups=2, advance=2, third_place=True),
            SingleEliminationSpec(name="Finals", best_of=5),
        ],
    ),
    "double elimination": (
        [
            stage(
                "double_elimination",
                name="Main",
                finals="single",
                best_of="3",
                best_of_losers="1",
                best_of_final="5",
                best_of_rounds=[{"round": 1, "best_of": "1"}],
                in_losers=4,
                groups=2,
            )
        ],
        [
            DoubleEliminationSpec(
                name="Main",
                finals=Finals.SINGLE,
                best_of=3,
                best_of_losers=1,
                best_of_final=5,
                best_of_rounds={1: 1},
                in_losers=4,
                groups=2,
            )
        ],
    ),
    "swiss by rounds": (
        [
            stage(
                "swiss",
                name="Open",
                rounds=5,
                first_round="slide",
                bye="draw",
                as_usual=False,
                draws=True,
                tiebreaks=["points", "buchholz", "lots"],
            )
        ],
        [
            SwissSpec(
                name="Open",
                rounds=5,
                first_round=FirstRound.SLIDE,
                points=Points(1, 0.5, 0, Bye.DRAW),
                draws=True,
                tiebreaks=("points", "buchholz", "lots"),
            )
        ],
    ),
    "swiss by wins": (
        [
            stage(
                "swiss",
                name="Elimination stage",
                wins=3,
                losses=3,
                best_of_decider="3",
                pairing="priority_table",
                advance=8,
            ),
            stage("single_elimination", name="Playoffs"),
        ],
        [
            SwissSpec(
                name="Elimination stage",
                wins=3,
                losses=3,
                best_of_decider=3,
                pairing=Pairing.PRIORITY_TABLE,
                points=Points(3, 1, 0),
                tiebreaks=MAJOR_TIEBREAKS,
                advance=8,
            ),
            SingleEliminationSpec(name="Playoffs"),
        ],
    ),
    "lobbies": (
        [
            stage("free_for_all", name="Heats", lobby_size=8, games=3, drop_worst=1, advance=4),
            stage(
                "free_for_all",
                name="Final",
                as_usual=False,
                placement_points="5 3, 1",
                kill_points=2,
                kill_cap=6,
                tiebreaks=["points", "kills"],
            ),
        ],
        [
            FreeForAllSpec(name="Heats", lobby_size=8, games=3, drop_worst=1, advance=4),
            FreeForAllSpec(
                name="Final",
                placement_points=(5, 3, 1),
                kill_points=2,
                kill_cap=6,
                tiebreaks=("points", "kills"),
            ),
        ],
    ),
    "ladder": (
        [stage("ladder", challenge_range=2, mode="rating", k=24, start_rating=1500)],
        [LadderSpec(name="Ladder", challenge_range=2, mode=Mode.RATING, k=24, start_rating=1500)],
    ),
    "two divisions": (
        [
            stage("round_robin", name="League", groups=4, advance=2),
            stage("double_elimination", name="Gold", entry=[inlet(1, 1, 2)]),
            stage("single_elimination", name="Silver", entry=[inlet(1, 3)]),
        ],
        [
            RoundRobinSpec(name="League", groups=4, advance=2, draws=False),
            DoubleEliminationSpec(name="Gold", entry=(Inlet(1, 1, 2),)),
            SingleEliminationSpec(name="Silver", entry=(Inlet(1, 3, None),)),
        ],
    ),
    "a play-in": (
        [
            stage("single_elimination", name="Play-in", groups=4, entry=[inlet(0, 9)]),
            stage("single_elimination", name="Main", entry=[inlet(0, 1, 8), inlet(1, 1, 1)]),
        ],
        [
            SingleEliminationSpec(name="Play-in", groups=4, entry=(Inlet(0, 9, None),)),
            SingleEliminationSpec(name="Main", entry=(Inlet(0, 1, 8), Inlet(1, 1, 1))),
        ],
    ),
    "the best thirds": (
        [
            stage("round_robin", name="Groups", groups=4),
            stage("single_elimination", entry=[inlet(1, 1, 1), inlet(1, 2, best=2)]),
        ],
        [
            RoundRobinSpec(name="Groups", groups=4, draws=False),
            SingleEliminationSpec(name="Playoffs", entry=(Inlet(1, 1, 1), Inlet(1, 2, 2, 2))),
        ],
    ),
}


@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_what_is_set_in_the_editor_is_what_the_engine_plays(editor, name):
    stages, specs = ROUND_TRIPS[name]

    response = published(editor, *stages)

    assert errors(response) == {}
    assert parse_stages(Tournament.objects.get().stages) == specs


FAULTS = {
    "a loop": (
        [
            stage("single_elimination", name="One"),
            stage("single_elimination", name="Two", entry=[inlet(3, 1, 2)]),
            stage("single_elimination", name="Three", entry=[inlet(2, 1, 2)]),
        ],
        {},
        "Stage 2: Stage 3 waits for this stage, so this one cannot wait for it.",
    ),
    "two outlets for one place": (
        [
            stage("round_robin", groups=4),
            stage("single_elimination", entry=[inlet(1, 1, 2)]),
            stage("single_elimination", entry=[inlet(1, 2, 3)]),
        ],
        {},
        "Stage 3: Place 2 of stage 1 enters stage 2 already, so it cannot enter here as well.",
    ),
    "somebody left out": (
        [stage("single_elimination", entry=[inlet(0, 1, 15)])],
        {},
        "Stage 1: Seed 16 enters no stage.",
    ),
    "no place to come from": (
        [stage("round_robin", groups=4), stage("single_elimination", entry=[inlet(1, 5, 6)])],
        {},
        "Stage 2: Nobody can come from place 6: there are 4 places.",
    ),
    "advance from the last stage": (
        [stage("swiss", advance=8)],
        {},
        "Stage 1: There is no stage after this one to advance to.",
    ),
    "rounds, and wins and losses": (
        [stage("swiss", rounds=5, wins=3, losses=3)],
        {},
        "Stage 1: A Swiss stage ends after a number of rounds, or by wins and losses; not both.",
    ),
    "wins without losses": (
        [stage("swiss", wins=3)],
        {},
        "Stage 1: Wins that take an entrant on and losses that put one out are given together.",
    ),
    "deciding matches of a number of rounds": (
        [stage("swiss", rounds=5, best_of_decider="3")],
        {},
        "Stage 1: There are deciding matches only where wins and losses end the stage.",
    ),
    "fewer than two entrants": (
        [stage("round_robin", groups=4), stage("ladder", entry=[inlet(1, 1, best=1)])],
        {},
        "Stage 2: A ladder takes 2 to 4096 entrants, not 1.",
    ),
    "more than a format takes": (
        [stage("double_elimination")],
        {"capacity": 1025},
        "Stage 1: This format takes 2 to 1024 entrants, not 1025.",
    ),
    "a final that is none": (
        [stage("double_elimination", finals="none", best_of_final="5")],
        {},
        "Stage 1: “The final is” and “The end” contradict each other.",
    ),
    "all games dropped": (
        [stage("free_for_all", games=2, drop_worst=2)],
        {},
        "Stage 1: Of 2 games not all can be left out.",
    ),
    "points that are no numbers": (
        [stage("free_for_all", as_usual=False, placement_points="10 six")],
        {},
        "Stage 1: Points by place: only whole numbers can stand here.",
    ),
    "a place that is worth more than the one above": (
        [stage("free_for_all", as_usual=False, placement_points="6 10")],
        {},
        "Stage 1: A place must be worth no less than the one below it, and never less than "
        "nothing.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_stages_that_cannot_be_played_are_refused_on_their_field(editor, name):
    stages, fields, fault = FAULTS[name]

    response = published(editor, *stages, **fields)

    assert errors(response) == {"stages": [fault]}
    assert not TournamentPage.objects.exists()


@pytest.mark.parametrize(
    ("fewest", "warnings"),
    [
        (
            7,
            [
                "With 7 entrants, the fewest that you allow, the draw would be refused: Stage 1: "
                "7 entrants cannot fill 4 groups: each needs at least two. Raise the minimum, or "
                "be ready to change the format."
            ],
        ),
        (8, []),
    ],
)
def test_an_organizer_hears_at_once_that_a_small_field_could_not_be_drawn(editor, fewest, warnings):
    response = published(editor, stage("round_robin", groups=4), minimum_entrants=fewest)

    shown = messages(editor.get(response["Location"]))
    assert [message for message in shown if message.startswith("With ")] == warnings


def test_lobbies_count_as_usual_in_their_game(editor):
    game = factories.GameFactory(
        lobby_size=12,
        placement_points=[12, 9, 8],
        kill_points=1,
        kill_cap=10,
        tiebreaks=["points", "kills", "manual"],
    )

    response = published(
        editor, stage("free_for_all", advance=6), stage("round_robin"), game=game, capacity=24
    )

    assert errors(response) == {}
    lobbies, table = parse_stages(Tournament.objects.get().stages)
    assert lobbies == FreeForAllSpec(
        name="Lobbies",
        lobby_size=12,
        placement_points=(12, 9, 8),
        kill_points=1,
        kill_cap=10,
        tiebreaks=("points", "kills", "manual"),
        advance=6,
    )
    assert table == RoundRobinSpec(name="Group stage", draws=False)


def test_a_swiss_stage_takes_points_from_its_game_and_has_an_order_of_its_own(editor):
    game = factories.GameFactory(allows_draws=True, points_win=2, tiebreaks=["difference"])

    published(editor, stage("swiss", rounds=4), game=game)

    [swiss] = parse_stages(Tournament.objects.get().stages)
    assert (swiss.points, swiss.draws) == (Points(2, 1, 0), True)
    assert swiss.tiebreaks == SWISS_TIEBREAKS


def test_the_editor_offers_every_format_and_every_criterion():
    assert set(StagesBlock().child_blocks) == set(FORMATS)
    assert {name for name, _label in stage_parts.TIEBREAKS} == set(TIEBREAKS)
    assert {name for name, _label in stage_parts.LOBBY_TIEBREAKS} == set(FFA_TIEBREAKS)
