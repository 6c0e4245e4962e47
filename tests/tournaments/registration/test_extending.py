"""Check-in that ends later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import OrganizerFactory, RegistrationFactory, UserFactory, organizer_of
from tests.factories.staff import moderator_of, staff_of
from tests.tournaments.registration.test_checking_in import (
    cup_with_check_in,
    hours,
    kinds,
    refusal_of,
    statuses,
)
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event, Tournament
from tournaments.registration import operations

pytestmark = pytest.mark.django_db


def test_check_in_is_extended_from_its_end_and_the_missing_are_told():
    cup = cup_with_check_in(check_in_extended_to=None)
    missing = RegistrationFactory(tournament=cup)
    RegistrationFactory(tournament=cup, checked_in_at=timezone.now())
    end = cup.last_check_in_at
    by = moderator_of(cup)

    first = operations.extend_check_in(cup, minutes=15, by=by)
    second = operations.extend_check_in(cup, minutes=30, by=by)

    assert first.last_check_in_at == end + timedelta(minutes=15)
    assert second.last_check_in_at == end + timedelta(minutes=45)
    event = Event.objects.first()
    assert (event.kind, event.actor) == ("tournament.check_in_extended", by)
    assert event.after["minutes"] == 15
    assert event.after["registrations"] == [missing.pk]


def test_a_closed_check_in_opens_again_from_now_and_closes_again():
    cup = cup_with_check_in(-2, -0.5)
    gone = RegistrationFactory(tournament=cup, number=1)
    operations.close_check_in(cup)
    before = timezone.now()

    cup = operations.extend_check_in(cup, minutes=15, by=organizer_of(cup))

    assert cup.check_in_closed_at is None
    assert cup.last_check_in_at >= before + timedelta(minutes=15)
    late = RegistrationFactory(tournament=cup, number=2)
    operations.check_in(late, by=late.registered_by)
    Tournament.objects.update(check_in_extended_to=timezone.now())
    missing = RegistrationFactory(tournament=cup, number=3)
    operations.close_check_in(cup)
    assert statuses(cup) == ["no_show", "confirmed", "no_show"]
    assert [event.after["registrations"] for event in all_no_shows()] == [[gone.pk], [missing.pk]]


def all_no_shows():
    return Event.objects.filter(kind="registration.all_no_show").order_by("pk")


@pytest.mark.parametrize(
    ("settings", "minutes", "code"),
    [
        ({}, 20, "minutes"),
        ({"check_in_opens_at": None}, 15, "no_check_in"),
        ({"status": Tournament.Status.LIVE}, 15, "drawn"),
        ({"closes": -1.1}, 15, "too_late"),
    ],
)
def test_what_cannot_be_extended(settings, minutes, code):
    cup = cup_with_check_in(**{"opens": -3, **settings})

    by = organizer_of(cup)
    assert refusal_of(operations.extend_check_in, cup, minutes=minutes, by=by) == code
    cup.refresh_from_db()
    assert cup.check_in_extended_to is None


def test_only_officials_with_the_right_extend():
    cup = cup_with_check_in()
    player = RegistrationFactory(tournament=cup).registered_by
    other = OrganizerFactory(members=[UserFactory()]).group.user_set.get()

    for user in (player, other, staff_of(cup, StaffRole.CASTER), staff_of(cup, StaffRole.VERIFIER)):
        assert refusal_of(operations.extend_check_in, cup, minutes=15, by=user) == "not_organizer"


def test_a_close_waits_for_the_end_as_it_was_moved():
    cup = cup_with_check_in(-2, -0.1)
    RegistrationFactory(tournament=cup)
    operations.extend_check_in(cup, minutes=30, by=organizer_of(cup))

    operations.close_check_in(cup)

    assert statuses(cup) == ["confirmed"]
    assert kinds() == ["tournament.check_in_extended"]
    assert hours(0.5) >= Tournament.objects.get().check_in_extended_to
