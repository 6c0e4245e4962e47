import pytest

from deltacrown.teams.models import Invitation, Listing
from tests.factories import GameFactory, TeamFactory, UserFactory
from tests.factories.people import ListingFactory

pytestmark = pytest.mark.django_db

PLAYERS, TEAMS = "/teams/looking/", "/teams/looking/teams/"


@pytest.fixture
def game():
    return GameFactory(name="Valorant", slug="valorant")


@pytest.fixture
def zara():
    return UserFactory(username="zara")


@pytest.mark.parametrize("row_count", [1, 3])
def test_the_list_of_players_needs_three_queries(client, django_assert_num_queries, row_count):
    ListingFactory.create_batch(row_count)

    with django_assert_num_queries(3):
        page = client.get(PLAYERS).content.decode()

    assert page.count("Evenings, any role.") == row_count


@pytest.mark.parametrize("row_count", [1, 3])
def test_the_list_of_teams_needs_three_queries(client, django_assert_num_queries, row_count):
    for _number in range(row_count):
        ListingFactory(team=TeamFactory())

    with django_assert_num_queries(3):
        page = client.get(TEAMS).content.decode()

    assert page.count("Evenings, any role.") == row_count


@pytest.mark.parametrize("row_count", [1, 3])
def test_the_list_of_teams_needs_ten_queries_for_a_leader(
    client, django_assert_num_queries, zara, row_count
):
    for _number in range(row_count):
        ListingFactory(user=zara, team=TeamFactory(captain=zara))
    client.force_login(zara)

    # Session, person, zone; led teams, count, rows, games; two for the rights of the menu.
    with django_assert_num_queries(10):
        page = client.get(TEAMS).content.decode()

    assert page.count("/close/") == row_count


@pytest.mark.parametrize("address", [PLAYERS, TEAMS])
def test_the_lists_are_narrowed_by_game(client, game, address):
    for each in (game, GameFactory()):
        ListingFactory(game=each, team=TeamFactory() if address == TEAMS else None)

    response = client.get(address, {"game": "valorant"})

    assert [listing.game for listing in response.context["page_obj"]] == [game]


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (PLAYERS, "No player looks for a team at the moment. Do you?"),
        (TEAMS, "No team looks for players at the moment. Does yours?"),
    ],
)
def test_an_empty_list_says_what_to_do(client, address, text):
    assert text in client.get(address).content.decode()


def test_a_player_posts_and_closes_a_listing(client, game, zara):
    client.force_login(zara)

    client.post(f"{PLAYERS}post/", {"game": game.pk, "text": "Duelist"})
    listing = Listing.objects.get()
    page = client.get(PLAYERS).content.decode()
    client.post(f"{PLAYERS}{listing.pk}/close/")

    assert (listing.user, listing.game, listing.team) == (zara, game, None)
    assert (f"{PLAYERS}{listing.pk}/close/" in page, "/invite/" in page) == (True, False)
    assert not Listing.objects.open().exists()


def test_posting_twice_shows_why_it_is_refused(client, game, zara):
    ListingFactory(user=zara, game=game)
    client.force_login(zara)

    response = client.post(f"{PLAYERS}post/", {"game": game.pk, "text": "Duelist"})

    assert response.context["form"].errors == {
        "game": ["A listing for Valorant is open already. Close it to write another one."]
    }


def test_a_leader_posts_for_a_team_of_theirs(client, game, zara):
    own, other = TeamFactory(captain=zara, game=game), TeamFactory(game=game)
    client.force_login(zara)

    refused = client.post(f"{TEAMS}post/", {"team": other.pk, "text": "Anybody"})
    client.post(f"{TEAMS}post/", {"team": own.pk, "text": "One controller"})

    assert list(refused.context["form"].errors) == ["team"]
    assert list(Listing.objects.values_list("team", "text")) == [(own.pk, "One controller")]


def test_a_team_without_a_game_is_told_to_name_one(client, zara):
    team = TeamFactory(name="Dragons", captain=zara)
    client.force_login(zara)

    response = client.post(f"{TEAMS}post/", {"team": team.pk, "text": "Anybody"})

    assert response.context["form"].errors == {
        "team": ["Say first which game Dragons plays: edit the team."]
    }


def test_who_leads_no_team_is_led_to_found_one(client, zara):
    team = TeamFactory()
    team.memberships.create(user=zara)
    listing = ListingFactory()
    client.force_login(zara)

    pages = [client.get(f"{TEAMS}post/"), client.get(f"{PLAYERS}{listing.pk}/invite/")]

    assert ["You lead no team yet." in page.content.decode() for page in pages] == [True, True]


def test_a_leader_invites_a_free_agent_into_one_of_their_teams(client, zara):
    first, second = TeamFactory(captain=zara), TeamFactory(captain=zara)
    listing, other = ListingFactory(), TeamFactory()
    client.force_login(zara)
    address = f"{PLAYERS}{listing.pk}/invite/"

    shown = client.get(address).content.decode()
    refused = client.post(address, {"team": other.pk})
    client.post(address, {"team": second.pk, "message": "Sundays?"})
    again = client.post(address, {"team": second.pk})

    rows = Invitation.objects.values_list("team", "user", "role", "message")
    assert all(team.name in shown for team in (first, second))
    assert list(refused.context["form"].errors) == ["team"]
    assert list(rows) == [(second.pk, listing.user.pk, "player", "Sundays?")]
    assert list(again.context["form"].errors) == ["__all__"]


def test_a_listing_that_is_closed_invites_nobody(client, zara):
    listing = ListingFactory()
    Listing.objects.close()
    client.force_login(zara)

    assert client.get(f"{PLAYERS}{listing.pk}/invite/").status_code == 404


def test_a_listing_of_somebody_else_cannot_be_closed(client, zara):
    listings = [ListingFactory(), ListingFactory(team=TeamFactory())]
    client.force_login(zara)

    statuses = [client.post(f"{PLAYERS}{each.pk}/close/").status_code for each in listings]

    assert (statuses, Listing.objects.open().count()) == ([404, 404], 2)


@pytest.mark.parametrize("path", ["post/", "teams/post/", "1/close/", "1/invite/"])
def test_an_anonymous_visitor_is_sent_to_sign_in(client, path):
    address = f"{PLAYERS}{path}"

    assert client.post(address)["Location"] == f"/accounts/login/?next={address}"
