from decimal import Decimal

import pytest

from deltacrown.errors import Refused
from tests.factories import TeamFactory, TournamentFactory, UserFactory
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
