from datetime import date

import pytest
from django.utils import timezone

from deltacrown.accounts.models import GameAccount, Profile
from deltacrown.errors import Refused
from deltacrown.teams.models import Membership
from tests.factories import GameFactory, UserFactory, organizer_of
from tests.factories.questions import question
from tests.tournaments.registration.rostered import (
    HOUR,
    guests_in,
    locked_cup,
    people_of,
    roster_of,
    team_cup,
    team_in,
)
from tournaments.core import banning
from tournaments.core.models import Event, Tournament
from tournaments.notifications.kinds import WRITERS
from tournaments.registration import operations
from tournaments.registration.models import Registration, RosterEntry, Substitution

pytestmark = pytest.mark.django_db


def refusal_of(registration: Registration, by, **roles) -> str:
    before = roster_of(registration)
    with pytest.raises(Refused) as refusal:
        operations.set_roster(registration, by=by, **roles)
    assert roster_of(registration) == before
    assert not Event.objects.filter(kind="registration.roster_changed").exists()
    return refusal.value.code


def test_a_roster_is_named_anew_with_the_ids_of_now():
    cup = team_cup(game=GameFactory(player_id_pattern=r"\d+"))
    registration = team_in(cup)
    one, two, three, four = people_of(registration)
    for user in (one, three, four):
        GameAccount.objects.create(user=user, game=cup.game, player_id=str(user.pk))

    operations.set_roster(
        registration, by=one, players=[one, three], substitutes=[four], coaches=[two]
    )

    assert roster_of(registration) == [
        (one.pk, "starter", str(one.pk), True),
        (two.pk, "coach", "", True),
        (three.pk, "starter", str(three.pk), True),
        (four.pk, "substitute", str(four.pk), True),
    ]


def test_before_and_after_are_logged_and_those_concerned_are_told():
    registration = team_in(team_cup())
    one, two, three, _four = people_of(registration)

    operations.set_roster(registration, by=one, players=[one, three])

    event = Event.objects.get()
    line = {"role": "starter", "player_id": ""}
    assert (event.kind, event.subject, event.actor) == (
        "registration.roster_changed",
        registration,
        one,
    )
    assert event.before == {
        "roster": [{"user": u.pk, "name": u.username, **line} for u in (one, two)]
    }
    assert event.after == {
        "roster": [{"user": u.pk, "name": u.username, **line} for u in (one, three)]
    }
    came, went = WRITERS[event.kind](event)
    assert (list(came.recipients), list(went.recipients)) == ([three], [two])


def test_the_same_roster_again_is_no_event():
    registration = team_in(team_cup())
    one, two, *_others = people_of(registration)

    operations.set_roster(registration, by=one, players=[one, two])

    assert not Event.objects.exists()


def test_who_goes_is_free_for_another_team_at_once():
    cup = team_cup()
    registration, other = team_in(cup), team_in(cup)
    one, two, three, _four = people_of(registration)
    Membership.objects.create(team=other.team, user=two)
    captain = other.registered_by

    operations.set_roster(registration, by=one, players=[one, three])
    operations.set_roster(other, by=captain, players=[captain, two])

    assert [row[0] for row in roster_of(other)] == sorted([captain.pk, two.pk])


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("captain", None),
        ("manager", None),
        ("player", "not_yours"),
        ("stranger", "not_yours"),
        ("organizer", "not_yours"),
        ("former", None),
    ],
)
def test_leaders_and_who_registered_change_the_roster(who, code):
    registration = team_in(team_cup())
    one, two, three, four = people_of(registration)
    registration.team.memberships.filter(user=four).update(role=Membership.Role.MANAGER)
    by = {
        "captain": one,
        "manager": four,
        "player": two,
        "stranger": UserFactory(),
        "organizer": organizer_of(registration.tournament),
        "former": one,
    }[who]
    if who == "former":
        registration.team.memberships.filter(user=one).update(role=Membership.Role.PLAYER)

    if code:
        assert refusal_of(registration, by, players=[one, three]) == code
    else:
        operations.set_roster(registration, by=by, players=[one, three])
        assert [row[0] for row in roster_of(registration)] == [one.pk, three.pk]


