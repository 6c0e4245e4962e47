"""What only two transactions at once can show."""

import pytest

from tests.factories import (
    PaidRegistrationFactory,
    ProofFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
    png_upload,
)
from tests.racing import race
from tournaments.payments import operations
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import Registration, RosterEntry

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
LAST_PLACES = 200
TRIES = 20


def test_the_last_place_goes_to_one_of_two_in_every_try():
    cup = TournamentFactory(entry_fee=500, capacity=2)
    taken = operations.enter(tournament=cup, by=UserFactory())
    one, two = UserFactory(), UserFactory()
    places: list[int] = []

    def free_the_last_place() -> None:
        places.append(cup.registrations.holding_a_place().count())
        others = cup.registrations.exclude(pk=taken.pk)
        others.update(status=Registration.Status.WITHDRAWN)
        RosterEntry.objects.filter(registration__in=others).update(live=False)

    answers = race(
        LAST_PLACES,
        lambda: operations.enter(tournament=cup, by=one),
        lambda: operations.enter(tournament=cup, by=two),
        before_each=free_the_last_place,
    )

    assert answers == [["done", "full"]] * LAST_PLACES
    assert places == [1] + [2] * (LAST_PLACES - 1)
    assert cup.registrations.holding_a_place().count() == 2
    assert Payment.objects.count() == LAST_PLACES + 1


def test_a_proof_is_verified_or_rejected_and_never_both():
    one, two = VerifierFactory(), VerifierFactory()
    proofs: list[PaymentProof] = []
    waiting = iter(ProofFactory.create_batch(TRIES))

    answers = race(
        TRIES,
        lambda: operations.verify(proofs[-1], by=one),
        lambda: operations.reject(proofs[-1], by=two, reason="No."),
        before_each=lambda: proofs.append(next(waiting)),
    )

    assert answers == [["decided", "done"]] * TRIES
    states = PaymentProof.objects.values_list(
        "status", "payment__status", "payment__registration__status"
    )
    assert set(states) <= {
        ("verified", "verified", "confirmed"),
        ("rejected", "rejected", "awaiting_payment"),
    }


def test_one_transaction_pays_one_of_two_tournaments():
    """The tournaments are locked apart, so here the constraint decides."""
    verifier = VerifierFactory()
    pairs = iter(
        [
            ProofFactory.create_batch(2, transaction_id=f"TWICE{number:05}")
            for number in range(TRIES)
        ]
    )
    current: list[PaymentProof] = []

    def next_pair() -> None:
        current[:] = next(pairs)

    answers = race(
        TRIES,
        lambda: operations.verify(current[0], by=verifier),
        lambda: operations.verify(current[1], by=verifier),
        before_each=next_pair,
    )

    assert answers == [["done", "transaction_used"]] * TRIES
    assert Payment.objects.filter(status=Payment.Status.VERIFIED).count() == TRIES
    assert Payment.objects.filter(status=Payment.Status.SUBMITTED).count() == TRIES


def test_two_proofs_at_once_are_one_row_and_one_file():
    registration = PaidRegistrationFactory()
    payment, player = registration.payment, registration.registered_by

    def send():
        return operations.submit_proof(
            payment=Payment.objects.get(pk=payment.pk),
            by=player,
            method="bkash",
            transaction_id="9J45KLM2P1",
            payer="01811111111",
            amount=payment.amount,
            upload=png_upload(),
        )

    answers = race(1, send, send)

    assert answers == [["being_checked", "done"]]
    proof = PaymentProof.objects.get()
    assert proof.image.storage.exists(proof.image.name)
