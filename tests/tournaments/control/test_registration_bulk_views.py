from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    PaidRegistrationFactory,
    RegistrationFactory,
    TournamentFactory,
    UserFactory,
)
from tests.factories.staff import moderator_of
from tournaments.core.models import Tournament
from tournaments.payments.models import Payment
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def cup(client) -> Tournament:
    now = timezone.now()
    cup = TournamentFactory(
        check_in_opens_at=now - timedelta(hours=1), check_in_closes_at=now + timedelta(hours=1)
    )
    client.force_login(moderator_of(cup))
    return cup


def decide(client, cup: Tournament, action: str, *ticked: Registration, **more):
    return client.post(
        reverse("control:decide", args=[cup.slug]),
        {"action": action, "reference": [each.reference for each in ticked], **more},
        follow=True,
    )


def statuses(cup: Tournament) -> list[str]:
    return list(cup.registrations.order_by("number").values_list("status", flat=True))


def test_each_is_approved_for_itself_and_reported_for_itself(client, cup):
    Tournament.objects.update(entry_fee=500)
    waiting = [
        RegistrationFactory(tournament=cup, number=number, status=Status.NEEDS_REVIEW)
        for number in (1, 2)
    ]
    other = RegistrationFactory(tournament=cup, number=3, name="Late", status=Status.WAITLISTED)

    page = decide(client, cup, "approve", *waiting, other).content.decode()

    assert "2 registrations approved." in page
    assert "Late: There is nothing to approve" in page
    assert statuses(cup) == ["awaiting_payment", "awaiting_payment", "waitlisted"]
    assert Payment.objects.count() == 2


def test_those_who_are_ticked_are_checked_in(client, cup):
    one = RegistrationFactory(tournament=cup, number=1)
    unpaid = RegistrationFactory(
        tournament=cup, number=2, name="Owing", status=Status.AWAITING_PAYMENT
    )
    RegistrationFactory(tournament=cup, number=3)

    page = decide(client, cup, "check_in", one, unpaid).content.decode()

    assert "1 registration checked in." in page
    assert "Owing: Only a confirmed registration can check in." in page
    checked = cup.registrations.exclude(checked_in_at=None)
    assert list(checked.values_list("number", flat=True)) == [1]


def test_rejecting_asks_for_the_reason_first(client, cup):
    one = RegistrationFactory(tournament=cup, number=1)
    paid = PaidRegistrationFactory(
        tournament=cup, number=2, status=Status.CONFIRMED, payment__status="verified"
    )

    asked = decide(client, cup, "reject", one, paid).content.decode()
    missing = decide(client, cup, "reject", one, paid, reason=" ").content.decode()
    assert "Reject 2 registrations?" in asked
    assert one.name in asked
    assert "This field is required." in missing
    assert statuses(cup) == ["confirmed", "confirmed"]

    page = decide(client, cup, "reject", one, paid, reason="Cheating.").content.decode()

    assert "2 registrations rejected." in page
    assert statuses(cup) == ["rejected", "rejected"]
    assert Payment.objects.get().status == "refund_due"


@pytest.mark.parametrize(("action", "tick"), [("approve", False), ("shout", True), ("", True)])
def test_without_a_tick_or_an_action_nothing_happens(client, cup, action, tick):
    one = RegistrationFactory(tournament=cup)

    page = decide(client, cup, action, *([one] if tick else [])).content.decode()

    assert "Tick at least one registration, and choose what to do." in page
    assert not cup.events.exists()


def test_those_of_another_tournament_are_not_decided_on(client, cup):
    foreign = RegistrationFactory(status=Status.NEEDS_REVIEW)

    decide(client, cup, "approve", foreign)

    foreign.refresh_from_db()
    assert foreign.status == Status.NEEDS_REVIEW


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/accounts/"])
def test_one_comes_back_to_the_list_as_it_was_and_nowhere_else(client, cup, elsewhere):
    one = RegistrationFactory(tournament=cup)
    own = reverse("control:registrations", args=[cup.slug])

    back = decide(client, cup, "check_in", one, back=f"{own}?status=confirmed&page=1")
    away = decide(client, cup, "check_in", one, back=elsewhere)

    assert back.redirect_chain[-1][0] == f"{own}?status=confirmed&page=1"
    assert away.redirect_chain[-1][0] == own


def test_a_player_decides_nothing(client, cup):
    one = RegistrationFactory(tournament=cup)
    for user in (one.registered_by, UserFactory()):
        client.force_login(user)
        assert decide(client, cup, "reject", one, reason="x").status_code == 404
