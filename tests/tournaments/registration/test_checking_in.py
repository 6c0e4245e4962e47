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
from tournaments.registration import operations
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db
Status = Registration.Status


def hours(number: float):
    return timezone.now() + timedelta(hours=number)


def cup_with_check_in(opens: float = -1, closes: float = 1, **kwargs) -> Tournament:
    window = {"check_in_opens_at": hours(opens), "check_in_closes_at": hours(closes)}
    return TournamentFactory(**{**window, **kwargs})


def refusal_of(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal:
        verb(*args, **kwargs)
    assert not Event.objects.exists()
    return refusal.value.code


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def statuses(cup: Tournament) -> list[str]:
    return list(cup.registrations.order_by("number").values_list("status", flat=True))


# --- checking in ---------------------------------------------------------------


def test_a_player_checks_in_once():
    registration = RegistrationFactory(tournament=cup_with_check_in())

    first = operations.check_in(registration, by=registration.registered_by)
    again = operations.check_in(registration, by=registration.registered_by)

    assert first.checked_in_at is not None
    assert again.checked_in_at == first.checked_in_at
    assert list(Event.objects.values_list("kind", flat=True)) == ["registration.checked_in"]


def test_any_player_of_the_roster_and_the_organizer_check_in():
    cup = cup_with_check_in()
    one, two = RegistrationFactory.create_batch(2, tournament=cup)
    mate = RosterEntry.objects.create(registration=one, tournament=cup, user=UserFactory()).user

    assert operations.check_in(one, by=mate).checked_in_at
    assert operations.check_in(two, by=organizer_of(cup)).checked_in_at


def test_strangers_do_not_check_in():
    registration = RegistrationFactory(tournament=cup_with_check_in())
    other = OrganizerFactory(members=[UserFactory()]).group.user_set.get()

    for user in (UserFactory(), other):
        assert refusal_of(operations.check_in, registration, by=user) == "not_yours"


@pytest.mark.parametrize(
    ("opens", "closes", "code"),
    [
        (None, None, "no_check_in"),
        (timedelta(hours=1), timedelta(hours=2), "check_in_not_open"),
        (timedelta(hours=-2), timedelta(hours=-1), "check_in_over"),
    ],
)
def test_outside_its_window_check_in_is_refused(opens, closes, code):
    now = timezone.now()
    cup = cup_with_check_in(
        check_in_opens_at=opens and now + opens, check_in_closes_at=closes and now + closes
    )
    registration = RegistrationFactory(tournament=cup)

    assert refusal_of(operations.check_in, registration, by=registration.registered_by) == code


def test_check_in_ends_with_the_start_and_with_the_draw():
    started = cup_with_check_in(check_in_closes_at=None, starts_at=timezone.now())
    drawn = cup_with_check_in(status=Tournament.Status.LIVE)

    for cup in (started, drawn):
        registration = RegistrationFactory(tournament=cup)
        player = registration.registered_by
        assert refusal_of(operations.check_in, registration, by=player) == "check_in_over"


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.CONFIRMED}))
def test_only_confirmed_registrations_check_in(status):
    registration = RegistrationFactory(tournament=cup_with_check_in(), status=status)
    player = registration.registered_by

    assert refusal_of(operations.check_in, registration, by=player) == "not_confirmed"


def test_a_captain_who_does_not_play_checks_the_team_in():
    cup = cup_with_check_in()
    team = TeamFactory(size=2)
    registration = RegistrationFactory(tournament=cup, team=team, registered_by=UserFactory())
    captain = captain_of(team)
    registration.roster.filter(user=captain).delete()

    found = operations.check_in(registration, by=captain)

    assert found.checked_in_by == captain


def test_a_moderator_checks_in_and_a_caster_does_not():
    cup = cup_with_check_in()
    registration = RegistrationFactory(tournament=cup)
    caster = staff_of(cup, StaffRole.CASTER)

    assert refusal_of(operations.check_in, registration, by=caster) == "not_yours"
    moderator = moderator_of(cup)
    assert operations.check_in(registration, by=moderator).checked_in_by == moderator


# --- forced --------------------------------------------------------------------


@pytest.mark.parametrize(("opens", "closes"), [(1, 2), (-2, -1), (-1, 1)])
def test_an_official_checks_in_at_any_time_before_the_draw_and_says_why(opens, closes):
    registration = RegistrationFactory(tournament=cup_with_check_in(opens, closes))
    moderator = moderator_of(registration.tournament)

    found = operations.force_check_in(registration, by=moderator, reason=" Their train is late. ")
    again = operations.force_check_in(registration, by=moderator, reason="Again.")

    assert (found.checked_in_by, again.checked_in_at) == (moderator, found.checked_in_at)
    assert list(Event.objects.values_list("kind", "actor", "reason")) == [
        ("registration.checked_in", moderator.pk, "Their train is late.")
    ]


