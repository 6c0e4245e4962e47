import pytest
from django.core.management import call_command

from deltacrown.accounts.models import User
from tests.tournaments.management.replays import (
    WORLD_CUP,
    differences,
    recorded,
    replay,
    written,
)
from tournaments.content.models import TournamentPage
from tournaments.core.models import Event, Tournament

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db):
    call_command("setup_site", verbosity=0)


# --- the World Cup --------------------------------------------------------------


def test_the_world_cup_replays_without_a_difference():
    status, output = replay(WORLD_CUP)

    assert status == 0
    assert output == (
        "FIFA World Cup 2022\n"
        "  Group stage: 48 matches, 8 group tables\n"
        "  Knockout stage: 16 matches\n"
        "  1. Argentina\n"
        "  2. France\n"
        "  3. Croatia\n"
        "  4. Morocco\n"
        "  32 certificates\n"
        "0 differences\n"
    )


def test_a_replay_leaves_no_row_behind():
    before = User.objects.count(), Event.objects.count(), TournamentPage.objects.count()

    replay(WORLD_CUP)

    assert (User.objects.count(), Event.objects.count(), TournamentPage.objects.count()) == before


def test_a_kept_replay_stays_and_is_compared_when_it_is_asked_for_again():
    assert replay(WORLD_CUP, "--keep")[0] == 0
    events = Event.objects.count()

    status, output = replay(WORLD_CUP, "--keep")

    assert (status, output.splitlines()[-1]) == (0, "0 differences")
    assert Event.objects.count() == events
    assert Tournament.objects.get().status == Tournament.Status.COMPLETED


def test_a_replay_that_is_not_kept_runs_beside_a_kept_one():
    replay(WORLD_CUP, "--keep")

    assert replay(WORLD_CUP)[0] == 0
    assert Tournament.objects.count() == 1


def test_a_replay_sends_no_mail(mailoutbox, drain_queue):
    replay(WORLD_CUP, "--keep")

    drain_queue()

    assert mailoutbox == []


# --- what differs is named -------------------------------------------------------


def test_a_wrong_score_of_a_group_is_named_in_its_table_and_its_match(tmp_path):
    event = recorded(WORLD_CUP)
    event["stages"][0]["groups"][0]["final_standing"][3]["points"] = 1
    event["stages"][0]["groups"][0]["final_standing"][3]["l"] = 2

    path = written(tmp_path, event)

    assert replay(path)[0] == 1
    assert differences(path) == [
        "Group A, Qatar: lost 3, the file has 2",
        "Group A, Qatar: points 0, the file has 1",
    ]


def test_a_wrong_order_of_a_group_is_named_with_all_that_follows(tmp_path):
    event = recorded(WORLD_CUP)
    standing = event["stages"][0]["groups"][0]["final_standing"]
    standing[2], standing[3] = standing[3], standing[2]

    assert differences(written(tmp_path, event)) == [
        "Group A: the site ranks Netherlands, Senegal, Ecuador, Qatar; "
        "the file Netherlands, Senegal, Qatar, Ecuador"
    ]


def test_a_wrong_champion_is_named(tmp_path):
    event = recorded(WORLD_CUP)
    event["stages"][1]["champion"] = "France"
    event["stages"][1]["runner_up"] = "Argentina"

    assert differences(written(tmp_path, event)) == [
        "Place 1: the site has Argentina, the file has France",
        "Place 2: the site has France, the file has Argentina",
    ]


def test_a_winner_against_the_score_is_named(tmp_path):
    event = recorded(WORLD_CUP)
    event["stages"][1]["matches"][-1]["winner"] = "France"

    assert (
        "Knockout stage, round 4: the site has Argentina v France 3-3 (won by Argentina), "
        "and the file does not"
    ) in differences(written(tmp_path, event))


def test_a_pairing_that_the_site_does_not_make_is_named(tmp_path):
    event = recorded(WORLD_CUP)
    first = event["stages"][1]["matches"][8]
    other = event["stages"][1]["matches"][9]
    first["team1"], other["team1"] = other["team1"], first["team1"]
    first["winner"], other["winner"] = first["team1"], other["team1"]
    first["score"] = other["score"] = [1, 0]
    for match in (first, other):
        match.pop("penalties", None)

    found = differences(written(tmp_path, event))

    assert [line for line in found if "the site has no match" in line][:1] == [
        f"Knockout stage: the site has no match {first['team1']} v {first['team2']} of round 2"
    ]
