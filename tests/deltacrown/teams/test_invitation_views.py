import pytest
from django.urls import reverse

from deltacrown.teams import operations
from deltacrown.teams.models import Invitation
from tests.deltacrown.teams.conftest import PEOPLE
from tests.factories import UserFactory
from tests.factories.people import InvitationFactory

pytestmark = pytest.mark.django_db

NOT_LEADERS = ["jamil", "tamim", "sohel", "zara"]
INVITE, ASK, LINK = (f"/teams/dragons/{path}/" for path in ("invite", "ask", "link"))


def address_of(invitation, verb):
    return reverse("teams:answer", args=[invitation.pk, verb])


@pytest.fixture
def link(team, people):
    code = operations.renew_link(team=team, by=people["rafi"])
    return f"/teams/join/{code}/"


# --- by name -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rafi", "mina", "nila"])
def test_a_leader_invites(client, team, people, name):
    client.force_login(people[name])

    answers = {"username": "zara", "role": "player", "message": "Come!"}
    page = client.post(INVITE, answers, follow=True).content.decode()

    rows = Invitation.objects.values_list("user__username", "made_by__username", "message")
    assert list(rows) == [("zara", name, "Come!")]
    assert "zara is invited." in page


def test_an_invitation_shows_why_it_is_refused(client, team, people):
    client.force_login(people["nila"])

    unknown = client.post(INVITE, {"username": "nobody", "role": "player"})
    too_high = client.post(INVITE, {"username": "zara", "role": "manager"})

    assert unknown.context["form"].errors == {
        "username": ["There is no player called nobody. The name must be exact."]
    }
    assert list(too_high.context["form"].errors) == ["role"]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("name", NOT_LEADERS)
@pytest.mark.parametrize("address", [INVITE, LINK])
def test_who_does_not_lead_may_not_invite(client, team, people, name, address):
    client.force_login(people[name])

    status = client.post(address, {"username": "zara", "role": "player"}).status_code

    team.refresh_from_db()
    assert (status, team.join_code, Invitation.objects.count()) == (403, "", 0)


@pytest.mark.parametrize("address", [INVITE, ASK, LINK, "/teams/invitations/1/accept/"])
def test_an_anonymous_visitor_is_sent_to_sign_in(client, team, address):
    assert client.post(address)["Location"] == f"/accounts/login/?next={address}"


# --- requests ------------------------------------------------------------------------


def test_a_player_asks_to_join_without_a_word(client, team, people):
    client.force_login(people["zara"])

    shown = client.get(ASK)
    page = client.post(ASK, {}, follow=True).content.decode()

    rows = Invitation.objects.values_list("user__username", "direction", "message")
    assert (shown.status_code, list(rows)) == (200, [("zara", "asked", "")])
    assert "Dragons is told that you want to join." in page


def test_asking_shows_why_it_is_refused(client, team, people):
    client.force_login(people["tamim"])

    response = client.post(ASK, {"message": "Me"})

    assert response.context["form"].errors == {"__all__": ["tamim is in the team already."]}


# --- answers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "verb", "by", "status", "lands"),
    [
        ("invited", "accept", "zara", "accepted", "/teams/dragons/"),
        ("invited", "decline", "zara", "declined", "/accounts/me/"),
        ("invited", "withdraw", "nila", "withdrawn", "/teams/dragons/"),
        ("asked", "accept", "nila", "accepted", "/teams/dragons/"),
        ("asked", "decline", "mina", "declined", "/teams/dragons/"),
        ("asked", "withdraw", "zara", "withdrawn", "/accounts/me/"),
    ],
)
def test_an_answer_is_given_by_who_is_asked(
    client, team, people, roles, direction, verb, by, status, lands
):
    waiting = InvitationFactory(team=team, user=people["zara"], direction=direction)
    client.force_login(people[by])

    response = client.post(address_of(waiting, verb))

    waiting.refresh_from_db()
    assert (waiting.status, response["Location"]) == (status, lands)
    assert ("zara" in roles()) == (status == "accepted")


