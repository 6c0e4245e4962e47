import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.factories import TournamentFactory, UserFactory, home_page, organizer_of
from tournaments.core.banning import ban
from tournaments.core.models import Ban

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    home_page()
    user = UserFactory()
    user.user_permissions.add(
        *Permission.objects.filter(
            codename__in=["access_admin", "add_ban", "change_ban", "view_ban"]
        )
    )
    client.force_login(user)
    return user


def test_a_moderator_bans_from_the_site(client, moderator):
    player = UserFactory()

    response = client.post(
        reverse("ban:add"), {"username": player.username.upper(), "reason": "Fraud"}
    )

    assert response.status_code == 302
    made = Ban.objects.get()
    assert (made.user, made.organizer, made.reason, made.made_by) == (
        player,
        None,
        "Fraud",
        moderator,
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"username": "nobody", "reason": "x"}, "No account has this username."),
        ({"username": "banned", "reason": "x"}, "banned is banned already."),
    ],
)
def test_what_is_refused_is_said_in_the_form(client, moderator, values, message):
    ban(UserFactory(username="banned"), reason="x", by=moderator)

    response = client.post(reverse("ban:add"), values)

    assert response.status_code == 200
    assert message in response.content.decode()
    assert Ban.objects.count() == 1


def test_a_moderator_lifts_a_ban_with_a_reason(client, moderator):
    made = ban(UserFactory(), reason="x", by=moderator)
    address = reverse("ban:edit", args=[made.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"lift_reason": ""}).status_code == 200

    response = client.post(address, {"lift_reason": "A mistake"})

    made.refresh_from_db()
    assert response.status_code == 302
    assert made.lifted_by == moderator


def test_a_ban_is_never_deleted(client, moderator):
    made = ban(UserFactory(), reason="x", by=moderator)
    moderator.user_permissions.add(Permission.objects.get(codename="delete_ban"))

    response = client.post(reverse("ban:delete", args=[made.pk]))

    assert response.status_code == 302
    assert Ban.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize("name", ["ban:edit", "ban:inspect"])
def test_a_ban_of_an_organizer_is_not_found_here(client, moderator, name):
    cup = TournamentFactory()
    made = ban(UserFactory(), organizer=cup.organizer, reason="Theirs", by=organizer_of(cup))

    assert client.get(reverse(name, args=[made.pk])).status_code == 404
    assert "Theirs" not in client.get(reverse("ban:index")).content.decode()


@pytest.mark.parametrize("name", ["ban:index", "ban:add"])
def test_others_are_kept_out(client, name):
    home_page()
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries(client, moderator, django_assert_num_queries, number):
    for _ban in range(number):
        ban(UserFactory(), reason="x", by=moderator)
    client.get(reverse("ban:index"))

    with django_assert_num_queries(16):
        assert client.get(reverse("ban:index")).status_code == 200
