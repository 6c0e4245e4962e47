from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import RegistrationFactory, TournamentFactory, UserFactory, organizer_of
from tests.factories.staff import staff_of
from tests.racing import race
from tournaments.core.banning import ban, lift
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Ban, Event
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup():
    return TournamentFactory()


def moderator():
    user = UserFactory()
    user.user_permissions.add(*Permission.objects.filter(codename__in=["add_ban", "change_ban"]))
    return user


def covering(cup) -> list[Ban]:
    return list(Ban.objects.in_force(timezone.now()).covering(cup))


def test_an_organizer_bans_from_its_own_tournaments(cup):
    user, by = UserFactory(), organizer_of(cup)

    made = ban(user, organizer=cup.organizer, reason=" Cheated ", by=by)

    assert covering(cup) == [made]
    assert covering(TournamentFactory()) == []
    event = Event.objects.get(kind="ban.made")
    assert (event.tournament, event.subject, event.actor, event.reason) == (
        None,
        made,
        by,
        "Cheated",
    )


def test_a_ban_of_the_site_covers_every_tournament(cup):
    made = ban(UserFactory(), reason="Fraud", by=moderator())

    assert covering(cup) == covering(TournamentFactory()) == [made]


def test_a_ban_ends_by_itself(cup):
    end = timezone.now() + timedelta(days=1)
    made = ban(
        UserFactory(), organizer=cup.organizer, reason="x", ends_at=end, by=organizer_of(cup)
    )

    assert made.is_in_force(timezone.now())
    assert not made.is_in_force(end)
    assert list(Ban.objects.in_force(end)) == []


def test_registrations_made_before_stand(cup):
    registration = RegistrationFactory(tournament=cup)

    ban(registration.user, organizer=cup.organizer, reason="x", by=organizer_of(cup))

    registration.refresh_from_db()
    assert registration.status == Registration.Status.CONFIRMED


def test_the_person_is_told_of_both(cup, drain_queue, mailoutbox):
    by = organizer_of(cup)
    made = ban(UserFactory(), organizer=cup.organizer, reason="Cheated", by=by)
    lift(made, by=by, reason="A mistake")
    lift(made, by=by, reason="A mistake")
    drain_queue()

    assert [mail.to for mail in mailoutbox] == [[made.user.email]] * 2
    assert "Cheated" in mailoutbox[0].body
    assert "It has no end." in mailoutbox[0].body
    assert covering(cup) == []


def test_who_may_not_ban(cup):
    by_role = [staff_of(cup, role) for role in StaffRole]
    strangers = [UserFactory(), organizer_of(TournamentFactory())]

    for by in [*by_role, *strangers, moderator()]:
        with pytest.raises(Refused) as refusal:
            ban(UserFactory(), organizer=cup.organizer, reason="x", by=by)
        assert refusal.value.code == "not_organizer"
    for by in [*by_role, *strangers, organizer_of(cup)]:
        with pytest.raises(Refused) as refusal:
            ban(UserFactory(), reason="x", by=by)
        assert refusal.value.code == "not_moderator"


def test_an_organizer_lifts_no_ban_of_the_site_nor_of_others(cup):
    of_site = ban(UserFactory(), reason="x", by=moderator())
    other = TournamentFactory()
    of_other = ban(UserFactory(), organizer=other.organizer, reason="x", by=organizer_of(other))

    for each, code in ((of_site, "not_moderator"), (of_other, "not_organizer")):
        with pytest.raises(Refused) as refusal:
            lift(each, by=organizer_of(cup), reason="x")
        assert refusal.value.code == code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"reason": "  "}, "reason_missing"),
        ({"ends_at": timezone.now() - timedelta(hours=1)}, "past"),
    ],
)
def test_a_ban_needs_a_reason_and_an_end_to_come(cup, values, code):
    with pytest.raises(Refused) as refusal:
        ban(
            UserFactory(),
            organizer=cup.organizer,
            by=organizer_of(cup),
            **{"reason": "x", **values},
        )

    assert refusal.value.code == code


def test_who_runs_tournaments_is_not_banned_there(cup):
    by, colleague = organizer_of(cup), UserFactory()
    colleague.groups.add(cup.organizer.group)

    for user, code in (
        (by, "yourself"),
        (colleague, "organizer"),
        (UserFactory(is_superuser=True), "organizer"),
    ):
        with pytest.raises(Refused) as refusal:
            ban(user, organizer=cup.organizer, reason="x", by=by)
        assert refusal.value.code == code


def test_one_ban_of_a_kind_at_a_time(cup):
    user, by = UserFactory(), organizer_of(cup)
    first = ban(user, organizer=cup.organizer, reason="x", by=by)

    with pytest.raises(Refused) as refusal:
        ban(user, organizer=cup.organizer, reason="x", by=by)

    assert refusal.value.code == "already_banned"
    lift(first, by=by, reason="x")
    ban(user, organizer=cup.organizer, reason="x", by=by)
    ban(user, reason="x", by=moderator())


def test_lifting_needs_a_reason_and_a_ban_that_holds(cup):
    by = organizer_of(cup)
    made = ban(UserFactory(), organizer=cup.organizer, reason="x", by=by)
    with pytest.raises(Refused) as missing:
        lift(made, by=by, reason=" ")
    now = timezone.now()
    Ban.objects.update(starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    with pytest.raises(Refused) as ended:
        lift(made, by=by, reason="x")

    assert (missing.value.code, ended.value.code) == ("reason_missing", "ended")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_banned_twice_at_once_is_one_ban():
    cup, user = TournamentFactory(), UserFactory()
    by = organizer_of(cup)

    answers = race(
        10,
        *[lambda: ban(user, organizer=cup.organizer, reason="x", by=by)] * 2,
        before_each=lambda: Ban.objects.update(lifted_at=timezone.now()),
    )

    assert answers == [["already_banned", "done"]] * 10