@pytest.mark.parametrize("status", Registration.Status)
def test_only_an_open_registration_changes_its_roster(status):
    registration = team_in(team_cup(), status=status)
    one, _two, three, _four = people_of(registration)

    if status in Registration.TERMINAL:
        code = refusal_of(registration, one, players=[one, three])
        assert code == "registration_over"
    else:
        operations.set_roster(registration, by=one, players=[one, three])
        assert registration.roster.filter(user=three).exists()


def test_a_roster_is_locked_by_its_time_and_by_the_draw():
    later = team_in(team_cup(roster_locks_at=timezone.now() + HOUR))
    late = team_in(locked_cup())
    drawn = team_in(team_cup(status=Tournament.Status.LIVE))
    for registration, locks in ((late, True), (drawn, True), (later, False)):
        one, _two, three, _four = people_of(registration)
        if locks:
            assert refusal_of(registration, one, players=[one, three]) == "roster_locked"
        else:
            operations.set_roster(registration, by=one, players=[one, three])


def test_guests_have_no_roster_to_change():
    registration = guests_in(team_cup(), "Anik", "Babu")

    with pytest.raises(Refused) as refusal:
        operations.set_roster(registration, by=registration.registered_by, players=[])

    assert refusal.value.code == "no_team"


def test_what_holds_at_entry_holds_for_a_change():
    cup = team_cup(minimum_age=16)
    registration = team_in(cup, size=5)
    one, two, three, four, five = people_of(registration)
    for user in (one, two, three, five):
        Profile.objects.create(user=user, birth_date=date(1999, 1, 1))
    Profile.objects.create(user=four, birth_date=timezone.localdate(cup.starts_at))
    elsewhere = team_in(cup)
    busy = people_of(elsewhere)[0]
    Membership.objects.create(team=registration.team, user=busy)
    banning.ban(five, organizer=cup.organizer, reason="x", ends_at=None, by=organizer_of(cup))
    for code, roles in {
        "roster_too_small": {"players": [one]},
        "roster_too_large": {"players": [one, two], "substitutes": [three, four]},
        "named_twice": {"players": [one, two], "coaches": [two]},
        "not_member": {"players": [one, UserFactory()]},
        "player_already_in": {"players": [one, busy]},
        "banned": {"players": [one, five]},
        "too_young": {"players": [one, four]},
    }.items():
        assert refusal_of(registration, one, **roles) == code


def test_who_comes_answers_what_players_are_asked_and_the_team_is_not_asked_again():
    registration = team_in(team_cup())
    one, _two, three, _four = people_of(registration)
    cup = registration.tournament
    cup.custom_fields = [
        question("size", scope="member", required=True),
        question("later", required=True),
    ]
    cup.save()
    given = {one.pk: {"size": "L"}, three.pk: {"size": "M"}}

    assert refusal_of(registration, one, players=[one, three]) == "answers"
    operations.set_roster(registration, by=one, players=[one, three], member_answers=given)

    answers = registration.answers.values_list("roster_entry__user", "value")
    assert sorted(answers) == sorted([(one.pk, "L"), (three.pk, "M")])


def test_a_request_that_stood_goes_with_the_place_it_was_about():
    registration = team_in(locked_cup())
    one, two, three, four = people_of(registration)
    operations.ask_substitution(
        registration,
        by=one,
        outgoing=registration.roster.get(user=two),
        incoming=three,
        reason="Ill.",
    )
    Tournament.objects.update(roster_locks_at=None)

    operations.set_roster(registration, by=one, players=[one, four])

    assert not Substitution.objects.exists()
    assert RosterEntry.objects.count() == 2
