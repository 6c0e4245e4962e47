from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import (
    OrganizerFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
)
from tests.factories.payments import payment_in
from tests.factories.people import captain_of
from tournaments.core.models import Event, Tournament
from tournaments.core.settings import Participation
from tournaments.payments import operations
from tournaments.payments.models import Payment
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def test_a_free_tournament_confirms_without_a_payment():
    registration = operations.enter(tournament=TournamentFactory(), by=UserFactory())

    assert registration.status == Registration.Status.CONFIRMED
    assert not Payment.objects.exists()


def test_a_paid_tournament_asks_for_the_fee_of_this_moment():
    cup = TournamentFactory(entry_fee=Decimal("499.50"), currency="EUR")
    registration = operations.enter(tournament=cup, by=UserFactory())
    Tournament.objects.update(entry_fee=900, currency="USD")

    later = operations.enter(tournament=cup, by=UserFactory())

    assert {registration.status, later.status} == {Registration.Status.AWAITING_PAYMENT}
    assert list(
        Payment.objects.order_by("pk").values_list("registration", "amount", "currency", "status")
    ) == [
        (registration.pk, Decimal("499.50"), "EUR", "due"),
        (later.pk, Decimal("900"), "USD", "due"),
    ]
    assert [(event.kind, event.after.get("amount")) for event in Event.objects.all()] == [
        ("registration.made", None),
        ("payment.due", "499.50"),
        ("registration.made", None),
        ("payment.due", "900.00"),
    ]


def test_a_team_enters_with_one_payment():
    cup = TournamentFactory(entry_fee=100, participation=Participation.TEAM)
    team = TeamFactory(size=3)

    registration = operations.enter(
        tournament=cup, by=captain_of(team), team=team, players=team.members.all()
    )

    assert registration.roster.count() == 3
    assert Payment.objects.get().registration == registration


def test_a_refused_entry_owes_nothing():
    cup = TournamentFactory(entry_fee=100, status=Tournament.Status.LIVE)

    with pytest.raises(Refused):
        operations.enter(tournament=cup, by=UserFactory())

    assert not Payment.objects.exists()


def test_whoever_waits_or_is_looked_at_owes_nothing_yet():
    full = TournamentFactory(entry_fee=100, capacity=2, waitlist_max=5, last_number=9**6)
    RegistrationFactory.create_batch(2, tournament=full)
    picky = TournamentFactory(entry_fee=100, needs_approval=True)

    entries = [operations.enter(tournament=cup, by=UserFactory()) for cup in (full, picky)]

    assert [entry.status for entry in entries] == ["waitlisted", "needs_review"]
    assert not Payment.objects.exists()


def test_a_place_whose_time_is_over_goes_to_whoever_comes():
    cup = TournamentFactory(entry_fee=500, capacity=2, last_number=9**6)
    RegistrationFactory(tournament=cup)
    late = payment_in("due", tournament=cup, expires_at=timezone.now() - timedelta(minutes=1))

    entered = operations.enter(tournament=cup, by=UserFactory())

    late.refresh_from_db()
    assert (entered.status, late.status) == ("awaiting_payment", "expired")
    assert late.registration.status == "expired"


def offered(cup, **kwargs):
    ends = timezone.now() + timedelta(hours=1)
    return RegistrationFactory(tournament=cup, status="offered", expires_at=ends, **kwargs)


def test_an_offer_that_is_taken_owes_the_fee_of_this_moment():
    cup = TournamentFactory(entry_fee=500, payment_hours=48)
    registration = offered(cup)
    Tournament.objects.update(entry_fee=700)

    taken = operations.accept_offer(registration, by=registration.registered_by)

    assert taken.status == Registration.Status.AWAITING_PAYMENT
    assert taken.payment.amount == Decimal(700)
    assert taken.expires_at > timezone.now() + timedelta(hours=47)


def test_an_offer_of_a_free_place_is_confirmed_when_it_is_taken():
    registration = offered(TournamentFactory())

    taken = operations.accept_offer(registration, by=registration.registered_by)

    assert taken.status == Registration.Status.CONFIRMED
    assert not Payment.objects.exists()


def test_an_offer_whose_time_is_over_owes_nothing():
    registration = offered(TournamentFactory(entry_fee=500))
    Registration.objects.update(expires_at=timezone.now())

    with pytest.raises(Refused):
        operations.accept_offer(registration, by=registration.registered_by)

    assert not Payment.objects.exists()


def in_review(**kwargs):
    organizer = UserFactory()
    cup = TournamentFactory(organizer=OrganizerFactory(members=[organizer]), **kwargs)
    return RegistrationFactory(tournament=cup, status="needs_review"), organizer


def test_who_is_approved_owes_the_fee_once():
    registration, organizer = in_review(entry_fee=500)

    approved = [operations.approve_entry(registration, by=organizer) for _time in range(2)]

    assert {each.status for each in approved} == {Registration.Status.AWAITING_PAYMENT}
    assert Payment.objects.get().amount == Decimal(500)
    assert Event.objects.filter(kind="payment.due").count() == 1


def test_who_is_approved_for_a_free_tournament_owes_nothing():
    registration, organizer = in_review()

    assert operations.approve_entry(registration, by=organizer).status == "confirmed"
    assert not Payment.objects.exists()


def test_a_stranger_approves_nobody():
    registration, _organizer = in_review(entry_fee=500)

    with pytest.raises(Refused) as refusal:
        operations.approve_entry(registration, by=UserFactory())

    assert refusal.value.code == "not_organizer"
    assert not Payment.objects.exists()


def test_owing_twice_is_owing_once():
    registration = RegistrationFactory(
        tournament=TournamentFactory(entry_fee=500), status="awaiting_payment"
    )

    payments = {operations.owe(registration, by=None) for _time in range(2)}

    assert payments == set(Payment.objects.all())
    assert len(payments) == 1
