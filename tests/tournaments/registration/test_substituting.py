import pytest
from django.utils import timezone

from deltacrown.accounts.models import GameAccount
from deltacrown.errors import Refused
from deltacrown.teams.models import Membership
from tests.factories import GameFactory, UserFactory, organizer_of
from tests.factories.staff import moderator_of, staff_of
from tests.tournaments.registration.rostered import (
    locked_cup,
    people_of,
    roster_of,
    team_cup,
    team_in,
)
from tournaments.core import banning
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event, Tournament
from tournaments.notifications.kinds import WRITERS
from tournaments.registration import operations, queries
from tournaments.registration.models import (
    Answer,
    Entrant,
    Registration,
    RosterEntry,
    Substitution,
)

pytestmark = pytest.mark.django_db


def ask(registration: Registration, out: int = 1, into: int = 2, **kwargs) -> Substitution:
    """The captain asks: by the places of the two among the members of the team."""
    people = people_of(registration)
    wanted = {"by": people[0], "incoming": people[into], "reason": "Ill."} | kwargs
    outgoing = registration.roster.get(user=people[out])
    return operations.ask_substitution(registration, outgoing=outgoing, **wanted)


def refusal_of(function, *args, **kwargs) -> str:
    events = Event.objects.count()
    with pytest.raises(Refused) as refusal:
        function(*args, **kwargs)
    assert Event.objects.count() == events
    return refusal.value.code


def test_a_request_waits_and_changes_nothing_yet():
    registration = team_in(locked_cup())
    one, two, three, _four = people_of(registration)
    before = roster_of(registration)

    made = ask(registration, reason="  Ill. ")

    assert (made.status, made.outgoing.user, made.incoming) == ("waiting", two, three)
    assert (made.reason, made.asked_by, made.decided_by) == ("Ill.", one, None)
    assert roster_of(registration) == before
    event = Event.objects.get()
    assert (event.kind, event.subject) == ("registration.substitution_asked", registration)
    assert (event.after["outgoing"], event.after["incoming"]) == (two.username, three.username)


def test_those_who_decide_are_told():
    cup = locked_cup()
    organizer, moderator = organizer_of(cup), moderator_of(cup)
    staff_of(cup, StaffRole.REFEREE)

    ask(team_in(cup))

    event = Event.objects.get(kind="registration.substitution_asked")
    (message,) = WRITERS[event.kind](event)
    assert set(message.recipients) == {organizer, moderator}
    assert message.path == f"/t/{cup.slug}/control/substitutions/"


def test_who_comes_gets_the_place_and_who_goes_is_off_every_list():
    cup = locked_cup(game=GameFactory(player_id_pattern=r"\d+"))
    registration = team_in(cup)
    one, two, three, _four = people_of(registration)
    GameAccount.objects.create(user=three, game=cup.game, player_id="333")
    row = registration.roster.get(user=two)
    Answer.objects.create(registration=registration, roster_entry=row, key="size", value="L")
    made = ask(registration)

    done = operations.approve_substitution(made, by=organizer_of(cup), answer="Fine.")

    assert (done.status, done.answer, done.decided_by) == ("approved", "Fine.", organizer_of(cup))
    assert roster_of(registration) == [
        (one.pk, "starter", "", True),
        (three.pk, "starter", "333", True),
    ]
    assert list(queries.people_of([registration.pk])) == [one, three]
    assert not Registration.objects.made_by(two).exists()
    assert not registration.answers.exists()
    assert str(Substitution.objects.get()) == f"{three} for {two}"


def test_a_roster_that_is_over_still_shows_those_who_stood_on_it():
    registration = team_in(locked_cup())
    one, _two, three, _four = people_of(registration)
    operations.approve_substitution(ask(registration), by=organizer_of(registration.tournament))

    operations.withdraw(registration, by=one)

    assert roster_of(registration) == [
        (one.pk, "starter", "", False),
        (three.pk, "starter", "", False),
    ]


def test_a_substitute_steps_up_and_the_other_waits_on_the_bench():
    registration = team_in(locked_cup(), starts=3)
    one, two, three, _four = people_of(registration)
    registration.roster.filter(user=three).update(role="substitute")
    row = registration.roster.get(user=two)
    Answer.objects.create(registration=registration, roster_entry=row, key="size", value="L")

    operations.approve_substitution(ask(registration), by=organizer_of(registration.tournament))

    assert roster_of(registration) == [
        (one.pk, "starter", "", True),
        (two.pk, "substitute", "", True),
        (three.pk, "starter", "", True),
    ]
    assert [answer.roster_entry.user for answer in registration.answers.all()] == [two]


def test_who_went_may_come_back():
    registration = team_in(locked_cup())
    two, official = people_of(registration)[1], organizer_of(registration.tournament)
    operations.approve_substitution(ask(registration), by=official)

    operations.approve_substitution(ask(registration, out=2, into=1), by=official)

    assert two.pk in [row[0] for row in roster_of(registration)]
    assert RosterEntry._base_manager.count() == 4


