"""What the pages for organizers say of formats, computed again."""

import json
import re
import shlex
import shutil
import subprocess
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.factories import TournamentFactory
from tests.factories.competition import drawn_stage, entrants_of, played
from tests.tournaments.engine.test_losers_bracket import earliest_rematches, losers_rounds_played
from tournaments import engine
from tournaments.api.own_model import own_model
from tournaments.api.queries import drawn_stages
from tournaments.content.stage_parts import LOBBY_TIEBREAKS, TIEBREAKS
from tournaments.core.models import Tournament
from tournaments.engine import criteria, ladder, lobby_tables, majors
from tournaments.engine.apart import apart
from tournaments.engine.clinching import outlook
from tournaments.engine.comparison import compared
from tournaments.engine.double_elimination import structure as double_elimination
from tournaments.engine.formats import build, parse_stages
from tournaments.engine.free_for_all import Finish, Scoring
from tournaments.engine.graph import entering, placing_order
from tournaments.engine.grouping import Distribution, dealt
from tournaments.engine.results import Result
from tournaments.engine.seeding import ordered
from tournaments.engine.shared_places import blocks
from tournaments.engine.specs import DoubleEliminationSpec, SingleEliminationSpec
from tournaments.engine.stages import check_stages
from tournaments.engine.standings import table
from tournaments.engine.swiss import FirstRound
from tournaments.engine.swiss import structure as first_round
from tournaments.engine.swiss_pairing import past
from tournaments.engine.tallies import Points, tally
from tournaments.engine.types import Bracket

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {path.stem: path.read_text() for path in sorted((DOCS / "formats").glob("*.md"))}
FILES = dict(
    found
    for page in PAGES.values()
    for found in re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```$", page, re.M | re.S)
)
EXAMPLES = [
    example
    for page in PAGES.values()
    for example in re.findall(r"^```console\n\$ ([^\n]*)\n(.*?)^```$", page, re.M | re.S)
]
RIO = json.loads((Path(engine.__file__).parents[1] / "data/cs_major_rio_2022.json").read_text())
WORLD_CUP = json.loads((Path(engine.__file__).parents[1] / "data/world_cup_2022.json").read_text())


def table_in(page: str, head: str) -> list[list[str]]:
    """The rows below the head that begins with this."""
    lines = PAGES[page].splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(f"| {head} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def filled(row: list[str]) -> list[str]:
    return [cell for cell in row if cell]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files that the pages name, to work in."""
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("command", "answer"), EXAMPLES, ids=[one for one, _ in EXAMPLES])
@pytest.mark.usefixtures("folder")
def test_an_example_prints_what_the_page_says(command, answer):
    if command.startswith("python manage.py "):
        out = StringIO()
        name, *arguments = shlex.split(command)[2:]
        call_command(name, *arguments, stdout=out)
        printed = out.getvalue()
    else:
        if "sha256sum" in command and shutil.which("sha256sum") is None:
            pytest.skip("there is no sha256sum here")
        shell = ["/bin/sh", "-c", command]
        printed = subprocess.run(shell, capture_output=True, text=True, check=True).stdout

    assert printed.rstrip("\n") == answer.rstrip("\n")


def test_there_are_examples_of_every_command():
    names = {command.split()[2] for command, _ in EXAMPLES if command.startswith("python manage.")}

    assert names == {"draw", "pair", "standings"}


def test_every_link_leads_somewhere():
    for path in DOCS.rglob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", path.read_text()):
            file, _, anchor = target.partition("#")
            there = path.parent / file if file else path
            assert there.exists(), f"{path.name}: {target}"
            heads = re.findall(r"^#+ (.+)$", there.read_text(), re.M) if anchor else []
            anchors = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
            assert not anchor or anchor in anchors, f"{path.name}: {target}"


def test_double_elimination_has_the_matches_and_rounds_of_the_page():
    rows = [
        [
            entrants,
            len([m for m in bracket.matches if not m.is_bye and not m.if_needed]),
            len({m.round for m in bracket.matches if m.bracket is Bracket.WINNERS}),
            losers_rounds_played(bracket),
        ]
        for entrants in (4, 5, 6, 8, 12, 16, 24, 32, 48, 64, 128)
        for bracket in [double_elimination(entrants)]
    ]

    head = "Entrants | Matches | Rounds of the winners' bracket"
    assert [[int(cell) for cell in row] for row in table_in("elimination", head)] == rows


def test_rematches_come_as_late_as_the_page_says():
    rows = [
        [size, *earliest_rematches(bracket), losers_rounds_played(bracket)]
        for size in (8, 16, 32, 64, 128)
        for bracket in [double_elimination(size)]
    ]

    on_page = table_in("elimination", "Entrants | Round 1")
    assert [[int(cell) for cell in filled(row)] for row in on_page] == rows


def test_losers_of_sixteen_go_where_the_page_says():
    rows = [
        [f"round {number}"]
        + [
            match.loser_to.match
            for match in double_elimination(16).matches
            if match.bracket is Bracket.WINNERS and match.round == number and match.loser_to
        ]
        for number in (1, 2, 3, 4)
    ]

    assert [filled(row) for row in table_in("elimination", "Loses in match")] == rows


def test_places_are_shared_as_the_page_says():
    specs = [
        SingleEliminationSpec(),
        SingleEliminationSpec(third_place=True),
        DoubleEliminationSpec(),
    ]

    def shown(spec, size):
        return ", ".join(
            str(block.first) if block.first == block.last else f"{block.first}-{block.last}"
            for block in blocks(spec, size)
        )

    rows = [[str(size), *(shown(spec, size) for spec in specs)] for size in (8, 16)]
    assert table_in("elimination", "Entrants | Single elimination") == rows


def test_sixteen_are_dealt_as_the_page_says():
    rows = [
        [" ".join(map(str, group)) for group in dealt(16, 4, distribution=how, advance=2)]
        for how in Distribution
    ]

    assert [row[1:] for row in table_in("groups", "| A | B")] == rows


def test_swiss_begins_as_the_page_says():
    words = {
        FirstRound.FOLD: "*First against last*",
        FirstRound.SLIDE: "*Upper half against lower half*",
        FirstRound.ADJACENT: "*Neighbours*",
    }
    rows = [
        [word, ", ".join("-".join(str(side.number) for side in m.sides) for m in drawn.matches)]
        for how, word in words.items()
        for drawn in [first_round(8, first_round=how)]
    ]

    assert table_in("swiss", "| Pairs")[:3] == rows


def test_majors_are_paired_by_the_list_of_the_page():
    lines = dict(re.findall(r"(\d+)\. (\d-\d \d-\d \d-\d)", PAGES["swiss"]))
    rows = [" ".join(f"{one}-{other}" for one, other in row) for row in majors.PRIORITY_TABLE]
    met = [Result(1, 6, 1, 0, 1), Result(3, 4, 1, 0, 3)]

    assert [lines[str(number)] for number in range(1, 16)] == rows
    assert majors.by_table([1, 2, 3, 4, 5, 6], past(range(1, 7), met)) == [(1, 5), (2, 4), (3, 6)]
    first_met_last = past(range(1, 5), [Result(1, 4, 1, 0, 1)])
    assert majors.backtracking([1, 2, 3, 4], first_met_last) == [(1, 3), (2, 4)]


def test_the_difficulty_score_is_that_of_the_major():
    matches = RIO["stages"][0]["matches"]
    numbers = {team["code"]: team["seed"] for team in RIO["stages"][0]["teams"]}
    results = []
    for match in matches:
        home, away, winner = (numbers[match[key]] for key in ("team1", "team2", "winner"))
        results.append(Result(home, away, int(winner == home), int(winner == away), winner))
    tallies = tally(numbers.values(), results, points=Points())
    scores = majors.difficulty(tallies, results)

    assert (scores[numbers["mouz"]], scores[numbers["bne"]]) == (1, -2)
    assert "Mouz was placed above with 1 to −2" in " ".join(PAGES["tables"].split())


def test_football_tables_are_those_of_the_world_cup():
    groups = {group["name"][-1]: group for group in WORLD_CUP["stages"][0]["groups"]}
    for letter in "CH":
        for place, row in enumerate(groups[letter]["final_standing"], start=1):
            difference = f"{row['gd']:+}".replace("-", "−").replace("+0", "0")
            cells = [place, row["team"], row["w"], row["d"], row["l"]]
            cells += [f"{row['gf']}-{row['ga']}", difference, row["points"]]
            assert f"| {' | '.join(map(str, cells))} |" in PAGES["tables"]


def test_every_criterion_is_on_the_page_by_its_name():
    rows = table_in("tables", "Criterion | In commands | Counts | Source")
    lobbies = table_in("lobbies-and-ladders", "Criterion | In commands")

    assert {row[1].strip("`") for row in rows} == criteria.TIEBREAKS.keys()
    assert [row[1].strip("`") for row in rows] == [name for name, _ in TIEBREAKS]
    assert [row[1].strip("`") for row in lobbies] == [name for name, _ in LOBBY_TIEBREAKS]
    assert [row[0].strip("*") for row in lobbies] == [str(label) for _, label in LOBBY_TIEBREAKS]


TIGERS, RHINOS, STORKS, OTTERS = 1, 2, 3, 4
TEAMS = {TIGERS: "Tigers", RHINOS: "Rhinos", STORKS: "Storks", OTTERS: "Otters"}
GAMES = [
    [Finish(TIGERS, 1, 4), Finish(RHINOS, 2, 9), Finish(STORKS, 3, 1), Finish(OTTERS, 4, 0)],
    [Finish(RHINOS, 1, 2), Finish(STORKS, 2, 5), Finish(TIGERS, 3, 0), Finish(OTTERS, 4, 3)],
    [Finish(STORKS, 1, 3), Finish(TIGERS, 2, 1), Finish(OTTERS, 3, 2), Finish(RHINOS, None)],
]
SCORING = Scoring((10, 6, 5, 4), per_kill=1, kill_cap=6)


def lobby(**options):
    seeds = {team: team for team in TEAMS}
    return lobby_tables.table(seeds, GAMES, scoring=SCORING, **options)


def test_a_lobby_stands_as_the_page_says():
    nth = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th"}
    all_count = {row.entrant: row for row in lobby()}
    rows = [
        [
            TEAMS[row.entrant],
            *(str(all_count[row.entrant].points), nth[all_count[row.entrant].rank]),
            *(str(row.points), nth[row.rank]),
        ]
        for row in lobby(drop_worst=1)
    ]

    assert table_in("lobbies-and-ladders", "| All games count") == rows
    assert lobby(drop_worst=1)[1].decided_by == "placement_points"


def test_every_criterion_of_a_lobby_has_the_values_of_the_page():
    values = {row.entrant: row.values for row in lobby(tiebreaks=[*lobby_tables.FFA_TIEBREAKS])}

    def shown(value):
        thirds = {Fraction(1, 3): "⅓", Fraction(2, 3): "⅔"}
        return f"{int(value)}{thirds.get(value - int(value), '')}"

    order = (STORKS, TIGERS, RHINOS, OTTERS)
    for _, name, _, *cells in table_in("lobbies-and-ladders", "Criterion | In commands")[:7]:
        assert cells == [shown(values[team][name.strip("`")]) for team in order], name


def test_a_ladder_moves_as_the_page_says():
    five = {seed: seed for seed in range(1, 6)}
    gains = [
        str(ladder._moved(better, Decimal(1), 32))
        for better in (-400, -200, -100, 0, 100, 200, 400)
    ]

    assert ladder.positions(five, [Result(4, 2, 1, 0, 4)], ladder.LadderRules()) == [1, 4, 3, 2, 5]
    assert table_in("lobbies-and-ladders", "The loser was rated")[0][1:] == gains


def inlet(stage, first, last=None):
    return {"stage": stage, "first": first, "last": last}


STAGES = {
    "Groups, then playoffs": (
        16,
        [16, 8],
        [{"format": "round_robin", "groups": 4, "advance": 2}, {"format": "single_elimination"}],
    ),
    "Swiss, then playoffs": (
        32,
        [32, 8],
        [{"format": "swiss", "rounds": 5, "advance": 8}, {"format": "single_elimination"}],
    ),
    "Two divisions": (
        16,
        [16, 8, 8],
        [
            {"format": "swiss", "rounds": 4},
            {"format": "single_elimination", "entry": [inlet(1, 1, 8)]},
            {"format": "single_elimination", "entry": [inlet(1, 9)]},
        ],
    ),
    "Play-in": (
        12,
        [8, 8],
        [
            {"format": "single_elimination", "groups": 4, "entry": [inlet(0, 5, 12)]},
            {"format": "double_elimination", "entry": [inlet(0, 1, 4), inlet(1, 1, 1)]},
        ],
    ),
    "A Counter-Strike Major": (
        24,
        [16, 16, 8],
        [
            {
                "format": "swiss",
                "wins": 3,
                "losses": 3,
                "pairing": "priority_table",
                "entry": [inlet(0, 9, 24)],
            },
            {
                "format": "swiss",
                "wins": 3,
                "losses": 3,
                "pairing": "priority_table",
                "entry": [inlet(0, 1, 8), inlet(1, 1, 8)],
            },
            {"format": "single_elimination", "entry": [inlet(2, 1, 8)]},
        ],
    ),
    "Double elimination in groups, then playoffs": (
        16,
        [16, 8],
        [
            {"format": "double_elimination", "groups": 4, "finals": "none", "advance": 2},
            {"format": "single_elimination"},
        ],
    ),
}


@pytest.mark.parametrize("name", STAGES)
def test_stages_of_the_page_can_be_played(name):
    entrants, entering_each, stages = STAGES[name]

    assert f"**{name}.**" in PAGES["stages"]
    assert check_stages(parse_stages(stages), entrants) == entering_each


def test_divisions_and_play_ins_are_as_the_page_says():
    divisions = parse_stages(STAGES["Two divisions"][2])
    play_in = parse_stages(STAGES["Play-in"][2])
    of_groups = parse_stages(STAGES["Double elimination in groups, then playoffs"][2])
    origins = entering(of_groups, 2, 16)

    assert placing_order(divisions) == [2, 3, 1]
    pairs = [[side.number + 4 for side in match.sides] for match in build(play_in[0], 8).matches]
    assert pairs == [[5, 12], [6, 11], [7, 10], [8, 9]]
    crossed = build(of_groups[1], 8, entering=origins).matches[:4]
    labels = ["-".join(origins.label(side.number) for side in match.sides) for match in crossed]
    assert labels == ["A1-B2", "C1-D2", "B1-A2", "D1-C2"]


def test_seeds_of_the_page_are_in_order():
    asha, bijoy, chitra, dipu, esha = range(1, 6)
    order = ordered(
        [asha, bijoy, chitra, dipu, esha],
        locked={dipu: 1},
        seeded={bijoy: 9, chitra: 5, dipu: 1},
        rest=[asha, esha],
    )
    towns = {1: "Dhaka", 3: "Dhaka", 8: "Dhaka", 4: "Khulna", 5: "Khulna"}
    moved = apart(range(1, 9), tags=towns)

    names = {asha: "Asha", bijoy: "Bijoy", chitra: "Chitra", dipu: "Dipu", esha: "Esha"}
    assert table_in("seeding", "Seed | 1")[0][1:] == [names[one] for one in order]
    after = [f"{one} {towns.get(one, '')}".strip() for one in moved]
    assert table_in("seeding", "| 1 | 2")[1][1:] == after


def test_who_is_through_is_marked_as_the_page_says():
    results = [
        Result(1, 3, 1, 0, 1),
        Result(1, 4, 1, 0, 1),
        Result(2, 4, 1, 0, 2),
        Result(2, 3, 0, 0, None),
    ]
    rows = table({n: n for n in (1, 2, 3, 4)}, results, points=Points(), tiebreaks=["points"])
    found = outlook(rows, [(1, 2), (3, 4)], points=Points(), places=2)

    on_page = [
        (int(points), words.split(":")[0]) for _, points, words in table_in("tables", "| Points |")
    ]
    words = {"in": "through"}
    assert on_page == [
        (row.points, words.get(found[row.entrant], str(found[row.entrant]))) for row in rows
    ]


def test_the_planner_says_what_the_page_says():
    def plans(best_of, **lobbies):
        found = compared(
            16, stations=4, minutes_per_game=30, break_minutes=10, best_of=best_of, **lobbies
        )
        return [plan for _, plan in found]

    short, long = plans(1, lobby_size=8, lobby_games=4), plans(3)
    rows = table_in("tools", "Format | Matches | Rounds | Best of 1")
    for (_name, matches, rounds, minutes, *_), plan in zip(rows, short, strict=True):
        assert [int(matches.split()[0].strip(",")), int(rounds), int(minutes)] == [
            plan.matches,
            plan.rounds,
            plan.minutes_expected,
        ]
    for row, plan in zip(rows, long, strict=False):
        assert row[4:] == [
            str(plan.minutes_expected),
            f"{plan.minutes_shortest} … {plan.minutes_longest}",
        ]


def test_presets_of_games_are_those_of_the_page():
    games = json.loads((Path(engine.__file__).parents[1] / "data/games.json").read_text())
    rows = [
        [game["name"], str(game["lobby_size"]), " ".join(map(str, game["placement_points"]))]
        for game in games
        if game.get("lobby_size")
    ]

    assert [row[:3] for row in table_in("lobbies-and-ladders", "Game | Lobby")] == rows


@pytest.mark.django_db
def test_the_json_of_a_cup_is_that_of_the_page():
    cup = TournamentFactory(slug="cup", status=Tournament.Status.LIVE)
    people = entrants_of(cup, ["Asha", "Bijoy", "Chitra"])
    spec = {"format": "single_elimination", "name": "Playoffs", "best_of_final": 3}
    stage = drawn_stage(cup, people, spec)
    played(stage.matches.get(code="W1-2"), (13, 7))
    section = PAGES["tools"].partition("## JSON for other programs")[2]
    text = re.search(r"```json\n(.*?)```", section, re.S)[1]
    for number, entrant in enumerate(people, start=11):
        text = re.sub(rf'("id"|"entrant"): {number}\b', rf"\1: {entrant.pk + 1000}", text)
    text = re.sub(r'("id"|"entrant"): (\d+)', lambda m: f"{m[1]}: {int(m[2]) - 1000}", text)

    assert json.loads(json.dumps(own_model(cup, drawn_stages(cup)))) == json.loads(text)
