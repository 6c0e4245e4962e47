from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import ProofFactory, UserFactory, VerifierFactory
from tests.tournaments.payments.desk_pages import (
    LIST,
    NEXT,
    helper_of,
    page_of,
    said,
    text,
)
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Tournament
from tournaments.payments.models import PaymentProof, ProofFlag
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def verifier(client):
    user = VerifierFactory()
    client.force_login(user)
    return user


def test_the_page_has_the_image_beside_the_facts(client, verifier):
    proof = ProofFactory(payer="01899999999", transaction_id="9J45KLM2P1")

    page = text(client.get(page_of(proof)))

    for fact in (
        f'src="{proof.get_image_url()}?inline"',
        "01899999999",
        "9J45KLM2P1",
        "bKash",
        "৳ 500",
        proof.payment.registration.reference,
        proof.tournament.title,
        proof.submitted_by.username,
    ):
        assert fact in page
    assert "proof-flag" not in page


def test_verifying_goes_on_to_the_next(client, verifier):
    proof, following = ProofFactory(), ProofFactory()

    response = client.post(page_of(proof), {"decision": "verify"}, follow=True)

    proof.refresh_from_db()
    assert (proof.status, proof.decided_by) == ("verified", verifier)
    assert response.redirect_chain == [(page_of(following), 302)]
    assert said(response) == [f"{proof} is verified."]


def test_after_the_last_one_the_queue_is_shown(client, verifier):
    proof = ProofFactory()

    response = client.post(
        page_of(proof), {"decision": "reject", "reason": "Blurred."}, follow=True
    )

    proof.refresh_from_db()
    assert (proof.status, proof.reason) == ("rejected", "Blurred.")
    assert response.redirect_chain == [(LIST, 302)]


def test_rejecting_without_a_reason_is_asked_again(client, verifier):
    proof = ProofFactory()

    response = client.post(page_of(proof), {"decision": "reject", "reason": " "})

    proof.refresh_from_db()
    assert proof.status == "submitted"
    assert "Choose a reason, or write one." in text(response)


def test_a_proof_that_somebody_else_decided_meanwhile_says_so(client, verifier):
    proof = ProofFactory()
    PaymentProof.objects.update(
        status="rejected", decided_by=VerifierFactory(), decided_at=timezone.now()
    )

    response = client.post(page_of(proof), {"decision": "verify"}, follow=True)

    assert said(response) == ["This proof is decided already: Rejected."]
    assert 'name="decision"' not in text(response)


def test_a_proof_of_a_registration_that_is_over_warns(client, verifier):
    proof = ProofFactory()
    Registration.objects.update(status="withdrawn")

    assert "The registration is over." in text(client.get(page_of(proof)))


def test_an_unknown_proof_is_not_there(client, verifier):
    assert client.get(f"{LIST}999/").status_code == 404


# --- one after the other ----------------------------------------------------------------


def progress_of(response) -> tuple[int, int]:
    progress = response.context["progress"]
    return progress.place, progress.total


def test_the_progress_counts_what_is_decided_and_what_is_skipped(client, verifier):
    one, two, three = ProofFactory.create_batch(3)

    first = client.get(NEXT, follow=True)
    second = client.post(page_of(one), {"decision": "verify"}, follow=True)
    third = client.post(page_of(two), {"decision": "skip"}, follow=True)
    around = client.post(page_of(three), {"decision": "verify"}, follow=True)

    assert [progress_of(each) for each in (first, second, third, around)] == [
        (1, 3),
        (2, 3),
        (3, 3),
        (3, 3),
    ]
    assert [each.context["proof"] for each in (first, second, third, around)] == [
        one,
        two,
        three,
        two,
    ]


def test_skipping_the_last_leads_back_to_the_queue(client, verifier):
    proof = ProofFactory()
    client.get(page_of(proof))

    response = client.post(page_of(proof), {"decision": "skip"}, follow=True)

    proof.refresh_from_db()
    assert (proof.status, proof.claimed_by) == ("submitted", None)
    assert response.redirect_chain == [(LIST, 302)]
    assert said(response) == ["That was the last one. What you skipped still waits."]


def test_one_tournament_is_worked_on_alone(client, verifier):
    one, other = ProofFactory(), ProofFactory()
    query = f"?tournament={one.tournament.pk}"

    begun = client.get(NEXT + query)
    page = client.get(begun.url)
    response = client.post(begun.url, {"decision": "verify"})

    assert begun.url == page_of(one) + query
    assert progress_of(page) == (1, 1)
    assert response.url == LIST + query
    other.refresh_from_db()
    assert other.claimed_by is None


def test_a_tournament_of_others_is_no_queue(client):
    own, other = ProofFactory(), ProofFactory()
    client.force_login(helper_of(own.tournament, StaffRole.VERIFIER))

    assert client.get(f"{NEXT}?tournament={other.tournament.pk}").url == page_of(own)
    assert client.get(f"{NEXT}?after={other.pk}").status_code == 404


