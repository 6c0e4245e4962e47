import pytest

from deltacrown.teams import operations
from deltacrown.teams.models import Team
from tests.factories import GameFactory, TeamFactory, UserFactory, png_upload
from tests.factories.people import InvitationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# --- the list ------------------------------------------------------------------------


@pytest.mark.parametrize("team_count", [1, 3])
def test_the_list_needs_three_queries(client, django_assert_num_queries, team_count):
    for _number in range(team_count):
        TeamFactory(size=2, game=GameFactory())

    with django_assert_num_queries(3):
        page = client.get("/teams/").content.decode()

    assert page.count("2 members") == team_count
    assert all(team.name in page for team in Team.objects.all())


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({}, ["Dragons", "Storm"]),
        ({"q": "drag"}, ["Dragons"]),
        ({"q": "stm"}, ["Storm"]),
        ({"q": "zzz"}, []),
        ({"game": "pubg"}, ["Storm"]),
        ({"game": "pubg", "q": "drag"}, []),
        ({"game": "no-such-game"}, []),
    ],
)
def test_search_looks_at_names_tags_and_games(client, question, found):
    TeamFactory(name="Dragons", tag="DRG", game=GameFactory(slug="valorant"))
    TeamFactory(name="Storm", tag="STM", game=GameFactory(slug="pubg"))

    response = client.get("/teams/", question)

    assert [team.name for team in response.context["page_obj"]] == found


@pytest.mark.parametrize(
    ("question", "text"), [({}, "Create the first one."), ({"game": "x"}, "No team is like that.")]
)
def test_an_empty_list_says_what_to_do(client, question, text):
    assert text in client.get("/teams/", question).content.decode()


def test_the_list_has_pages_and_keeps_the_words(client):
    TeamFactory.create_batch(25)

    page = client.get("/teams/", {"q": "Team"}).content.decode()
    beyond = client.get("/teams/", {"page": "99"})

    assert "?q=Team&amp;page=2" in page
    assert beyond.context["page_obj"].number == 2


# --- one team ------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 3])
def test_a_team_needs_two_queries(client, django_assert_num_queries, size):
    TeamFactory(slug="dragons", size=size)

    with django_assert_num_queries(2):
        page = client.get("/teams/dragons/").content.decode()

    assert page.count('href="/players/') == size


@pytest.mark.parametrize("row_count", [1, 3])
def test_a_team_needs_nine_queries_for_its_owner(client, django_assert_num_queries, row_count):
    team = TeamFactory(slug="dragons", captain=UserFactory(username="rafi"), size=row_count)
    for direction in ("invited", "asked"):
        InvitationFactory.create_batch(row_count, team=team, direction=direction)
    client.force_login(team.members.get(username="rafi"))

    # Session, person, zone; team, members, what waits; two for the rights of the menu.
    with django_assert_num_queries(9):
        page = client.get("/teams/dragons/").content.decode()

    assert (page.count("/withdraw/"), page.count("/accept/")) == (row_count, row_count)


def test_members_stand_by_rank(client, team):
    members = client.get("/teams/dragons/").context["members"]

    assert [member.user.username for member, _may in members] == [
        "rafi",
        "mina",
        "nila",
        "jamil",
        "tamim",
        "sohel",
    ]


EVERY_PATH = [
    "ask/",
    "edit/",
    "invite/",
    "leave/",
    "link/",
    *(f"members/{name}/" for name in ("rafi", "mina", "nila", "tamim")),
]


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        (
            "rafi",
            ["edit/", "invite/", "link/", "members/mina/", "members/nila/", "members/tamim/"],
        ),
        ("mina", ["edit/", "invite/", "leave/", "link/", "members/nila/", "members/tamim/"]),
        ("nila", ["invite/", "leave/", "link/"]),
        ("jamil", ["leave/"]),
        ("tamim", ["leave/"]),
        ("sohel", ["leave/"]),
        ("zara", ["ask/"]),
        (None, ["ask/"]),
    ],
)
def test_a_team_page_offers_what_one_may_do(client, team, people, name, offered):
    if name:
        client.force_login(people[name])

    page = client.get("/teams/dragons/").content.decode()

    assert [path for path in EVERY_PATH if f'"/teams/dragons/{path}"' in page] == offered


