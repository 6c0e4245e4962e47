import pytest
from django.urls import reverse

from deltacrown.accounts import operations
from deltacrown.accounts.models import GameAccount, Profile
from tests.factories import GameFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

ACCOUNT = "/accounts/me/"


@pytest.mark.parametrize(
    "address", [ACCOUNT, "/accounts/me/games/valorant/", "/accounts/me/games/valorant/remove/"]
)
def test_account_pages_are_for_the_signed_in(client, address):
    GameFactory(slug="valorant")

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={address}"


def test_account_page_saves_the_profile(client):
    user = UserFactory()
    client.force_login(user)

    told = {"timezone": "Asia/Tokyo", "country": "Japan", "biography": "Awper"}
    response = client.post(ACCOUNT, told)

    assert response["Location"] == ACCOUNT
    assert Profile.objects.values("user", *told).get() == {"user": user.pk, **told}


def test_account_page_refuses_a_zone_that_is_none(client):
    client.force_login(UserFactory())

    response = client.post(ACCOUNT, {"timezone": "Mars/Olympus", "country": "", "biography": ""})

    assert list(response.context["form"].errors) == ["timezone"]
    assert not Profile.objects.exists()


@pytest.mark.parametrize("row_count", [1, 3])
def test_account_page_needs_eight_queries(client, django_assert_num_queries, row_count):
    user = UserFactory()
    client.force_login(user)
    for game in GameFactory.create_batch(row_count):
        operations.set_game_account(user=user, game=game, player_id="77")
    teams = TeamFactory.create_batch(row_count, captain=user)

    # Session, person, zone; profile, games, teams; two for the rights of the menu.
    with django_assert_num_queries(8):
        page = client.get(ACCOUNT).content.decode()

    assert page.count("<code>77</code>") == row_count
    assert all(team.name in page for team in teams)


def test_game_page_sets_the_id_and_returns_to_the_page_that_asked(client):
    user, game = UserFactory(), GameFactory(slug="valorant")
    client.force_login(user)

    response = client.post(
        "/accounts/me/games/valorant/", {"player_id": " Rafi#1 ", "next": "/t/spring-cup/register/"}
    )

    assert response["Location"] == "/t/spring-cup/register/"
    assert GameAccount.objects.values("user", "game", "player_id").get() == {
        "user": user.pk,
        "game": game.pk,
        "player_id": "Rafi#1",
    }


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_game_page_returns_to_no_other_site(client, address):
    client.force_login(UserFactory())
    GameFactory(slug="valorant")

    response = client.post("/accounts/me/games/valorant/", {"player_id": "Rafi#1", "next": address})

    assert response["Location"] == ACCOUNT


def test_game_page_shows_why_an_id_is_refused(client):
    client.force_login(UserFactory())
    GameFactory(slug="pubg", name="PUBG", player_id_pattern=r"5\d{7,11}", player_id_label="UID")

    response = client.post("/accounts/me/games/pubg/", {"player_id": "12"})

    assert response.context["form"].errors == {"player_id": ["This is not an id of PUBG."]}
    assert response.context["form"]["player_id"].label == "UID"
    assert not GameAccount.objects.exists()


def test_remove_page_asks_first(client):
    user, game = UserFactory(), GameFactory(slug="pubg")
    operations.set_game_account(user=user, game=game, player_id="5123")
    client.force_login(user)

    asked = client.get("/accounts/me/games/pubg/remove/")
    left_after_asking = GameAccount.objects.count()
    client.post("/accounts/me/games/pubg/remove/")

    assert (asked.status_code, left_after_asking) == (200, 1)
    assert not GameAccount.objects.exists()


def test_remove_page_knows_only_own_ids(client):
    game = GameFactory(slug="pubg")
    operations.set_game_account(user=UserFactory(), game=game, player_id="5123")
    client.force_login(UserFactory())

    response = client.post("/accounts/me/games/pubg/remove/")

    assert response.status_code == 404
    assert GameAccount.objects.count() == 1


@pytest.mark.parametrize("team_count", [1, 3])
def test_player_page_shows_public_things_alone_in_two_queries(
    client, django_assert_num_queries, team_count
):
    rafi = UserFactory(
        username="rafi", email="rafi@secret.example", first_name="Rafiqul", last_name="Islam"
    )
    operations.update_profile(user=rafi, timezone="", country="Bangladesh", biography="Duelist")
    teams = TeamFactory.create_batch(team_count, captain=rafi)

    with django_assert_num_queries(2):
        page = client.get("/players/Rafi/").content.decode()

    assert all(word in page for word in ["rafi", "Bangladesh", "Duelist", *(t.name for t in teams)])
    assert not any(word in page for word in ["secret.example", "Rafiqul", "Islam"])


def test_player_page_of_a_person_who_told_nothing(client):
    UserFactory(username="rafi")

    assert client.get("/players/rafi/").status_code == 200


def test_player_page_of_a_closed_account_is_not_there(client):
    UserFactory(username="rafi", is_active=False)

    assert client.get("/players/rafi/").status_code == 404


def test_anonymous_pages_carry_nothing_of_a_session(client):
    UserFactory(username="rafi")

    response = client.get("/players/rafi/")

    assert response.cookies == {}
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_no_page_of_a_stranger_is_offered_the_admin(client):
    client.force_login(UserFactory())

    assert reverse("wagtailadmin_home") + '"' not in client.get(ACCOUNT).content.decode()
