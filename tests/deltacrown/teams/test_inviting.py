import pytest

from deltacrown.errors import Refused
from deltacrown.teams import operations
from deltacrown.teams.models import Invitation
from deltacrown.teams.rules import MOST_MEMBERS
from tests.deltacrown.teams.conftest import PEOPLE
from tests.factories import GameFactory, TeamFactory, UserFactory
from tests.factories.people import InvitationFactory, ListingFactory

pytestmark = pytest.mark.django_db
ROWS = ("user__username", "direction", "role", "status", "made_by__username")


def rows():
    return list(Invitation.objects.order_by("pk").values_list(*ROWS))


def fill(team):
    for _number in range(MOST_MEMBERS - team.members.count()):
        team.memberships.create(user=UserFactory())


@pytest.fixture
def request_of_zara(team, people):
    return InvitationFactory(team=team, user=people["zara"], direction="asked")


@pytest.fixture
def invitation_of_zara(team, people):
    return InvitationFactory(team=team, user=people["zara"], role="substitute")


# --- inviting ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "role"), [("rafi", "manager"), ("mina", "coach"), ("nila", "substitute")]
)
def test_invite_asks_the_person_alone(team, people, roles, by, role):
    operations.invite(team=team, username="ZARA", role=role, by=people[by], message="Come!")

    assert rows() == [("zara", "invited", role, "waiting", by)]
    assert roles() == PEOPLE


@pytest.mark.parametrize("by", ["jamil", "tamim", "sohel", "zara"])
def test_invite_is_for_leaders(team, people, by):
    with pytest.raises(Refused) as refusal:
        operations.invite(team=team, username="zara", role="player", by=people[by])

    assert (refusal.value.code, rows()) == ("not_leader", [])


@pytest.mark.parametrize(
    ("by", "role"),
    [("mina", "manager"), ("nila", "manager"), ("rafi", "owner"), ("rafi", "captain")],
)
def test_nobody_is_invited_above_what_one_may_offer(team, people, by, role):
    with pytest.raises(Refused) as refusal:
        operations.invite(team=team, username="zara", role=role, by=people[by])

    assert (refusal.value.code, rows()) == ("role", [])


@pytest.mark.parametrize(
    ("username", "code"),
    [("zar", "unknown_player"), ("closed", "unknown_player"), ("TAMIM", "already_member")],
)
def test_invite_refuses(team, people, username, code):
    UserFactory(username="closed", is_active=False)

    with pytest.raises(Refused) as refusal:
        operations.invite(team=team, username=username, role="player", by=people["rafi"])

    assert (refusal.value.code, rows()) == (code, [])


def test_a_person_is_not_invited_twice_while_the_first_waits(team, people, invitation_of_zara):
    with pytest.raises(Refused) as refusal:
        operations.invite(team=team, username="zara", role="player", by=people["nila"])

    assert refusal.value.code == "already_invited"
    assert refusal.value.message == "zara is invited already and has not answered yet."


def test_who_asked_is_accepted_and_not_invited(team, people, request_of_zara):
    with pytest.raises(Refused) as refusal:
        operations.invite(team=team, username="zara", role="player", by=people["nila"])

    assert refusal.value.message == "zara has asked to join: accept the request."


def test_who_declined_may_be_invited_again(team, people, invitation_of_zara):
    operations.decline(invitation_of_zara, by=people["zara"])

    operations.invite(team=team, username="zara", role="player", by=people["rafi"])

    assert [row[3] for row in rows()] == ["declined", "waiting"]


def test_a_full_team_says_why_nobody_joins(team, people, invitation_of_zara):
    fill(team)

    codes = []
    for change in [
        lambda: operations.accept(invitation_of_zara, by=people["zara"]),
        lambda: operations.ask_to_join(team=team, user=UserFactory()),
        lambda: operations.invite(
            team=team, username=UserFactory().username, role="player", by=people["rafi"]
        ),
    ]:
        with pytest.raises(Refused) as refusal:
            change()
        codes.append(refusal.value.code)

    assert codes == ["team_full"] * 3
    assert refusal.value.message == (
        "Dragons is full: a team has at most 50 members. Its owner or a manager can remove "
        "somebody who plays no longer."
    )
    assert team.members.count() == MOST_MEMBERS


# --- asking --------------------------------------------------------------------------


def test_ask_to_join_waits_for_a_leader(team, people, roles):
    operations.ask_to_join(team=team, user=people["zara"], message="Duelist, evenings")

    assert rows() == [("zara", "asked", "player", "waiting", "zara")]
    assert roles() == PEOPLE


def test_a_member_need_not_ask(team, people):
    with pytest.raises(Refused) as refusal:
        operations.ask_to_join(team=team, user=people["tamim"])

    assert refusal.value.code == "already_member"