@pytest.mark.parametrize("name", ["jamil", "tamim", "zara", None])
def test_the_link_and_what_waits_are_for_leaders(client, team, people, name):
    code = operations.renew_link(team=team, by=people["rafi"])
    InvitationFactory(team=team, user=UserFactory(username="wanted"))
    InvitationFactory(team=team, user=UserFactory(username="asking"), direction="asked")
    if name:
        client.force_login(people[name])

    page = client.get("/teams/dragons/").content.decode()
    client.force_login(people["nila"])
    page_of_leader = client.get("/teams/dragons/").content.decode()

    private = [code, "wanted", "asking"]
    assert [word in page for word in private] == [False] * 3
    assert [word in page_of_leader for word in private] == [True] * 3
    assert f"http://testserver/teams/join/{code}/" in page_of_leader


@pytest.mark.parametrize(
    ("direction", "verbs"), [("invited", ["accept", "decline"]), ("asked", ["withdraw"])]
)
def test_a_team_page_shows_what_waits_for_the_visitor(client, team, people, direction, verbs):
    waiting = InvitationFactory(team=team, user=people["zara"], direction=direction)
    client.force_login(people["zara"])

    page = client.get("/teams/dragons/").content.decode()

    assert [
        verb
        for verb in ("accept", "decline", "withdraw")
        if f"/teams/invitations/{waiting.pk}/{verb}/" in page
    ] == verbs
    assert "/teams/dragons/ask/" not in page


# --- founding and editing ------------------------------------------------------------


def test_a_person_creates_a_team_with_game_and_logo(client):
    game = GameFactory()
    client.force_login(UserFactory(username="rafi"))

    answers = {"name": "  Dhaka   Dragons ", "tag": "DHK", "game": game.pk, "logo": png_upload()}
    response = client.post("/teams/create/", answers)
    page = client.get("/teams/dhaka-dragons/").content.decode()

    team = Team.objects.get()
    assert response["Location"] == "/teams/dhaka-dragons/"
    assert (team.name, team.game) == ("Dhaka Dragons", game)
    assert f'src="{team.logo.url}"' in page
    assert list(team.memberships.values_list("user__username", "role")) == [("rafi", "owner")]


@pytest.mark.parametrize("name", ["টাইগার্স", "<b>", "١٢٣"])
def test_a_team_of_any_name_has_a_page(client, name):
    client.force_login(UserFactory())

    page = client.post("/teams/create/", {"name": name, "tag": ""}, follow=True)

    assert (page.status_code, page.context["team"].name) == (200, name)
    assert "<b>" not in page.content.decode()


def test_create_shows_why_it_is_refused(client, team):
    client.force_login(UserFactory())

    named = client.post("/teams/create/", {"name": "dragons", "tag": ""})
    drawn = client.post("/teams/create/", {"name": "New", "logo": png_upload("logo.jpg")})

    assert named.context["form"].errors == {"name": ["Another team has this name."]}
    assert drawn.context["form"].errors == {
        "logo": ["The file is named .jpg, but it is a PNG image."]
    }
    assert list(Team.objects.all()) == [team]


@pytest.mark.parametrize("name", ["rafi", "mina"])
def test_who_runs_the_team_edits_it(client, team, people, name):
    team.logo.save("old.png", png_upload())
    client.force_login(people[name])

    shown = client.get("/teams/dragons/edit/").content.decode()
    answers = {"name": "Wyverns", "tag": "WYV", "game": "", "remove_logo": "on"}
    client.post("/teams/dragons/edit/", answers)

    team.refresh_from_db()
    assert 'value="Dragons"' in shown
    assert (team.name, team.tag, bool(team.logo)) == ("Wyverns", "WYV", False)


def test_edit_shows_why_it_is_refused(client, team, people):
    TeamFactory(name="Storm")
    client.force_login(people["rafi"])

    response = client.post("/teams/dragons/edit/", {"name": "Storm", "tag": ""})

    assert response.context["form"].errors == {"name": ["Another team has this name."]}


@pytest.mark.parametrize("name", ["nila", "jamil", "tamim", "sohel", "zara"])
def test_nobody_else_edits_it(client, team, people, name):
    client.force_login(people[name])
    address = "/teams/dragons/edit/"

    statuses = [client.get(address).status_code, client.post(address, {"name": "M"}).status_code]

    team.refresh_from_db()
    assert (statuses, team.name) == ([403, 403], "Dragons")
