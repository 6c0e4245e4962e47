import pytest

from deltacrown.teams.models import Membership, Team
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    """Dragons: captain rafi, player nila."""
    dragons = TeamFactory(
        name="Dragons", tag="DRG", slug="dragons", captain=UserFactory(username="rafi")
    )
    Membership.objects.create(team=dragons, user=UserFactory(username="nila"))
    return dragons


def members(team):
    return list(team.memberships.values_list("user__username", "role"))


def sign_in(client, team, username):
    client.force_login(team.members.get(username=username))


@pytest.mark.parametrize("team_count", [1, 3])
def test_the_list_needs_two_queries(client, django_assert_num_queries, team_count):
    teams = [TeamFactory(size=2) for _ in range(team_count)]

    with django_assert_num_queries(2):
        page = client.get("/teams/").content.decode()

    assert page.count("2 members") == team_count
    assert all(team.name in page for team in teams)


@pytest.mark.parametrize("size", [1, 3])
def test_a_team_needs_two_queries(client, django_assert_num_queries, size):
    TeamFactory(slug="dragons", size=size)

    with django_assert_num_queries(2):
        page = client.get("/teams/dragons/").content.decode()

    assert page.count('href="/players/') == size


@pytest.mark.parametrize(
    ("words", "found"),
    [("", ["Dragons", "Storm"]), ("drag", ["Dragons"]), ("stm", ["Storm"]), ("zzz", [])],
)
def test_search_looks_at_names_and_tags(client, words, found):
    TeamFactory(name="Dragons", tag="DRG")
    TeamFactory(name="Storm", tag="STM")

    response = client.get("/teams/", {"q": words})

    assert [team.name for team in response.context["page_obj"]] == found


def test_an_empty_list_says_what_to_do(client):
    assert "Create the first one." in client.get("/teams/").content.decode()


def test_the_list_has_pages_and_keeps_the_words(client):
    TeamFactory.create_batch(25)

    page = client.get("/teams/", {"q": "Team"}).content.decode()
    beyond = client.get("/teams/", {"page": "99"})

    assert "?q=Team&amp;page=2" in page
    assert beyond.context["page_obj"].number == 2


def test_a_person_creates_a_team(client):
    rafi = UserFactory(username="rafi")
    client.force_login(rafi)

    response = client.post("/teams/create/", {"name": "  Dhaka   Dragons ", "tag": "DHK"})

    team = Team.objects.get()
    assert response["Location"] == "/teams/dhaka-dragons/"
    assert (team.name, members(team)) == ("Dhaka Dragons", [("rafi", "captain")])


def test_create_shows_why_it_is_refused(client, team):
    client.force_login(UserFactory())

    response = client.post("/teams/create/", {"name": "dragons", "tag": ""})

    assert response.context["form"].errors == {"name": ["Another team has this name."]}


def test_the_captain_edits_adds_hands_over(client, team):
    UserFactory(username="tamim")
    sign_in(client, team, "rafi")

    client.post("/teams/dragons/edit/", {"name": "Wyverns", "tag": "WYV"})
    client.post("/teams/dragons/members/", {"username": "tamim"})
    client.post("/teams/dragons/members/nila/remove/")
    client.post("/teams/dragons/members/tamim/captain/")

    team.refresh_from_db()
    assert (team.name, team.tag) == ("Wyverns", "WYV")
    assert members(team) == [("tamim", "captain"), ("rafi", "player")]


def test_adding_a_stranger_shows_why_it_is_refused(client, team):
    sign_in(client, team, "rafi")

    response = client.post("/teams/dragons/members/", {"username": "nobody"})

    assert response.context["form"].errors == {
        "username": ["There is no player called nobody. The name must be exact."]
    }


def test_a_player_leaves(client, team):
    sign_in(client, team, "nila")

    client.post("/teams/dragons/leave/")

    assert members(team) == [("rafi", "captain")]


def test_the_captain_is_told_to_hand_over_first(client, team):
    sign_in(client, team, "rafi")

    page = client.post("/teams/dragons/leave/", follow=True).content.decode()

    assert "The captain stays: hand over the captaincy first." in page
    assert members(team) == [("rafi", "captain"), ("nila", "player")]


CHANGES = [
    ("edit/", {"name": "Mine", "tag": ""}),
    ("members/", {"username": "stranger"}),
    ("members/nila/remove/", {}),
    ("members/nila/captain/", {}),
]


@pytest.mark.parametrize(("path", "answers"), [*CHANGES, ("leave/", {})])
def test_an_anonymous_visitor_is_sent_to_sign_in(client, team, path, answers):
    address = f"/teams/dragons/{path}"

    locations = [client.get(address)["Location"], client.post(address, answers)["Location"]]

    assert locations == [f"/accounts/login/?next={address}"] * 2
    assert members(team) == [("rafi", "captain"), ("nila", "player")]


@pytest.mark.parametrize(("path", "answers"), CHANGES)
@pytest.mark.parametrize("username", ["nila", "stranger"])
def test_who_is_not_the_captain_may_change_nothing(client, team, username, path, answers):
    stranger = UserFactory(username="stranger")
    client.force_login(stranger if username == "stranger" else team.members.get(username="nila"))
    address = f"/teams/dragons/{path}"

    statuses = [client.get(address).status_code, client.post(address, answers).status_code]

    team.refresh_from_db()
    assert statuses == [403, 403]
    assert (team.name, members(team)) == ("Dragons", [("rafi", "captain"), ("nila", "player")])


def test_a_stranger_cannot_leave_a_team(client, team):
    client.force_login(UserFactory())

    assert client.post("/teams/dragons/leave/").status_code == 404


@pytest.mark.parametrize(
    ("username", "offered"),
    [
        ("rafi", ["edit/", "members/", "members/nila/captain/", "members/nila/remove/"]),
        ("nila", ["leave/"]),
        ("stranger", []),
        (None, []),
    ],
)
def test_a_team_page_offers_what_one_may_do(client, team, username, offered):
    if username:
        known = team.members.filter(username=username).first()
        client.force_login(known or UserFactory(username=username))

    page = client.get("/teams/dragons/").content.decode()

    every_path = [path for path, _answers in CHANGES] + ["leave/"]
    shown = [path for path in every_path if f'"/teams/dragons/{path}"' in page]
    assert sorted(shown) == offered
