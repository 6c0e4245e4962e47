"""What only two transactions at once can show."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import TeamFactory, TournamentFactory, UserFactory
from tests.factories.people import captain_of
from tests.racing import race
from tournaments.core.settings import Participation
from tournaments.registration import operations
from tournaments.registration.models import Note, Registration, RosterEntry

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


def test_of_two_who_want_the_last_place_one_gets_it_and_one_waits():
    cup = TournamentFactory(capacity=1, waitlist_max=1)
    players = UserFactory.create_batch(2)
    seen: list[list[str]] = []

    def look_and_free() -> None:
        live = cup.registrations.open().order_by("number")
        seen.append(list(live.values_list("status", flat=True)))
        free_again()

    answers = race(
        TRIES,
        lambda: operations.register(tournament=cup, by=players[0], fee_due=True),
        lambda: operations.register(tournament=cup, by=players[1], fee_due=True),
        before_each=look_and_free,
    )
    look_and_free()

    assert answers == [["done", "done"]] * TRIES
    assert seen[1:] == [["awaiting_payment", "waitlisted"]] * TRIES


def test_two_who_leave_at_once_make_room_for_two_others():
    cup = TournamentFactory(capacity=2, waitlist_max=10)
    players = UserFactory.create_batch(5)
    seen: list[list[str]] = []
    holders: list[Registration] = []

    def look_and_fill() -> None:
        live = cup.registrations.open().order_by("number")
        seen.append(list(live.values_list("status", flat=True)))
        free_again()
        rows = [operations.register(tournament=cup, by=player, fee_due=False) for player in players]
        holders[:] = rows[:2]

    answers = race(
        TRIES,
        lambda: operations.withdraw(holders[0], by=players[0]),
        lambda: operations.withdraw(holders[1], by=players[1]),
        before_each=look_and_fill,
    )
    look_and_fill()

    assert answers == [["done", "done"]] * TRIES
    assert seen[1:] == [["offered", "offered", "waitlisted"]] * TRIES


def test_an_offer_that_is_taken_as_it_ends_is_taken_or_ended():
    cup, player = TournamentFactory(capacity=1), UserFactory()
    current: list[Registration] = []
    statuses: list[str] = []

    def offer() -> None:
        free_again()
        current[:] = [operations.register(tournament=cup, by=player, fee_due=False)]
        ends = timezone.now() + timedelta(milliseconds=2)
        Registration.objects.filter(pk=current[0].pk).update(status="offered", expires_at=ends)
        current[0].refresh_from_db()

    def take() -> None:
        operations.take_offer(current[0], by=player, fee_due=False)

    def end() -> None:
        time.sleep(0.002)
        operations.expire(current[0])

    def look_and_offer() -> None:
        statuses.extend(
            Registration.objects.filter(pk__in=[row.pk for row in current]).values_list(
                "status", flat=True
            )
        )
        offer()

    answers = race(TRIES, take, end, before_each=look_and_offer)
    look_and_offer()

    taken = {("done", "done"): "confirmed"}
    assert statuses == [taken.get(tuple(each), "expired") for each in answers]


def test_a_note_and_a_withdrawal_at_once_do_not_wait_for_each_other():
    cup, official = TournamentFactory(capacity=100), UserFactory(is_superuser=True)
    players = UserFactory.create_batch(TRIES)
    rows = [operations.register(tournament=cup, by=player, fee_due=True) for player in players]
    turn, current = iter(rows), []

    def next_one() -> None:
        current[:] = [next(turn)]

    answers = race(
        TRIES,
        lambda: operations.add_note(current[0], by=official, text="Asked by phone."),
        lambda: operations.withdraw(current[0], by=current[0].registered_by),
        before_each=next_one,
    )

    assert answers == [["done", "done"]] * TRIES
    assert Note.objects.count() == TRIES
