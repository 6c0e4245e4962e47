from datetime import date

import pytest
from django.urls import reverse

from deltacrown.accounts import operations
from deltacrown.accounts.models import GameAccount, Profile
from tests.factories import GameFactory, TeamFactory, UserFactory
from tests.factories.people import InvitationFactory

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


TOLD = {
    "timezone": "Asia/Tokyo",
    "country": "JP",
    "birth_date": "2004-02-29",
    "phone": "01712-345678",
    "discord": "rafi",
    "biography": "Awper",
}


def test_account_page_saves_the_profile(client):
    user = UserFactory()
    client.force_login(user)

    response = client.post(ACCOUNT, TOLD)

    kept = TOLD | {"birth_date": date(2004, 2, 29), "phone": "+8801712345678"}
    assert response["Location"] == ACCOUNT
    assert Profile.objects.values("user", *TOLD).get() == {"user": user.pk, **kept}


def test_account_page_shows_what_was_saved(client):
    client.force_login(UserFactory())
    client.post(ACCOUNT, TOLD)

    page = client.get(ACCOUNT).content.decode()

    assert all(
        part in page
        for part in [
            '<option value="JP" selected>Japan</option>',
            'value="2004-02-29"',
            'value="+8801712345678"',
        ]
    )


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("timezone", "Mars/Olympus", "Select a valid choice."),
        ("country", "Atlantis", "Select a valid choice."),
        ("birth_date", "2999-01-01", "A date of birth lies in the past."),
        ("birth_date", "1899-12-31", "Please check the year of birth."),
        ("birth_date", "yesterday", "Enter a valid date."),
        ("phone", "12", "This is not a phone number."),
        ("discord", "x" * 41, "Ensure this value has at most 40 characters"),
    ],
)
def test_account_page_refuses_what_cannot_be(client, field, value, message):
    client.force_login(UserFactory())

    response = client.post(ACCOUNT, TOLD | {field: value})

    [(refused, [error])] = response.context["form"].errors.items()
    assert (refused, error[: len(message)]) == (field, message)
    assert not Profile.objects.exists()


def test_everything_in_a_profile_is_optional(client):
    client.force_login(UserFactory())

    client.post(ACCOUNT, dict.fromkeys(TOLD, ""))

    assert Profile.objects.values(*TOLD).get() == dict.fromkeys(TOLD, "") | {"birth_date": None}


@pytest.mark.parametrize("row_count", [1, 3])
def test_account_page_needs_ten_queries(client, django_assert_num_queries, row_count):
    user = UserFactory()
    client.force_login(user)
    for game in GameFactory.create_batch(row_count):
        operations.set_game_account(user=user, game=game, player_id="77")
    teams = TeamFactory.create_batch(row_count, captain=user)
    for team in teams:
        InvitationFactory(team=team, direction="asked")
        InvitationFactory(user=user)

    # Session, person, zone; profile, games, invitations, teams; two for the rights of the menu.
    with django_assert_num_queries(10):
        page = client.get(ACCOUNT).content.decode()

    assert page.count("<code>77</code>") == row_count
    assert page.count("/accept/") == row_count
    assert page.count("1 asks to join") == row_count
    assert all(team.name in page for team in teams)


def test_account_page_shows_what_waits_for_this_person_alone(client):
    rafi = UserFactory(username="rafi")
    invited = InvitationFactory(user=rafi, message="Sundays?")
    asked = InvitationFactory(user=rafi, direction="asked")
    over = InvitationFactory(user=rafi, status="declined")
    other = InvitationFactory()
    client.force_login(rafi)

    page = client.get(ACCOUNT).content.decode()

    assert "Sundays?" in page
    assert [f"/teams/invitations/{each.pk}/" in page for each in (invited, asked, over, other)] == [
        True,
        True,
        False,
        False,
    ]


def test_only_leaders_are_told_that_somebody_asks_to_join(client):
    captain, player = UserFactory(), UserFactory()
    team = TeamFactory()
    team.memberships.create(user=captain, role="captain")
    team.memberships.create(user=player)
    InvitationFactory.create_batch(2, team=team, direction="asked")

    pages = []
    for person in (captain, player):
        client.force_login(person)
        pages.append(client.get(ACCOUNT).content.decode())

    assert ["2 ask to join" in page for page in pages] == [True, False]


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


def told_everything(user):
    answers = {name: TOLD[name] for name in ("timezone", "discord", "biography")}
    operations.update_profile(
        user=user,
        country="BD",
        phone="+8801712345678",
        birth_date=date(2004, 2, 29),
        **answers,
    )


@pytest.mark.parametrize("team_count", [1, 3])
def test_player_page_shows_public_things_alone_in_two_queries(
    client, django_assert_num_queries, team_count
):
    rafi = UserFactory(
        username="rafi", email="rafi@secret.example", first_name="Rafiqul", last_name="Islam"
    )
    told_everything(rafi)
    teams = TeamFactory.create_batch(team_count, captain=rafi)

    with django_assert_num_queries(2):
        page = client.get("/players/Rafi/").content.decode()

    private = ["secret.example", "Rafiqul", "Islam", "1712", "2004", "February", "Discord"]
    assert all(word in page for word in ["rafi", "Bangladesh", "Awper", *(t.name for t in teams)])
    assert [word for word in private if word in page] == []


def test_player_page_shows_discord_to_those_who_are_signed_in(client):
    rafi = UserFactory(username="rafi")
    told_everything(rafi)
    client.force_login(UserFactory())

    page = client.get("/players/rafi/").content.decode()

    assert "Discord: rafi" in page
    assert [word for word in ("1712", "2004") if word in page] == []


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