@pytest.mark.parametrize(
    ("direction", "verb", "by", "status_code"),
    [
        ("invited", "accept", "rafi", 302),
        ("invited", "accept", "tamim", 404),
        ("invited", "decline", "other", 404),
        ("invited", "withdraw", "zara", 302),
        ("invited", "withdraw", "tamim", 404),
        ("asked", "accept", "zara", 302),
        ("asked", "accept", "sohel", 404),
        ("asked", "decline", "other", 404),
        ("asked", "withdraw", "rafi", 302),
    ],
)
def test_an_answer_of_somebody_else_changes_nothing(
    client, team, people, roles, direction, verb, by, status_code
):
    waiting = InvitationFactory(team=team, user=people["zara"], direction=direction)
    client.force_login(people.get(by) or UserFactory())

    response = client.post(address_of(waiting, verb))

    waiting.refresh_from_db()
    assert (response.status_code, waiting.status, roles()) == (status_code, "waiting", PEOPLE)


def test_an_answer_by_a_click_on_an_old_page_is_told_kindly(client, team, people):
    over = InvitationFactory(team=team, user=people["zara"], status="withdrawn")
    client.force_login(people["zara"])

    page = client.post(address_of(over, "accept"), follow=True).content.decode()

    assert "This was withdrawn. Ask for a new invitation." in page


def test_an_answer_is_no_link(client, team, people):
    waiting = InvitationFactory(team=team, user=people["zara"])
    client.force_login(people["zara"])

    assert client.get(address_of(waiting, "accept")).status_code == 405
    assert client.post(f"/teams/invitations/{waiting.pk}/delete/").status_code == 404
    assert client.post(f"/teams/invitations/{'9' * 30}/accept/").status_code == 404


# --- the link ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rafi", "mina", "nila"])
def test_a_leader_makes_and_switches_off_the_link(client, team, people, name):
    client.force_login(people[name])

    client.post(LINK, {"renew": "1"})
    team.refresh_from_db()
    made = team.join_code
    client.post(LINK, {"off": "1"})

    team.refresh_from_db()
    assert (len(made), team.join_code) == (43, "")


def test_a_stranger_signs_in_and_comes_back_to_the_link(client, team, roles, link):
    zara = UserFactory(username="tuli")
    zara.set_password("korridor-77x")
    zara.save()

    shown = client.get(link)
    page = shown.content.decode()
    sent = client.post(link)
    client.force_login(zara)
    client.post(link)

    assert shown.cookies == {}
    assert f"/accounts/login/?next={link}" in page
    assert f"/accounts/signup/?next={link}" in page
    assert sent["Location"] == f"/accounts/login/?next={link}"
    assert roles() == PEOPLE | {"tuli": "player"}


def test_the_page_of_the_link_names_the_team_and_its_leaders_alone(client, team, people, link):
    client.force_login(people["zara"])

    page = client.get(link).content.decode()

    assert [name in page for name in ("Dragons", "rafi", "mina", "nila")] == [True] * 4
    assert [name in page for name in ("jamil", "tamim", "sohel")] == [False] * 3


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_of_the_link_needs_two_queries(client, django_assert_num_queries, team, size):
    team.join_code = "code"
    team.save()
    for _number in range(size - 1):
        team.memberships.create(user=UserFactory(), role="manager")

    with django_assert_num_queries(2):
        client.get("/teams/join/code/")


def test_a_member_who_opens_the_link_is_told_so(client, people, link):
    client.force_login(people["tamim"])

    shown = client.get(link).content.decode()
    page = client.post(link, follow=True).content.decode()

    assert "You are in this team already." in shown
    assert "tamim is in the team already." in page


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_link_that_is_off_says_what_to_do(client, team, people, link, signed_in):
    operations.switch_off_link(team=team, by=people["rafi"])
    if signed_in:
        client.force_login(people["zara"])

    response = client.get(link)

    assert response.status_code == 404
    assert "Ask whoever sent it for a new one" in response.content.decode()


def test_a_link_that_was_renewed_meanwhile_says_what_to_do(client, team, people, roles, link):
    client.force_login(people["zara"])
    operations.renew_link(team=team, by=people["rafi"])

    page = client.post(link, follow=True).content.decode()

    assert "This link works no longer. Ask the team for a new one." in page
    assert roles() == PEOPLE