def test_a_forced_check_in_needs_a_reason():
    registration = RegistrationFactory(tournament=cup_with_check_in())
    by = organizer_of(registration.tournament)

    assert (
        refusal_of(operations.force_check_in, registration, by=by, reason=" ") == "reason_missing"
    )


def test_nobody_else_forces_a_check_in():
    registration = RegistrationFactory(tournament=cup_with_check_in(1, 2))
    cup = registration.tournament
    other = OrganizerFactory(members=[UserFactory()]).group.user_set.get()

    for user in (registration.registered_by, UserFactory(), other, staff_of(cup, StaffRole.CASTER)):
        code = refusal_of(operations.force_check_in, registration, by=user, reason="Because.")
        assert code == "not_organizer"


@pytest.mark.parametrize(
    ("settings", "status", "code"),
    [
        ({"check_in_opens_at": None}, Status.CONFIRMED, "no_check_in"),
        ({"status": Tournament.Status.LIVE}, Status.CONFIRMED, "drawn"),
        ({}, Status.NO_SHOW, "not_confirmed"),
        ({}, Status.AWAITING_PAYMENT, "not_confirmed"),
    ],
)
def test_what_cannot_be_forced(settings, status, code):
    registration = RegistrationFactory(tournament=cup_with_check_in(**settings), status=status)
    by = organizer_of(registration.tournament)

    assert refusal_of(operations.force_check_in, registration, by=by, reason="Because.") == code


# --- the close -----------------------------------------------------------------


def test_at_the_close_the_missing_lose_their_places_to_those_who_wait():
    cup = cup_with_check_in(-2, -1, capacity=3, waitlist_max=5)
    rows = [
        RegistrationFactory(tournament=cup, number=number, status=status, checked_in_at=at)
        for number, (status, at) in enumerate(
            [
                (Status.CONFIRMED, hours(-1.5)),
                (Status.CONFIRMED, None),
                (Status.AWAITING_PAYMENT, None),
                (Status.WAITLISTED, None),
                (Status.WAITLISTED, None),
            ],
            start=1,
        )
    ]

    operations.close_check_in(cup)
    cup.refresh_from_db()
    closed_at = cup.check_in_closed_at
    operations.close_check_in(cup)

    cup.refresh_from_db()
    assert cup.check_in_closed_at == closed_at
    assert statuses(cup) == ["confirmed", "no_show", "awaiting_payment", "offered", "waitlisted"]
    assert not rows[1].roster.filter(live=True).exists()
    assert kinds() == ["registration.all_no_show", "registration.offered"]
    assert Event.objects.first().after == {"registrations": [rows[1].pk]}


@pytest.mark.parametrize(
    "settings",
    [
        {"closes": 0.01},
        {"closes": -1, "check_in_extended_to": timezone.now() + timedelta(minutes=30)},
        {"closes": -1, "status": Tournament.Status.LIVE},
        {"closes": -1, "check_in_opens_at": None},
    ],
)
def test_check_in_does_not_close_before_its_time(settings):
    cup = cup_with_check_in(**{"opens": -2, **settings})
    RegistrationFactory(tournament=cup)

    operations.close_check_in(cup)

    cup.refresh_from_db()
    assert (cup.check_in_closed_at, statuses(cup), kinds()) == (None, ["confirmed"], [])


@pytest.mark.parametrize("is_closed", [True, False])
def test_who_gets_a_place_after_the_close_counts_as_there(is_closed):
    cup = cup_with_check_in(-2, -1, capacity=4, waitlist_max=4)
    if is_closed:
        operations.close_check_in(cup)
    offered = RegistrationFactory(tournament=cup, status=Status.OFFERED, expires_at=hours(1))
    unpaid = RegistrationFactory(tournament=cup, status=Status.AWAITING_PAYMENT)
    unread = RegistrationFactory(tournament=cup, status=Status.NEEDS_REVIEW)

    operations.take_offer(offered, by=offered.registered_by, fee_due=False)
    operations.confirm(unpaid)
    operations.approve(unread, by=organizer_of(cup), fee_due=False)
    late = operations.register(tournament=cup, by=UserFactory(), fee_due=False)
    operations.close_check_in(cup)

    assert statuses(cup) == ["confirmed"] * 4
    assert not cup.registrations.filter(checked_in_at=None).exists()
    assert late.checked_in_by is None


def test_who_gets_a_place_before_the_close_checks_in_like_everybody():
    unpaid = RegistrationFactory(tournament=cup_with_check_in(), status=Status.AWAITING_PAYMENT)

    assert operations.confirm(unpaid).checked_in_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_closing_takes_the_same_queries(count, django_assert_num_queries):
    warm = cup_with_check_in(-2, -1)
    RegistrationFactory(tournament=warm)
    operations.close_check_in(warm)
    cup = cup_with_check_in(-2, -1)
    RegistrationFactory.create_batch(count, tournament=cup)

    with django_assert_num_queries(15):
        operations.close_check_in(cup)