def test_approving_again_changes_nothing_and_denying_then_is_refused():
    registration = team_in(locked_cup())
    made, official = ask(registration), organizer_of(registration.tournament)
    operations.approve_substitution(made, by=official)
    before = roster_of(registration), Event.objects.count()

    operations.approve_substitution(made, by=official)

    assert (roster_of(registration), Event.objects.count()) == before
    assert refusal_of(operations.deny_substitution, made, by=official, answer="x") == "decided"


def test_a_denial_says_why_and_leaves_the_roster():
    registration = team_in(locked_cup())
    official, before = organizer_of(registration.tournament), roster_of(registration)
    made = ask(registration)

    assert refusal_of(operations.deny_substitution, made, by=official, answer=" ") == (
        "reason_missing"
    )
    denied = operations.deny_substitution(made, by=official, answer="Too late.")
    operations.deny_substitution(made, by=official, answer="Again.")

    assert (denied.status, denied.answer) == ("denied", "Too late.")
    assert roster_of(registration) == before
    assert refusal_of(operations.approve_substitution, made, by=official) == "decided"
    event = Event.objects.get(kind="registration.substitution_denied")
    (message,) = WRITERS[event.kind](event)
    assert list(message.recipients) == people_of(registration)[:3]
    assert "Too late." in message.text


@pytest.mark.parametrize("who", ["captain", "stranger", *StaffRole])
def test_officials_decide_by_their_role(who):
    registration = team_in(locked_cup())
    made, cup = ask(registration), registration.tournament
    if who in set(StaffRole):
        by = staff_of(cup, who)
    else:
        by = people_of(registration)[0] if who == "captain" else UserFactory()
    if who in {StaffRole.CO_ORGANIZER, StaffRole.MODERATOR}:
        assert operations.approve_substitution(made, by=by).status == "approved"
    else:
        approve, deny = operations.approve_substitution, operations.deny_substitution
        assert refusal_of(approve, made, by=by) == "not_organizer"
        assert refusal_of(deny, made, by=by, answer="x") == "not_organizer"


def test_a_request_that_makes_no_sense_is_refused():
    cup = locked_cup()
    registration = team_in(cup, size=5)
    busy, banned = people_of(team_in(cup))[0], people_of(registration)[4]
    Membership.objects.create(team=registration.team, user=busy)
    banning.ban(banned, organizer=cup.organizer, reason="x", ends_at=None, by=organizer_of(cup))
    gone = team_in(cup).roster.first()
    people = people_of(registration)

    assert refusal_of(ask, registration, by=people[1]) == "not_yours"
    assert refusal_of(ask, registration, by=organizer_of(cup)) == "not_yours"
    assert refusal_of(ask, registration, reason=" ") == "reason_missing"
    assert refusal_of(ask, registration, reason="x" * 501) == "too_long"
    assert refusal_of(ask, registration, into=0) == "on_roster"
    assert refusal_of(ask, registration, incoming=UserFactory()) == "not_member"
    assert refusal_of(ask, registration, incoming=busy) == "player_already_in"
    assert refusal_of(ask, registration, incoming=banned) == "banned"
    assert (
        refusal_of(
            operations.ask_substitution,
            registration,
            by=people[0],
            outgoing=gone,
            incoming=people[2],
            reason="x",
        )
        == "not_on_roster"
    )
    ask(registration)
    assert refusal_of(ask, registration, into=3) == "already_asked"


def test_nobody_asks_before_rosters_lock_or_when_all_is_over():
    assert refusal_of(ask, team_in(team_cup())) == "roster_open"
    live = team_in(team_cup(status=Tournament.Status.LIVE))
    assert ask(live).status == "waiting"
    over = team_in(team_cup(status=Tournament.Status.COMPLETED))
    assert refusal_of(ask, over) == "over"
    assert refusal_of(ask, team_in(locked_cup(), status="rejected")) == "registration_over"


def test_nothing_is_approved_for_those_who_are_out():
    cup = team_cup(status=Tournament.Status.LIVE)
    official, left, rejected = organizer_of(cup), team_in(cup), team_in(cup)
    entrant = Entrant.objects.create(tournament=cup, registration=left, name=left.name, seed=1)
    of_left, of_rejected = ask(left), ask(rejected)
    assert Substitution.objects.waiting().count() == 2
    entrant.left_at = timezone.now()
    entrant.save()
    Registration.objects.filter(pk=rejected.pk).update(status="rejected")

    approve = operations.approve_substitution
    assert refusal_of(approve, of_left, by=official) == "left"
    assert refusal_of(approve, of_rejected, by=official) == "registration_over"
    assert not Substitution.objects.waiting().exists()


def test_what_was_right_when_asked_is_asked_again_on_approval():
    registration = team_in(locked_cup())
    made, three = ask(registration), people_of(registration)[2]
    Membership.objects.filter(user=three).delete()

    by = organizer_of(registration.tournament)
    assert refusal_of(operations.approve_substitution, made, by=by) == "not_member"
    assert Substitution.objects.get().status == "waiting"