def test_asking_twice_is_refused(team, people, request_of_zara):
    with pytest.raises(Refused) as refusal:
        operations.ask_to_join(team=team, user=people["zara"])

    assert refusal.value.message == "You have asked already. Dragons has not answered yet."


def test_who_is_invited_accepts_and_does_not_ask(team, people, invitation_of_zara):
    with pytest.raises(Refused) as refusal:
        operations.ask_to_join(team=team, user=people["zara"])

    assert refusal.value.message == "Dragons has invited you already: accept the invitation."


# --- answering -----------------------------------------------------------------------


def test_an_accepted_invitation_makes_a_member_of_the_role_offered(
    team, people, roles, invitation_of_zara
):
    operations.accept(invitation_of_zara, by=people["zara"])

    invitation_of_zara.refresh_from_db()
    assert roles() == PEOPLE | {"zara": "substitute"}
    assert (invitation_of_zara.status, invitation_of_zara.answered_at is None) == (
        "accepted",
        False,
    )


@pytest.mark.parametrize("verb", [operations.accept, operations.decline])
@pytest.mark.parametrize("by", ["rafi", "tamim"])
def test_nobody_else_answers_an_invitation(team, people, roles, invitation_of_zara, verb, by):
    with pytest.raises(Refused) as refusal:
        verb(invitation_of_zara, by=people[by])

    assert (refusal.value.code, roles()) == ("not_yours", PEOPLE)


@pytest.mark.parametrize("by", ["rafi", "mina", "nila"])
def test_a_leader_accepts_a_request(team, people, roles, request_of_zara, by):
    operations.accept(request_of_zara, by=people[by])

    assert roles() == PEOPLE | {"zara": "player"}


@pytest.mark.parametrize("verb", [operations.accept, operations.decline])
@pytest.mark.parametrize("by", ["jamil", "tamim", "sohel", "zara"])
def test_nobody_else_answers_a_request(team, people, roles, request_of_zara, verb, by):
    with pytest.raises(Refused) as refusal:
        verb(request_of_zara, by=people[by])

    assert (refusal.value.code, roles()) == ("not_leader", PEOPLE)


@pytest.mark.parametrize(("by", "code"), [("nila", "done"), ("zara", "not_leader")])
def test_an_invitation_is_taken_back_by_a_leader(people, invitation_of_zara, by, code):
    found = "done"
    try:
        operations.withdraw(invitation_of_zara, by=people[by])
    except Refused as refusal:
        found = refusal.code

    invitation_of_zara.refresh_from_db()
    status = "withdrawn" if code == "done" else "waiting"
    assert (found, invitation_of_zara.status) == (code, status)


@pytest.mark.parametrize(("by", "code"), [("zara", "done"), ("rafi", "not_yours")])
def test_a_request_is_taken_back_by_who_asked(people, request_of_zara, by, code):
    found = "done"
    try:
        operations.withdraw(request_of_zara, by=people[by])
    except Refused as refusal:
        found = refusal.code

    request_of_zara.refresh_from_db()
    status = "withdrawn" if code == "done" else "waiting"
    assert (found, request_of_zara.status) == (code, status)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("accepted", "This was accepted already."),
        ("declined", "This was declined already. Ask for a new invitation."),
        ("withdrawn", "This was withdrawn. Ask for a new invitation."),
    ],
)
@pytest.mark.parametrize("verb", [operations.accept, operations.decline, operations.withdraw])
def test_what_is_answered_stays_so(team, people, roles, status, message, verb):
    over = InvitationFactory(team=team, user=people["zara"], status=status)

    with pytest.raises(Refused) as refusal:
        verb(over, by=people["zara"])

    assert (refusal.value.code, refusal.value.message) == ("answered", message)
    assert roles() == PEOPLE


def test_a_model_moves_from_waiting_alone():
    over = InvitationFactory(status="declined")

    with pytest.raises(ValueError, match="cannot become"):
        over.answer(Invitation.Status.ACCEPTED)


def test_joining_ends_the_search_for_a_team_of_that_game_alone(people):
    valorant, pubg = GameFactory(), GameFactory()
    team = TeamFactory(game=valorant)
    ends, stays = (ListingFactory(user=people["zara"], game=game) for game in (valorant, pubg))
    of_team = ListingFactory(user=people["zara"], team=TeamFactory(), game=valorant)
    invitation = InvitationFactory(team=team, user=people["zara"])

    operations.accept(invitation, by=people["zara"])

    for listing in (ends, stays, of_team):
        listing.refresh_from_db()
    assert [each.closed_at is None for each in (ends, stays, of_team)] == [False, True, True]
