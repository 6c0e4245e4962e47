"""What only two transactions at once can show."""

import pytest

from deltacrown.teams import operations
from deltacrown.teams.models import Invitation, Membership
from tests.factories import GameFactory, TeamFactory, UserFactory
from tests.factories.people import InvitationFactory, captain_of
from tests.racing import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TRIES = 20


def test_an_invitation_that_is_accepted_twice_makes_one_member():
    team, user = TeamFactory(), UserFactory()
    current: list[Invitation] = []

    def ask_again() -> None:
        team.memberships.filter(user=user).delete()
        current[:] = [InvitationFactory(team=team, user=user)]

    def accept():
        return operations.accept(current[0], by=user)

    answers = race(TRIES, accept, accept, before_each=ask_again)

    assert answers == [["answered", "done"]] * TRIES
    assert team.memberships.filter(user=user).count() == 1


def test_accepting_and_taking_back_at_once_end_in_one_of_the_two():
    team, user = TeamFactory(), UserFactory()
    owner = captain_of(team)
    current: list[Invitation] = []

    def ask_again() -> None:
        team.memberships.filter(user=user).delete()
        current[:] = [InvitationFactory(team=team, user=user)]

    answers = race(
        TRIES,
        lambda: operations.accept(current[0], by=user),
        lambda: operations.withdraw(current[0], by=owner),
        before_each=ask_again,
    )

    assert answers == [["answered", "done"]] * TRIES
    is_in = team.members.contains(user)
    assert current[0].status == "waiting"
    current[0].refresh_from_db()
    assert current[0].status == ("accepted" if is_in else "withdrawn")


def test_a_link_that_is_clicked_twice_makes_one_member():
    team, user = TeamFactory(), UserFactory()
    code = operations.renew_link(team=team, by=captain_of(team))

    def join():
        return operations.join_by_link(code=code, user=user)

    def out_again() -> None:
        team.memberships.filter(user=user).delete()

    answers = race(TRIES, join, join, before_each=out_again)

    assert answers == [["already_member", "done"]] * TRIES
    assert team.memberships.filter(user=user).count() == 1


def test_a_link_takes_nobody_once_it_is_renewed():
    team = TeamFactory()
    owner = captain_of(team)
    users = iter(UserFactory.create_batch(TRIES))
    current: list = []

    def link_again() -> None:
        code = operations.renew_link(team=team, by=owner)
        current[:] = [code, next(users)]

    answers = race(
        TRIES,
        lambda: operations.join_by_link(code=current[0], user=current[1]),
        lambda: operations.switch_off_link(team=team, by=owner),
        before_each=link_again,
    )

    assert {tuple(each) for each in answers} <= {("done", "done"), ("done", "link_off")}


def test_two_hand_overs_at_once_leave_one_owner():
    team = TeamFactory(size=3)
    owner = captain_of(team)
    heirs = list(team.members.exclude(pk=owner.pk))

    def owner_again() -> None:
        team.memberships.update(role=Membership.Role.PLAYER)
        team.memberships.filter(user=owner).update(role=Membership.Role.OWNER)

    answers = race(
        TRIES,
        lambda: operations.hand_over(team=team, to=heirs[0], by=owner),
        lambda: operations.hand_over(team=team, to=heirs[1], by=owner),
        before_each=owner_again,
    )

    assert answers == [["done", "not_owner"]] * TRIES
    assert team.memberships.filter(role=Membership.Role.OWNER).count() == 1


def test_the_last_place_of_a_team_is_taken_once():
    team = TeamFactory(size=49)
    one, other = UserFactory.create_batch(2)
    code = operations.renew_link(team=team, by=captain_of(team))

    def out_again() -> None:
        team.memberships.filter(user__in=[one, other]).delete()

    answers = race(
        TRIES,
        lambda: operations.join_by_link(code=code, user=one),
        lambda: operations.join_by_link(code=code, user=other),
        before_each=out_again,
    )

    assert answers == [["done", "team_full"]] * TRIES


def test_one_search_is_open_after_two_posts_at_once():
    user, game = UserFactory(), GameFactory()

    def post():
        return operations.look_for_team(user=user, game=game, text="Duelist")

    def closed() -> None:
        user.team_listings.close()

    assert race(TRIES, post, post, before_each=closed) == [["already_listed", "done"]] * TRIES
