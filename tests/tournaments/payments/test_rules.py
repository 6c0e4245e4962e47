from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import ProofFactory, TournamentFactory, UserFactory, VerifierFactory
from tests.factories.payments import payment_in, staff_of
from tournaments.core.models import Tournament
from tournaments.payments import rules
from tournaments.payments.models import PaymentProof
from tournaments.payments.rules import Account

pytestmark = pytest.mark.django_db


def test_accounts_are_those_that_people_pay_to_by_themselves():
    cup = Tournament(
        payment_methods=[
            {"method": "bkash", "account": "017", "instructions": "Send money."},
            {"method": "cash"},
            {"method": "sslcommerz", "account": "x"},
            {"method": "pigeon", "account": "x"},
            {"account": "x"},
        ]
    )

    assert rules.accounts(cup) == [Account("bkash", "017", "Send money."), Account("cash", "", "")]


def test_a_proof_that_comes_too_late_is_refused_before_anybody_swept():
    payment = payment_in("due", expires_at=timezone.now())
    player = payment.registration.registered_by

    with pytest.raises(Refused) as refusal:
        rules.check_can_submit(payment, by=player)

    assert refusal.value.code == "too_late"
    assert "register again" in refusal.value.message
    assert not rules.can_submit(payment, player)


def test_a_proof_in_time_is_welcome():
    payment = payment_in("due", expires_at=timezone.now() + timedelta(minutes=1))

    assert rules.can_submit(payment, payment.registration.registered_by)


def test_who_sees_a_proof():
    proof = ProofFactory()
    cup = proof.tournament
    registrant, sender = UserFactory(), UserFactory()
    registration = proof.payment.registration
    registration.registered_by = registrant
    registration.save()
    proof.submitted_by = sender
    proof.save()
    proof = PaymentProof.objects.get(pk=proof.pk)
    organizer = UserFactory()
    cup.organizer.group.user_set.add(organizer)
    elsewhere = staff_of(ProofFactory().tournament, "verifier")

    see = [registrant, sender, organizer, VerifierFactory(), staff_of(cup, "co_organizer")]
    see_nothing = [AnonymousUser(), UserFactory(), elsewhere, staff_of(cup, "caster")]

    assert [rules.can_see(proof, user) for user in see] == [True] * 5
    assert [rules.can_see(proof, user) for user in see_nothing] == [False] * 4


def test_who_decides_in_a_tournament():
    cup, other = TournamentFactory(), TournamentFactory()
    organizer = UserFactory()
    cup.organizer.group.user_set.add(organizer)
    people = [
        organizer,
        staff_of(cup, "verifier"),
        staff_of(cup, "co_organizer"),
        VerifierFactory(),
        UserFactory(is_superuser=True),
        staff_of(cup, "verifier", accepted=False),
        staff_of(cup, "referee"),
        staff_of(cup, "moderator"),
        UserFactory(),
        AnonymousUser(),
    ]

    assert [rules.decides_in(user, cup) for user in people] == [True] * 5 + [False] * 5
    assert [rules.decides_in(user, other) for user in people[:3]] == [False] * 3


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("full", (True, True, True)),
        ("until_draw", (True, True, False)),
        ("until_check_in", (True, False, False)),
        ("none", (False, False, False)),
    ],
)
def test_the_policy_before_check_in_in_it_and_after_the_draw(policy, expected):
    now = timezone.now()
    cup = Tournament(refund_policy=policy, status="published", check_in_opens_at=now)
    drawn = Tournament(refund_policy=policy, status="live", check_in_opens_at=now)

    assert (
        rules.is_refunded(cup, now - timedelta(seconds=1)),
        rules.is_refunded(cup, now),
        rules.is_refunded(drawn, now),
    ) == expected
