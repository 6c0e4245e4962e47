"""What only two transactions at once can show."""

import pytest

from tests.factories import TeamFactory, TournamentFactory, UserFactory
from tests.factories.people import captain_of
from tests.racing import race
from tournaments.core.settings import Participation
from tournaments.registration import operations
from tournaments.registration.models import Registration, RosterEntry

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
TRIES = 20


def free_again() -> None:
    Registration.objects.update(status=Registration.Status.WITHDRAWN)
    RosterEntry.objects.update(live=False)


def test_a_player_of_two_teams_enters_with_one_of_them():
    cup = TournamentFactory(participation=Participation.TEAM, capacity=100)
    player, teams = UserFactory(), [TeamFactory(), TeamFactory()]
    for team in teams:
        team.memberships.create(user=player)
    captains = [captain_of(team) for team in teams]

    def enter(place: int):
        return operations.register(
            tournament=cup, by=captains[place], team=teams[place], players=[player], fee_due=True
        )

    answers = race(TRIES, lambda: enter(0), lambda: enter(1), before_each=free_again)

    assert answers == [["done", "player_already_in"]] * TRIES
    assert RosterEntry.objects.filter(live=True).get().user == player


def test_one_player_who_clicks_twice_registers_once():
    cup, player = TournamentFactory(), UserFactory()

    def enter():
        return operations.register(tournament=cup, by=player, fee_due=False)

    answers = race(TRIES, enter, enter, before_each=free_again)

    assert answers == [["already_registered", "done"]] * TRIES
    assert sorted(cup.registrations.values_list("number", flat=True)) == list(range(1, TRIES + 1))


def test_withdrawing_and_confirming_at_once_end_in_one_state():
    cup = TournamentFactory(capacity=100)
    players = [UserFactory() for _number in range(TRIES)]
    waiting = [operations.register(tournament=cup, by=player, fee_due=True) for player in players]
    turn = iter(waiting)
    current: list[Registration] = []

    def next_one() -> None:
        current[:] = [next(turn)]

    answers = race(
        TRIES,
        lambda: operations.withdraw(current[0], by=current[0].registered_by),
        lambda: operations.confirm(current[0]),
        before_each=next_one,
    )

    # Confirmed and then withdrawn, or withdrawn and then not confirmed any more.
    assert {tuple(each) for each in answers} <= {("done", "done"), ("done", "registration_over")}
    assert set(Registration.objects.values_list("status", flat=True)) == {"withdrawn"}
