"""Swiss stages: pairings computed before their results are read, and seeds from tables."""

import json

import pytest
from django.core.management import call_command

from tests.tournaments.management.replays import (
    MAJOR,
    differences,
    knockout,
    match,
    replay,
    small_major,
    swiss,
    written,
)
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_stages
from tournaments.management.replaying.plan import stage_specs
from tournaments.management.replaying.reading import read_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db):
    call_command("setup_site", verbosity=0)


def test_the_major_of_rio_replays_without_a_difference():
    status, output = replay(MAJOR)

    assert output == (
        "IEM Rio Major 2022\n"
        "  Challengers: 33 matches in 5 rounds, every pairing computed\n"
        "  Legends: 33 matches in 5 rounds, every pairing computed\n"
        "  Champions: 7 matches\n"
        "  1. Outsiders\n"
        "  2. Heroic\n"
        "  3-4. MOUZ\n"
        "  3-4. FURIA Esports\n"
        "  24 certificates\n"
        "0 differences\n"
    )
    assert status == 0


def test_a_small_major_replays_by_the_settings_of_its_page(tmp_path):
    path = written(tmp_path, small_major())

    status, output = replay(path, "--keep", "--json")

    assert (status, json.loads(output)["differences"]) == (0, [])
    assert parse_stages(Tournament.objects.get().stages) == parse_stages(
        stage_specs(read_event(path))
    )


def test_a_kept_swiss_stage_is_compared_again(tmp_path):
    replay(written(tmp_path, small_major()), "--keep")
    other = small_major()
    third = other["stages"][1]["matches"][-2:]
    third[0]["team1"], third[1]["team1"] = third[1]["team1"], third[0]["team1"]

    status, output = replay(written(tmp_path, other), "--keep")

    assert status == 1
    assert output.splitlines() == [
        "Small Major",
        "  Play-in: 10 matches in 3 rounds, every pairing computed",
        "  Main stage: 10 matches in 3 rounds, 8 of 10 pairings computed",
        "  Playoffs: 3 matches",
        "  1. Team A",
        "  2. Team B",
        "  3-4. Team C",
        "  3-4. Team D",
        "  12 certificates",
        "  DIFFERENCE Main stage, round 3: the site pairs Team C v Team E and Team D v Team F, "
        "the file Team C v Team F and Team D v Team E",
        "1 difference",
    ]


def test_a_wrong_pairing_is_named_before_its_result_is_read(tmp_path):
    event = small_major()
    third = event["stages"][0]["matches"][-2:]
    third[0]["team1"], third[1]["team1"] = third[1]["team1"], third[0]["team1"]

    status, output = replay(written(tmp_path, event), "--keep", "--json")

    assert status == 1
    assert json.loads(output)["differences"] == [
        "Play-in, round 3: the site pairs Team G v Team I and Team H v Team J, "
        "the file Team G v Team J and Team H v Team I",
        "Main stage: the site did not draw it",
        "Place 1: the site has nobody, the file has Team A",
        "Place 2: the site has nobody, the file has Team B",
    ]
    rounds = Match.objects.filter(stage__number=1, status=Match.Status.COMPLETED)
    assert set(rounds.values_list("round__number", flat=True)) == {1, 2}


def test_a_match_that_a_round_lacks_is_named(tmp_path):
    event = small_major()
    del event["stages"][0]["matches"][4]

    assert differences(written(tmp_path, event))[0] == (
        "Play-in, round 2: the site pairs Team E v Team H, the file no other pair"
    )


def test_a_wrong_seed_of_the_second_stage_is_named(tmp_path):
    event = small_major()
    teams = event["stages"][1]["teams"]
    teams[4]["seed"], teams[5]["seed"] = 6, 5

    assert differences(written(tmp_path, event)) == [
        "Main stage: seed 5 is Team E by the site, Team F by the file",
        "Main stage: seed 6 is Team F by the site, Team E by the file",
    ]


def test_a_wrong_seed_of_the_playoffs_is_named(tmp_path):
    event = small_major()
    teams = event["stages"][2]["teams"]
    teams[0]["seed"], teams[3]["seed"] = 4, 1

    assert differences(written(tmp_path, event)) == [
        "Playoffs: seed 1 is Team A by the site, Team D by the file",
        "Playoffs: seed 4 is Team D by the site, Team A by the file",
    ]


