from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import (
    OrganizerFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    organizer_of,
)
from tests.factories.people import captain_of
from tests.factories.staff import moderator_of, staff_of
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event, Tournament
from tournaments.core.settings import Participation
from tournaments.registration import operations
from tournaments.registration.guests import GuestPlayer, GuestTeam
from tournaments.registration.models import Answer, Registration, RosterEntry
from tournaments.registration.rules.reviewing import (
    can_approve,
    can_readmit,
    can_request_changes,
    can_resubmit,
)

pytestmark = pytest.mark.django_db
Status = Registration.Status

QUESTIONS = [
    {"key": "discord", "label": "Discord", "kind": "text", "required": True},
    {"key": "rank", "label": "Rank", "kind": "text", "scope": "member", "required": True},
]


def waiting_for_review(**kwargs) -> Registration:
    return RegistrationFactory(status=Status.NEEDS_REVIEW, **kwargs)


def asked_for_changes(**kwargs) -> Registration:
    registration = waiting_for_review(**kwargs)
    by = organizer_of(registration.tournament)
    return operations.request_changes(registration, by=by, remarks={}, reason="Please.")


def refusal_of(verb, *args, **kwargs) -> str:
    before = Event.objects.count()
    with pytest.raises(Refused) as refusal:
        verb(*args, **kwargs)
    assert Event.objects.count() == before
    return refusal.value.code


def newest() -> Event:
    return Event.objects.order_by("pk").last()


# --- approving -----------------------------------------------------------------


def test_without_a_fee_an_approved_registration_has_its_place():
    registration = waiting_for_review()
    by = moderator_of(registration.tournament)

    found = operations.approve(registration, by=by, fee_due=False)
    operations.approve(registration, by=by, fee_due=False)

    assert (found.status, found.expires_at) == (Status.CONFIRMED, None)
    assert list(Event.objects.order_by("pk").values_list("kind", "actor")) == [
        ("registration.approved", by.pk),
        ("registration.confirmed", by.pk),
    ]


@pytest.mark.parametrize("hours", [48, 0])
def test_with_a_fee_it_is_to_be_paid_in_time(hours):
    registration = waiting_for_review(tournament=TournamentFactory(payment_hours=hours))
    before = timezone.now()

    found = operations.approve(registration, by=organizer_of(registration.tournament), fee_due=True)

    assert found.status == Status.AWAITING_PAYMENT
    if hours:
        assert found.expires_at >= before + timedelta(hours=hours)
    else:
        assert found.expires_at is None
    assert [event.kind for event in Event.objects.all()] == ["registration.approved"]


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.NEEDS_REVIEW, Status.CONFIRMED}))
def test_only_what_waits_for_review_is_approved(status):
    registration = RegistrationFactory(status=status)
    by = organizer_of(registration.tournament)

    assert refusal_of(operations.approve, registration, by=by, fee_due=False) == "state"
    assert not can_approve(registration, by)


def test_after_the_draw_nothing_is_reviewed():
    registration = waiting_for_review(tournament=TournamentFactory(status=Tournament.Status.LIVE))
    by = organizer_of(registration.tournament)

    assert refusal_of(operations.approve, registration, by=by, fee_due=False) == "drawn"
    assert (
        refusal_of(operations.request_changes, registration, by=by, remarks={}, reason="x")
        == "drawn"
    )


def test_nobody_else_reviews():
    registration = waiting_for_review()
    cup = registration.tournament
    other = OrganizerFactory(members=[UserFactory()]).group.user_set.get()
    for user in (registration.registered_by, other, staff_of(cup, StaffRole.REFEREE)):
        for refused in (
            refusal_of(operations.approve, registration, by=user, fee_due=False),
            refusal_of(operations.request_changes, registration, by=user, remarks={}, reason="x"),
            refusal_of(operations.add_note, registration, by=user, text="x"),
        ):
            assert refused == "not_organizer"
        assert not can_approve(registration, user)
        assert not can_request_changes(registration, user)
        assert not can_readmit(registration, user)


