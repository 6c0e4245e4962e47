from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import RegistrationFactory, TeamFactory, TournamentFactory, UserFactory
from tests.factories.people import captain_of
from tournaments.core.models import Ban, Event, Tournament
from tournaments.core.settings import Participation
from tournaments.registration import operations
from tournaments.registration.models import Registration
from tournaments.registration.rules import can_take_offer

pytestmark = pytest.mark.django_db
Status = Registration.Status


def offered(*, hours: int = 1, **kwargs) -> Registration:
    expires_at = timezone.now() + timedelta(hours=hours)
    return RegistrationFactory(status=Status.OFFERED, expires_at=expires_at, **kwargs)


def refusal_of(registration, by) -> str:
    with pytest.raises(Refused) as refusal:
        operations.take_offer(registration, by=by, fee_due=False)
    assert not Event.objects.exists()
    assert not can_take_offer(registration, by)
    return refusal.value.code


def test_who_owes_nothing_is_confirmed():
    registration = offered()
    player = registration.registered_by
    assert can_take_offer(registration, player)

    taken = operations.take_offer(registration, by=player, fee_due=False)

    assert (taken.status, taken.expires_at) == (Status.CONFIRMED, None)
    assert list(Event.objects.values_list("kind", "actor", "before")) == [
        ("registration.confirmed", player.pk, {"status": "offered"})
    ]


def test_who_owes_a_fee_has_the_time_to_pay():
    registration = offered(tournament__payment_hours=3)

    taken = operations.take_offer(registration, by=registration.registered_by, fee_due=True)

    left = taken.expires_at - timezone.now()
    assert taken.status == Status.AWAITING_PAYMENT
    assert timedelta(hours=2, minutes=59) < left <= timedelta(hours=3)


@pytest.mark.parametrize(
    "settings",
    [
        {"tournament__needs_approval": True},
        {"is_guest": True, "tournament__participation": Participation.TEAM},
    ],
)
def test_who_is_to_be_reviewed_is_reviewed(settings):
    registration = offered(**settings)

    taken = operations.take_offer(registration, by=registration.registered_by, fee_due=True)

    assert (taken.status, taken.expires_at) == (Status.NEEDS_REVIEW, None)


def test_the_captain_takes_it_and_its_players_do_not():
    team = TeamFactory(size=2)
    registration = offered(
        tournament=TournamentFactory(participation=Participation.TEAM),
        team=team,
        registered_by=UserFactory(),
    )
    mate = team.members.exclude(pk=captain_of(team).pk).get()

    for user in (mate, UserFactory()):
        assert refusal_of(registration, user) == "not_yours"

    taken = operations.take_offer(registration, by=captain_of(team), fee_due=False)
    assert taken.status == Status.CONFIRMED


def test_an_offer_that_is_over_is_not_taken():
    registration = offered(hours=-1)

    assert refusal_of(registration, registration.registered_by) == "offer_over"


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.OFFERED}))
def test_what_is_not_offered_is_not_taken(status):
    registration = RegistrationFactory(status=status)

    assert refusal_of(registration, registration.registered_by) == "not_offered"


def test_no_offer_is_taken_after_the_draw():
    registration = offered(tournament__status=Tournament.Status.LIVE)

    assert refusal_of(registration, registration.registered_by) == "drawn"


def test_who_was_banned_meanwhile_does_not_take_it():
    registration = offered()
    Ban.objects.create(
        user=registration.user,
        reason="Cheated.",
        starts_at=timezone.now(),
        made_by=UserFactory(),
    )

    with pytest.raises(Refused) as refusal:
        operations.take_offer(registration, by=registration.user, fee_due=False)

    assert refusal.value.code == "banned"


def test_to_decline_is_to_withdraw_and_the_next_is_asked():
    registration = offered(tournament__capacity=2, number=1)
    cup = registration.tournament
    RegistrationFactory(tournament=cup, number=2)
    next_one = RegistrationFactory(tournament=cup, number=3, status=Status.WAITLISTED)

    operations.withdraw(registration, by=registration.registered_by)

    next_one.refresh_from_db()
    assert next_one.status == Status.OFFERED