# --- the claim ---------------------------------------------------------------------------


def test_opening_claims_and_opening_again_renews(client, verifier):
    proof = ProofFactory(claimed_by=verifier, claimed_until=timezone.now() + MINUTE)

    page = client.get(page_of(proof))

    proof.refresh_from_db()
    assert proof.claimed_by == verifier
    assert proof.claimed_until > timezone.now() + 4 * MINUTE
    assert page.context["can_decide"]


def test_what_somebody_else_has_says_who_and_offers_the_next(client, verifier):
    rafi = UserFactory(username="rafi")
    taken = ProofFactory(claimed_by=rafi, claimed_until=timezone.now() + MINUTE)
    free = ProofFactory()

    page = client.get(page_of(taken))
    following = client.get(page.context["next_url"])
    answer = client.post(page_of(taken), {"decision": "verify"}, follow=True)

    taken.refresh_from_db()
    assert "rafi works on this proof until" in text(page)
    assert 'name="decision"' not in text(page)
    assert following.url == page_of(free)
    assert said(answer)[0].startswith("rafi works on this proof until")
    assert (taken.status, taken.claimed_by) == ("submitted", rafi)


def test_the_script_renews_the_claim_and_hears_when_it_is_lost(client, verifier):
    proof = ProofFactory()
    mine = client.post(page_of(proof), {"decision": "renew"})
    PaymentProof.objects.update(claimed_by=UserFactory(username="rafi"))

    lost = client.post(page_of(proof), {"decision": "renew"})

    assert mine.status_code == 204
    assert (lost.status_code, lost.content.decode()[:24]) == (409, "rafi works on this proof")


# --- flags, two people, images that are gone ---------------------------------------------


def test_flags_are_explained_with_the_proof_to_compare(client, verifier):
    rafi = UserFactory(username="rafi")
    before = ProofFactory(transaction_id="AAAA1111", submitted_by=rafi)
    proof = ProofFactory(transaction_id="AAAA1111")
    ProofFlag.objects.create(proof=proof, kind="transaction_seen", other=before)

    page = text(client.get(page_of(proof)))

    assert "Transaction id seen before" in page
    assert f"Sent by rafi for {before.payment.registration.reference} on" in page
    assert f'href="{page_of(before)}"' in page
    assert f'src="{before.get_image_url()}?inline"' in page


def test_a_flag_does_not_show_the_proof_of_another_organizer(client):
    foreign = ProofFactory(submitted_by=UserFactory(username="rafi"))
    proof = ProofFactory()
    ProofFlag.objects.create(proof=proof, kind="same_file", other=foreign)
    client.force_login(helper_of(proof.tournament, StaffRole.VERIFIER))

    page = text(client.get(page_of(proof)))

    assert "Sent for another tournament." in page
    assert "rafi" not in page
    assert foreign.payment.registration.reference not in page
    assert foreign.get_image_url() not in page


def test_two_people_verify_a_large_amount(client, verifier):
    proof = ProofFactory()
    Tournament.objects.update(four_eyes_from=100)

    alone = text(client.get(page_of(proof)))
    first = client.post(page_of(proof), {"decision": "verify"}, follow=True)
    again = text(client.get(page_of(proof)))
    client.force_login(VerifierFactory())
    second = text(client.get(page_of(proof)))
    client.post(page_of(proof), {"decision": "verify"})

    proof.refresh_from_db()
    assert "verified by two people. You are the first." in alone
    assert first.redirect_chain == [(LIST, 302)]
    assert said(first)[0] == f"{proof} is verified by you; a second person decides."
    assert "You have verified this already. Somebody else must be the second." in again
    assert 'value="verify"' not in again
    assert f"First verified by {verifier.username}" in second
    assert proof.status == "verified"


def test_a_deleted_image_is_said(client, verifier):
    proof = ProofFactory(image="", image_deleted_at="2026-03-05T12:00Z")

    assert "The image was deleted on 5 Mar 2026" in text(client.get(page_of(proof)))


def test_a_stock_reason_and_own_words_go_together(client, verifier):
    proof = ProofFactory()

    client.post(page_of(proof), {"decision": "reject", "stock": "3", "reason": "It is dark."})

    proof.refresh_from_db()
    assert proof.reason == "The image cannot be read. Send a sharper one. It is dark."


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_needs_the_same_queries_for_one_and_three(
    client, verifier, count, django_assert_num_queries
):
    proof = ProofFactory()
    for other in ProofFactory.create_batch(count):
        ProofFlag.objects.create(proof=proof, kind="same_file", other=other)
        decided = {"status": "rejected", "decided_by": verifier, "decided_at": timezone.now()}
        ProofFactory(payment=proof.payment, **decided)
    client.get(page_of(proof))

    with django_assert_num_queries(23):
        client.get(page_of(proof))