# --- asking for changes --------------------------------------------------------


def test_changes_are_asked_for_by_field_with_three_days_to_make_them():
    registration = waiting_for_review(tournament=TournamentFactory(custom_fields=QUESTIONS))
    before = timezone.now()

    found = operations.request_changes(
        registration,
        by=moderator_of(registration.tournament),
        remarks={"discord": " No such name. ", "rank": "", "roster": "Who is the third?"},
        reason=" Nearly there. ",
    )

    remarks = {"discord": "No such name.", "roster": "Who is the third?"}
    found.refresh_from_db()
    assert (found.status, found.remarks, found.reason) == (
        Status.CHANGES_REQUESTED,
        remarks,
        "Nearly there.",
    )
    assert before + timedelta(hours=72) <= found.expires_at <= timezone.now() + timedelta(hours=72)
    assert newest().kind == "registration.changes_requested"
    assert newest().after["remarks"] == remarks
    assert newest().reason == "Nearly there."


@pytest.mark.parametrize(
    ("remarks", "code"),
    [({}, "remarks_missing"), ({"discord": " "}, "remarks_missing"), ({"x": "y"}, "unknown_field")],
)
def test_what_is_to_be_changed_must_be_said(remarks, code):
    registration = waiting_for_review(tournament=TournamentFactory(custom_fields=QUESTIONS))
    by = organizer_of(registration.tournament)

    assert refusal_of(operations.request_changes, registration, by=by, remarks=remarks) == code


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.NEEDS_REVIEW}))
def test_only_of_what_is_reviewed_changes_are_asked(status):
    registration = RegistrationFactory(status=status)
    by = organizer_of(registration.tournament)

    code = refusal_of(operations.request_changes, registration, by=by, remarks={}, reason="x")

    assert code == ("registration_over" if status in Registration.TERMINAL else "state")


# --- sending again -------------------------------------------------------------


def test_the_round_trip_of_changes_ends_with_a_place():
    cup = TournamentFactory(custom_fields=QUESTIONS)
    registration = waiting_for_review(tournament=cup)
    player, by = registration.registered_by, organizer_of(cup)
    operations.request_changes(registration, by=by, remarks={"discord": "Wrong."}, reason="")

    found = operations.resubmit(
        registration,
        by=player,
        answers={"discord": "p1"},
        member_answers={player.pk: {"rank": "Gold"}},
    )

    assert (found.status, found.remarks, found.reason, found.expires_at) == (
        Status.NEEDS_REVIEW,
        {},
        "",
        None,
    )
    assert newest().kind == "registration.resubmitted"
    assert list(Answer.objects.order_by("key").values_list("key", "value")) == [
        ("discord", "p1"),
        ("rank", "Gold"),
    ]
    assert operations.approve(registration, by=by, fee_due=False).status == Status.CONFIRMED


def test_answers_that_are_not_given_stay_and_all_are_checked():
    cup = TournamentFactory(custom_fields=QUESTIONS)
    registration = waiting_for_review(tournament=cup)
    player = registration.registered_by
    asked = {"by": organizer_of(cup), "remarks": {}, "reason": "x"}
    operations.request_changes(registration, **asked)
    assert refusal_of(operations.resubmit, registration, by=player) == "answers"

    ranks = {player.pk: {"rank": "Gold"}}
    operations.resubmit(registration, by=player, answers={"discord": "p1"}, member_answers=ranks)
    operations.request_changes(registration, **asked)
    operations.resubmit(registration, by=player, member_answers={player.pk: {"rank": "Silver"}})

    assert list(Answer.objects.order_by("key").values_list("key", "value")) == [
        ("discord", "p1"),
        ("rank", "Silver"),
    ]


