from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import ProofFactory, UserFactory, VerifierFactory
from tests.racing import race
from tests.tournaments.payments.desk_pages import helper_of
from tournaments.core.capabilities import StaffRole
from tournaments.payments.models import PaymentProof
from tournaments.payments.operations.claiming import check_mine, claim, claim_next, release
from tournaments.registration.models import RosterEntry

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
PROOFS = 20


def in_work(by, *, minutes: int = 1) -> PaymentProof:
    return ProofFactory(claimed_by=by, claimed_until=timezone.now() + minutes * MINUTE)


def test_a_claim_is_kept_for_five_minutes():
    verifier, proof = VerifierFactory(), ProofFactory()

    claim(proof, by=verifier)

    proof.refresh_from_db()
    assert proof.claimed_by == verifier
    assert 4 * MINUTE < proof.claimed_until - timezone.now() <= 5 * MINUTE


def test_what_somebody_else_has_is_refused_with_who_and_until_when():
    rafi = UserFactory(username="rafi")
    proof = in_work(rafi)
    until = timezone.localtime(proof.claimed_until)

    with pytest.raises(Refused) as refusal:
        claim(proof, by=VerifierFactory())

    assert refusal.value.code == "claimed"
    assert refusal.value.message == (
        f"rafi works on this proof until {until:%H:%M}. Take another one."
    )


def test_a_claim_that_is_over_is_free():
    verifier = VerifierFactory()
    proof = in_work(UserFactory(), minutes=-1)

    check_mine(proof, verifier)

    assert claim(proof, by=verifier).claimed_by == verifier


def test_only_those_who_may_decide_claim():
    verifier = VerifierFactory()
    own = ProofFactory(submitted_by=verifier)
    decided = ProofFactory(status="rejected", decided_by=UserFactory(), decided_at=timezone.now())
    first = ProofFactory(first_verified_by=verifier)

    codes = []
    for proof, user in (
        (own, UserFactory()),
        (own, verifier),
        (decided, verifier),
        (first, verifier),
    ):
        with pytest.raises(Refused) as refusal:
            claim(proof, by=user)
        codes.append(refusal.value.code)

    assert codes == ["not_verifier", "conflict_of_interest", "decided", "second_verifier"]
    assert not PaymentProof.objects.filter(claimed_by__isnull=False).exists()


def test_the_next_is_the_oldest_that_is_free_and_may_be_decided_on():
    verifier = VerifierFactory()
    in_work(UserFactory())
    ProofFactory(submitted_by=verifier)
    ProofFactory(first_verified_by=verifier)
    on_roster = ProofFactory().payment.registration
    RosterEntry.objects.create(
        registration=on_roster, tournament=on_roster.tournament, user=verifier
    )
    free, later = ProofFactory(), ProofFactory()

    assert claim_next(verifier) == free
    assert claim_next(verifier) == free
    assert claim_next(verifier, after=free) == later
    assert claim_next(verifier, after=later) is None
    assert claim_next(verifier, tournament=later.tournament) == later
    assert claim_next(VerifierFactory()) != free


def test_a_verifier_of_a_tournament_is_given_its_proofs_alone():
    ProofFactory()
    own = ProofFactory()
    helper = helper_of(own.tournament, StaffRole.VERIFIER)

    assert claim_next(helper) == own
    assert claim_next(helper, after=own) is None
    assert claim_next(UserFactory()) is None


def test_a_claim_is_released_by_whoever_has_it_alone():
    verifier, proof = VerifierFactory(), ProofFactory()
    claim(proof, by=verifier)

    release(proof, by=UserFactory())
    proof.refresh_from_db()
    assert proof.claimed_by == verifier

    release(proof, by=verifier)
    proof.refresh_from_db()
    assert (proof.claimed_by, proof.claimed_until) == (None, None)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_verifiers_at_once_are_never_given_the_same():
    ProofFactory.create_batch(PROOFS)
    one, two = VerifierFactory(), VerifierFactory()
    given: dict[int, list[int]] = {one.pk: [], two.pk: []}
    last: dict[int, PaymentProof | None] = {one.pk: None, two.pk: None}

    def take(verifier) -> None:
        proof = claim_next(verifier, after=last[verifier.pk])
        last[verifier.pk] = proof
        given[verifier.pk].append(proof.pk)

    race(PROOFS // 2, lambda: take(one), lambda: take(two))

    everything = [*given[one.pk], *given[two.pk]]
    assert len(set(everything)) == len(everything) == PROOFS
