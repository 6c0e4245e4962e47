import pytest
from django.db import IntegrityError, transaction

from deltacrown.errors import Refused
from deltacrown.teams import operations
from deltacrown.teams.models import Membership, Team
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def members(team):
    rows = team.memberships.order_by("role", "pk")
    return list(rows.values_list("user__username", "role"))


@pytest.fixture
def team():
    """Dragons: captain rafi, player nila."""
    dragons = TeamFactory(name="Dragons", captain=UserFactory(username="rafi"))
    Membership.objects.create(team=dragons, user=UserFactory(username="nila"))
    return dragons


def person(team, username):
    return team.members.get(username=username)


def test_create_team_makes_its_founder_the_captain():
    rafi = UserFactory(username="rafi")

    team = operations.create_team(name="Dhaka Dragons", tag="DHK", captain=rafi)

    assert (team.name, team.tag, team.slug) == ("Dhaka Dragons", "DHK", "dhaka-dragons")
    assert members(team) == [("rafi", "captain")]


def test_create_team_refuses_a_name_in_use_in_any_case(team):
    with pytest.raises(Refused) as refusal:
        operations.create_team(name="DRAGONS", tag="", captain=UserFactory())

    assert refusal.value.code == "name_taken"
    assert list(Team.objects.all()) == [team]


@pytest.mark.parametrize("name", ["Create", "Dragons!", "টাইগার্স"])
def test_every_team_gets_an_address_of_its_own(name, client):
    TeamFactory(name="Dragons", slug="dragons")
    TeamFactory(name="Team", slug="team")

    team = operations.create_team(name=name, tag="", captain=UserFactory())

    assert team.slug not in {"create", "dragons", "team"}
    assert client.get(team.get_absolute_url()).context["team"] == team


def test_update_team_keeps_the_address(team):
    slug = team.slug

    operations.update_team(team=team, name="Wyverns", tag="WYV", by=person(team, "rafi"))

    team.refresh_from_db()
    assert (team.name, team.tag, team.slug) == ("Wyverns", "WYV", slug)


def test_update_team_may_change_the_case_of_its_own_name(team):
    operations.update_team(team=team, name="DRAGONS", tag="", by=person(team, "rafi"))

    team.refresh_from_db()
    assert team.name == "DRAGONS"


def test_update_team_refuses_the_name_of_another(team):
    TeamFactory(name="Storm")

    with pytest.raises(Refused) as refusal:
        operations.update_team(team=team, name="storm", tag="", by=person(team, "rafi"))

    team.refresh_from_db()
    assert (refusal.value.code, team.name) == ("name_taken", "Dragons")


def test_add_member_takes_the_exact_name(team):
    UserFactory(username="tamim")
    UserFactory(username="tamim2")

    operations.add_member(team=team, username="Tamim", by=person(team, "rafi"))

    assert members(team) == [("rafi", "captain"), ("nila", "player"), ("tamim", "player")]


@pytest.mark.parametrize(
    ("username", "code"),
    [("tam", "unknown_player"), ("closed", "unknown_player"), ("NILA", "already_member")],
)
def test_add_member_refuses(team, username, code):
    UserFactory(username="tamim")
    UserFactory(username="closed", is_active=False)

    with pytest.raises(Refused) as refusal:
        operations.add_member(team=team, username=username, by=person(team, "rafi"))

    assert refusal.value.code == code
    assert members(team) == [("rafi", "captain"), ("nila", "player")]


def test_remove_member_takes_a_player_out(team):
    operations.remove_member(team=team, user=person(team, "nila"), by=person(team, "rafi"))

    assert members(team) == [("rafi", "captain")]


def test_remove_member_refuses_one_who_is_not_in(team):
    with pytest.raises(Refused) as refusal:
        operations.remove_member(team=team, user=UserFactory(), by=person(team, "rafi"))

    assert refusal.value.code == "not_member"


def test_a_player_leaves_without_asking(team):
    operations.leave_team(team=team, user=person(team, "nila"))

    assert members(team) == [("rafi", "captain")]


def test_the_captain_cannot_leave_or_be_removed(team):
    rafi = person(team, "rafi")

    with pytest.raises(Refused) as leaving:
        operations.leave_team(team=team, user=rafi)
    with pytest.raises(Refused) as removing:
        operations.remove_member(team=team, user=rafi, by=rafi)

    assert (leaving.value.code, removing.value.code) == ("captain_stays", "captain_stays")
    assert members(team) == [("rafi", "captain"), ("nila", "player")]


def test_hand_over_leaves_one_captain(team):
    operations.hand_over(team=team, to=person(team, "nila"), by=person(team, "rafi"))

    assert members(team) == [("nila", "captain"), ("rafi", "player")]


def test_hand_over_needs_a_member(team):
    with pytest.raises(Refused) as refusal:
        operations.hand_over(team=team, to=UserFactory(), by=person(team, "rafi"))

    assert refusal.value.code == "not_member"
    assert members(team) == [("rafi", "captain"), ("nila", "player")]


@pytest.mark.parametrize("by", ["nila", "stranger"])
def test_only_the_captain_changes_the_team(team, by):
    UserFactory(username="stranger")
    by = UserFactory._meta.model.objects.get(username=by)
    rafi = person(team, "rafi")
    changes = [
        lambda: operations.update_team(team=team, name="Mine", tag="", by=by),
        lambda: operations.add_member(team=team, username="stranger", by=by),
        lambda: operations.remove_member(team=team, user=rafi, by=by),
        lambda: operations.hand_over(team=team, to=by, by=by),
    ]

    codes = []
    for change in changes:
        with pytest.raises(Refused) as refusal:
            change()
        codes.append(refusal.value.code)

    team.refresh_from_db()
    assert codes == ["not_captain"] * 4
    assert (team.name, members(team)) == ("Dragons", [("rafi", "captain"), ("nila", "player")])


def test_the_database_knows_one_captain(team):
    with pytest.raises(IntegrityError), transaction.atomic():
        team.memberships.update(role=Membership.Role.CAPTAIN)