def test_a_team_sends_another_roster_and_who_stays_keeps_the_answers():
    cup = TournamentFactory(
        participation=Participation.TEAM, roster_min=2, roster_max=3, custom_fields=QUESTIONS[1:]
    )
    team = TeamFactory(size=3)
    one, two, three = (each.user for each in team.memberships.order_by("pk"))
    registration = waiting_for_review(tournament=cup, team=team, registered_by=one)
    registration.roster.filter(user=three).delete()
    for entry in registration.roster.all():
        Answer.objects.create(
            registration=registration, roster_entry=entry, key="rank", label="Rank", value="Gold"
        )
    operations.request_changes(registration, by=organizer_of(cup), remarks={"roster": "Who?"})
    mine = registration.roster.get(user=one).pk

    operations.resubmit(
        registration,
        by=captain_of(team),
        players=[one, three],
        member_answers={three.pk: {"rank": "Iron"}},
    )

    rows = registration.roster.order_by("pk").values_list("user", "role", "live")
    assert list(rows) == [(one.pk, "starter", True), (three.pk, "starter", True)]
    assert registration.roster.get(user=one).pk == mine
    assert dict(Answer.objects.values_list("roster_entry__user", "value")) == {
        one.pk: "Gold",
        three.pk: "Iron",
    }
    assert not RosterEntry.objects.filter(user=two).exists()


def test_another_roster_is_checked_as_at_entry():
    cup = TournamentFactory(participation=Participation.TEAM, roster_min=2, roster_max=2)
    team = TeamFactory(size=3)
    one, two, three = (each.user for each in team.memberships.order_by("pk"))
    registration = asked_for_changes(tournament=cup, team=team, registered_by=one)
    registration.roster.exclude(user=one).delete()
    elsewhere = RegistrationFactory(tournament=cup, team=TeamFactory(captain=three))

    def refused(*players) -> str:
        return refusal_of(operations.resubmit, registration, by=one, players=players)

    assert refused(one) == "roster_too_small"
    assert refused(one, two, three) == "roster_too_large"
    assert refused(one, UserFactory()) == "not_member"
    assert refused(one, three) == "player_already_in"
    assert elsewhere.roster.get().user == three
    assert list(registration.roster.values_list("user", flat=True)) == [one.pk]


def test_a_guest_team_sends_other_players_and_a_claimed_place_stays():
    cup = TournamentFactory(
        participation=Participation.TEAM, roster_min=2, roster_max=3, guest_teams_max=2
    )
    captain = UserFactory()
    guests = GuestTeam("Walk-ins", "WI", (GuestPlayer("Ana"), GuestPlayer("Ben")))
    registration = operations.register(tournament=cup, by=captain, guests=guests, fee_due=False)
    claimer = UserFactory()
    token = registration.roster.get(name="Ana").claim_token
    operations.claim_place(token, by=claimer)
    operations.request_changes(registration, by=organizer_of(cup), remarks={"roster": "Ben?"})
    other = GuestTeam("x", "", (GuestPlayer("ana"), GuestPlayer("Cid")))

    operations.resubmit(registration, by=captain, guests=other)

    registration.refresh_from_db()
    assert registration.name == "Walk-ins"
    assert [each.display_name for each in registration.roster.select_related("user")] == [
        claimer.username,
        "Cid",
    ]
    assert registration.roster.get(user=claimer)


def test_who_plays_alone_stays_alone():
    registration = asked_for_changes()
    player = registration.registered_by

    operations.resubmit(registration, by=player, players=[UserFactory()])

    assert [each.user for each in registration.roster.all()] == [player]


def test_nobody_else_sends_it_again_and_nobody_unasked():
    registration = asked_for_changes()
    for user in (UserFactory(), organizer_of(registration.tournament)):
        assert refusal_of(operations.resubmit, registration, by=user) == "not_yours"
    confirmed = RegistrationFactory()
    by = confirmed.registered_by
    assert refusal_of(operations.resubmit, confirmed, by=by) == "state"
    assert not can_resubmit(confirmed, by)


def test_changes_come_too_late():
    registration = asked_for_changes()
    player = registration.registered_by
    Registration.objects.update(expires_at=timezone.now())
    registration.refresh_from_db()

    assert refusal_of(operations.resubmit, registration, by=player) == "changes_overdue"
    assert not can_resubmit(registration, player)
    assert operations.expire(registration).status == Status.EXPIRED
