import pytest

from deltacrown.errors import Refused
from deltacrown.teams import operations
from tests.deltacrown.teams.conftest import PEOPLE
from tests.factories import UserFactory
from tests.factories.people import InvitationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(team, people):
    return operations.renew_link(team=team, by=people["rafi"])


def join_code(team):
    team.refresh_from_db()
    return team.join_code


@pytest.mark.parametrize("by", ["rafi", "mina", "nila"])
def test_a_leader_makes_renews_and_switches_off_the_link(team, people, by):
    first = operations.renew_link(team=team, by=people[by])
    second = operations.renew_link(team=team, by=people[by])
    shown = join_code(team)
    operations.switch_off_link(team=team, by=people[by])

    assert (len(first), len(second), first == second) == (43, 43, False)
    assert (shown, join_code(team)) == (second, "")


@pytest.mark.parametrize("verb", [operations.renew_link, operations.switch_off_link])
@pytest.mark.parametrize("by", ["jamil", "tamim", "sohel", "zara"])
def test_the_link_is_for_leaders(team, people, code, verb, by):
    with pytest.raises(Refused) as refusal:
        verb(team=team, by=people[by])

    assert (refusal.value.code, join_code(team)) == ("not_leader", code)


def test_who_has_the_link_joins_as_a_player(people, roles, code):
    operations.join_by_link(code=code, user=people["zara"])

    assert roles() == PEOPLE | {"zara": "player"}


@pytest.mark.parametrize("verb", [operations.renew_link, operations.switch_off_link])
def test_an_old_link_leads_nowhere(team, people, roles, code, verb):
    verb(team=team, by=people["rafi"])

    with pytest.raises(Refused) as refusal:
        operations.join_by_link(code=code, user=people["zara"])

    assert refusal.value.message == "This link works no longer. Ask the team for a new one."
    assert roles() == PEOPLE


def test_no_code_is_no_link(team, people, roles):
    with pytest.raises(Refused) as refusal:
        operations.join_by_link(code="", user=people["zara"])

    assert (refusal.value.code, roles()) == ("link_off", PEOPLE)


def test_joining_twice_is_refused_kindly(people, roles, code):
    operations.join_by_link(code=code, user=people["zara"])

    with pytest.raises(Refused) as refusal:
        operations.join_by_link(code=code, user=people["zara"])

    assert refusal.value.message == "zara is in the team already."
    assert roles() == PEOPLE | {"zara": "player"}


def test_a_full_team_takes_nobody_by_its_link(team, people, code):
    for user in UserFactory.create_batch(44):
        team.memberships.create(user=user)

    with pytest.raises(Refused) as refusal:
        operations.join_by_link(code=code, user=people["zara"])

    assert refusal.value.code == "team_full"


def test_joining_by_the_link_answers_what_waited(team, people, code):
    invitation = InvitationFactory(team=team, user=people["zara"])

    operations.join_by_link(code=code, user=people["zara"])

    invitation.refresh_from_db()
    assert invitation.status == "accepted"