def test_a_wrong_champion_behind_swiss_stages_is_named(tmp_path):
    event = small_major()
    event["stages"][2] |= {"champion": "B", "runner_up": "A"}

    assert differences(written(tmp_path, event)) == [
        "Place 1: the site has Team A, the file has Team B",
        "Place 2: the site has Team B, the file has Team A",
    ]


def test_a_wrong_table_is_named_by_team_and_order(tmp_path):
    event = {"name": "One stage", "stages": [swiss("Main stage", [*"ABCDEFGH"], seeds=range(1, 9))]}
    standing = event["stages"][0]["final_standing"]
    standing[0], standing[1] = standing[1], standing[0]
    standing[6] |= {"wins": 1, "losses": 3}
    standing[7] |= {"buchholz": -7}

    assert differences(written(tmp_path, event)) == [
        "Main stage: the site ranks Team A, Team B, Team C, Team D, Team E, Team F, Team G, "
        "Team H; the file Team B, Team A, Team C, Team D, Team E, Team F, Team G, Team H",
        "Main stage, Team G: wins 0, the file has 1",
        "Main stage, Team G: losses 2, the file has 3",
        "Main stage, Team H: buchholz 1, the file has -7",
    ]


def test_a_table_that_is_not_by_rank_is_compared_team_by_team(tmp_path):
    event = small_major()
    for stage in event["stages"][:2]:
        stage["final_standing"].sort(key=lambda row: row["code"], reverse=True)

    assert differences(written(tmp_path, event)) == []


def test_a_series_that_is_too_short_for_its_stage_is_named(tmp_path):
    event = {"name": "One stage", "stages": [swiss("Main stage", [*"ABCDEFGH"], seeds=range(1, 9))]}
    event["stages"][0]["matches"][-1]["games"] = [[5, 13]]

    found = differences(written(tmp_path, event))

    assert found[0] == (
        "Main stage, F v D of round 3: The match is not over: a best of 3 stands 1-0."
    )


@pytest.mark.parametrize(
    ("pairing", "first_round"), [("priority-table", "fold"), ("backtracking", "slide")]
)
def test_the_page_pairs_as_the_file_says(tmp_path, pairing, first_round):
    stage = swiss("Main stage", [*"ABCDEFGH"], seeds=range(1, 9), pairing=pairing)
    stage["first_round"] = first_round
    event = read_event(written(tmp_path, {"name": "One stage", "stages": [stage]}))

    [spec] = parse_stages(stage_specs(event))

    assert (spec.pairing, spec.first_round) == (pairing.replace("-", "_"), first_round)


def test_rounds_that_the_file_does_not_have_are_named(tmp_path):
    event = {"name": "One stage", "stages": [swiss("Main stage", [*"ABCDEFGH"], seeds=range(1, 9))]}
    del event["stages"][0]["matches"][-2:]

    assert ("Main stage: the site has another round to pair, and the file has not") in differences(
        written(tmp_path, event)
    )


def test_rounds_that_the_site_does_not_have_are_named(tmp_path):
    event = {"name": "One stage", "stages": [swiss("Main stage", [*"ABCDEFGH"], seeds=range(1, 9))]}
    event["stages"][0]["matches"].append(match(4, "A", "B", "A"))

    assert differences(written(tmp_path, event)) == [
        "The site refused to go on: “Main stage” has no more rounds.",
        "Main stage, round 4: the site did not pair it",
    ]


def test_both_ends_of_a_swiss_stage_can_feed_a_bracket(tmp_path):
    last = [
        knockout([match(1, *pair, pair[0])], first_round=[[*pair]], champion=pair[0])
        | {"name": f"For place {place}"}
        for pair, place in ((("A", "B"), 1), (("G", "H"), 7))
    ]
    stages = [swiss("Main stage", [*"ABCDEFGH"], seeds=range(1, 9)), *last]

    assert differences(written(tmp_path, {"name": "Both ends", "stages": stages})) == []
