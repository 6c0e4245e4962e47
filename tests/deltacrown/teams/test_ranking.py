import pytest

from deltacrown.errors import Refused
from deltacrown.teams import operations
from tests.deltacrown.teams.conftest import PEOPLE

pytestmark = pytest.mark.django_db


def code_of(change, *args, **kwargs):
    """The code of the refusal, or "done"."""
    try:
        change(*args, **kwargs)
    except Refused as refusal:
        return refusal.code
    return "done"


@pytest.mark.parametrize(
    ("by", "user", "role", "code"),
    [
        ("rafi", "tamim", "manager", "done"),
        ("rafi", "mina", "player", "done"),
        ("rafi", "tamim", "owner", "role"),
        ("rafi", "rafi", "player", "owner_stays"),
        ("rafi", "zara", "player", "not_member"),
        ("mina", "tamim", "substitute", "done"),
        ("mina", "nila", "coach", "done"),
        ("mina", "tamim", "manager", "role"),
        ("mina", "mina", "player", "above"),
        ("mina", "rafi", "player", "owner_stays"),
        ("nila", "tamim", "coach", "not_manager"),
        ("jamil", "tamim", "coach", "not_manager"),
        ("tamim", "tamim", "captain", "not_manager"),
        ("sohel", "sohel", "player", "not_manager"),
        ("zara", "tamim", "coach", "not_manager"),
    ],
)
def test_set_role(team, people, roles, by, user, role, code):
    found = code_of(operations.set_role, team=team, user=people[user], role=role, by=people[by])

    assert found == code
    assert roles() == PEOPLE | ({user: role} if code == "done" else {})


def test_a_new_captain_takes_the_place_of_the_one_before(team, people, roles):
    operations.set_role(team=team, user=people["tamim"], role="captain", by=people["mina"])

    assert roles() == PEOPLE | {"tamim": "captain", "nila": "player"}


def test_making_the_captain_the_captain_changes_nothing(team, people, roles):
    operations.set_role(team=team, user=people["nila"], role="captain", by=people["rafi"])

    assert roles() == PEOPLE


def test_a_manager_may_not_change_another_manager(team, people, roles):
    team.memberships.create(user=people["zara"], role="manager")

    found = code_of(
        operations.set_role, team=team, user=people["zara"], role="player", by=people["mina"]
    )

    assert (found, roles()["zara"]) == ("above", "manager")


@pytest.mark.parametrize(
    ("by", "user", "code"),
    [
        ("rafi", "mina", "done"),
        ("rafi", "nila", "done"),
        ("rafi", "rafi", "owner_stays"),
        ("rafi", "zara", "not_member"),
        ("mina", "nila", "done"),
        ("mina", "sohel", "done"),
        ("mina", "rafi", "owner_stays"),
        ("mina", "mina", "above"),
        ("nila", "tamim", "not_manager"),
        ("jamil", "tamim", "not_manager"),
        ("tamim", "sohel", "not_manager"),
        ("sohel", "tamim", "not_manager"),
        ("zara", "tamim", "not_manager"),
    ],
)
def test_remove_member(team, people, roles, by, user, code):
    found = code_of(operations.remove_member, team=team, user=people[user], by=people[by])

    assert found == code
    gone = {user} if code == "done" else set()
    assert roles() == {name: role for name, role in PEOPLE.items() if name not in gone}


def test_who_is_removed_does_not_come_back_by_the_old_link(team, people):
    old = operations.renew_link(team=team, by=people["rafi"])

    operations.remove_member(team=team, user=people["tamim"], by=people["rafi"])
    found = code_of(operations.join_by_link, code=old, user=people["tamim"])

    team.refresh_from_db()
    assert (found, bool(team.join_code)) == ("link_off", True)


def test_a_link_that_is_off_stays_off_when_somebody_is_removed(team, people):
    operations.remove_member(team=team, user=people["tamim"], by=people["rafi"])

    team.refresh_from_db()
    assert team.join_code == ""


@pytest.mark.parametrize("name", ["mina", "nila", "jamil", "tamim", "sohel"])
def test_everybody_but_the_owner_leaves_without_asking(team, people, roles, name):
    operations.leave_team(team=team, user=people[name])

    assert roles() == {each: role for each, role in PEOPLE.items() if each != name}


@pytest.mark.parametrize(("name", "code"), [("rafi", "owner_stays"), ("zara", "not_member")])
def test_leaving_is_refused(team, people, roles, name, code):
    assert code_of(operations.leave_team, team=team, user=people[name]) == code
    assert roles() == PEOPLE


def test_the_owner_leaves_after_handing_over(team, people, roles):
    operations.hand_over(team=team, to=people["nila"], by=people["rafi"])
    before_leaving = roles()
    operations.leave_team(team=team, user=people["rafi"])

    assert before_leaving == PEOPLE | {"nila": "owner", "rafi": "player"}
    assert "rafi" not in roles()


def test_hand_over_needs_a_member(team, people, roles):
    assert code_of(operations.hand_over, team=team, to=people["zara"], by=people["rafi"]) == (
        "not_member"
    )
    assert roles() == PEOPLE


@pytest.mark.parametrize("by", ["mina", "nila", "jamil", "tamim", "sohel", "zara"])
def test_hand_over_is_for_the_owner(team, people, roles, by):
    found = code_of(operations.hand_over, team=team, to=people["tamim"], by=people[by])

    assert (found, roles()) == ("not_owner", PEOPLE)


def test_handing_over_to_oneself_changes_nothing(team, people, roles):
    operations.hand_over(team=team, to=people["rafi"], by=people["rafi"])

    assert roles() == PEOPLE


def test_questions_about_authority_answer_by_role(team, people):
    answers = {
        name: [team.is_owned_by(user), team.is_run_by(user), team.is_led_by(user)]
        for name, user in people.items()
    }

    assert answers == {
        "rafi": [True, True, True],
        "mina": [False, True, True],
        "nila": [False, False, True],
        "jamil": [False, False, False],
        "tamim": [False, False, False],
        "sohel": [False, False, False],
        "zara": [False, False, False],
    }
