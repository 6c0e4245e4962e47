import pytest

from tests.deltacrown.teams.conftest import PEOPLE

pytestmark = pytest.mark.django_db

STEPS = {
    "members/tamim/": {"role": "coach"},
    "members/tamim/remove/": {},
    "members/tamim/owner/": {},
    "leave/": {},
}


@pytest.mark.parametrize("path", STEPS)
def test_an_anonymous_visitor_is_sent_to_sign_in(client, team, roles, path):
    address = f"/teams/dragons/{path}"

    locations = [client.get(address)["Location"], client.post(address, STEPS[path])["Location"]]

    assert locations == [f"/accounts/login/?next={address}"] * 2
    assert roles() == PEOPLE


@pytest.mark.parametrize("path", ["members/tamim/", "members/tamim/remove/"])
@pytest.mark.parametrize("name", ["nila", "jamil", "tamim", "sohel", "zara"])
def test_members_are_changed_by_those_who_run_the_team(client, team, people, roles, name, path):
    client.force_login(people[name])
    address = f"/teams/dragons/{path}"

    statuses = [client.get(address).status_code, client.post(address, STEPS[path]).status_code]

    assert (statuses, roles()) == ([403, 403], PEOPLE)


@pytest.mark.parametrize("name", ["mina", "nila", "jamil", "tamim", "sohel", "zara"])
def test_the_team_is_handed_over_by_its_owner(client, team, people, roles, name):
    client.force_login(people[name])
    address = "/teams/dragons/members/tamim/owner/"

    statuses = [client.get(address).status_code, client.post(address).status_code]

    assert (statuses, roles()) == ([403, 403], PEOPLE)


@pytest.mark.parametrize("name", ["rafi", "mina"])
def test_who_runs_the_team_gives_roles_and_removes(client, team, people, roles, name):
    client.force_login(people[name])

    client.post("/teams/dragons/members/TAMIM/", {"role": "coach"})
    asked = client.get("/teams/dragons/members/sohel/remove/")
    still_in = "sohel" in roles()
    client.post("/teams/dragons/members/sohel/remove/")

    left = {each: role for each, role in PEOPLE.items() if each != "sohel"}
    assert (asked.status_code, still_in) == (200, True)
    assert roles() == left | {"tamim": "coach"}


def test_the_owner_hands_over_after_a_question(client, team, people, roles):
    client.force_login(people["rafi"])

    asked = client.get("/teams/dragons/members/nila/owner/").content.decode()
    before = roles()
    client.post("/teams/dragons/members/nila/owner/")

    assert "Hand Dragons over to nila?" in asked
    assert (before, roles()) == (PEOPLE, PEOPLE | {"nila": "owner", "rafi": "player"})


@pytest.mark.parametrize("name", ["rafi", "mina"])
def test_a_role_that_one_may_not_give_is_no_choice(client, team, people, roles, name):
    client.force_login(people[name])

    response = client.post("/teams/dragons/members/tamim/", {"role": "owner"})

    assert list(response.context["form"].errors) == ["role"]
    assert roles() == PEOPLE


def test_the_page_of_a_member_whom_one_may_not_change_says_so(client, team, people, roles):
    client.force_login(people["mina"])

    page = client.get("/teams/dragons/members/rafi/").content.decode()
    answer = client.post("/teams/dragons/members/rafi/", {"role": "player"})

    assert "You may not change this member." in page
    assert answer.context["form"].errors == {
        "__all__": ["The owner stays: hand over the team first."]
    }
    assert roles() == PEOPLE


@pytest.mark.parametrize("path", ["members/zara/", "members/zara/remove/", "members/nobody/owner/"])
def test_who_is_not_in_the_team_is_not_found(client, team, people, path):
    client.force_login(people["rafi"])

    assert client.post(f"/teams/dragons/{path}", {"role": "player"}).status_code == 404


@pytest.mark.parametrize("name", ["mina", "nila", "jamil", "tamim", "sohel"])
def test_a_member_leaves_after_a_question(client, team, people, roles, name):
    client.force_login(people[name])

    asked = client.get("/teams/dragons/leave/")
    before = roles()
    client.post("/teams/dragons/leave/")

    assert (asked.status_code, before) == (200, PEOPLE)
    assert name not in roles()


def test_the_owner_is_told_to_hand_over_first(client, team, people, roles):
    client.force_login(people["rafi"])

    page = client.post("/teams/dragons/leave/", follow=True).content.decode()

    assert "The owner stays: hand over the team to another member first." in page
    assert roles() == PEOPLE


def test_a_stranger_cannot_leave_a_team(client, team, people):
    client.force_login(people["zara"])

    assert client.post("/teams/dragons/leave/").status_code == 404
