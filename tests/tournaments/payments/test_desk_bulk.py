from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import ProofFactory, UserFactory, VerifierFactory
from tests.tournaments.payments.desk_pages import LIST, bulk, said, text
from tournaments.core.models import Tournament
from tournaments.payments.models import PaymentProof, ProofFlag

pytestmark = pytest.mark.django_db


@pytest.fixture
def verifier(client):
    user = VerifierFactory()
    client.force_login(user)
    return user


def test_many_are_verified_at_once_and_each_is_reported(client, verifier):
    one, two = ProofFactory(), ProofFactory()
    twin = ProofFactory(transaction_id=two.transaction_id)
    left = ProofFactory()

    page = client.get(bulk("verify", one, two, twin))
    response = client.post(bulk("verify", one, two, twin), follow=True)

    assert [each["item"] for each in page.context["items"]] == [one, two, twin]
    assert response.redirect_chain == [(LIST, 302)]
    assert dict(PaymentProof.objects.values_list("pk", "status")) == {
        one.pk: "verified",
        two.pk: "verified",
        twin.pk: "submitted",
        left.pk: "submitted",
    }
    assert said(response) == [
        f"{twin}: This transaction has paid for another registration already.",
        "2 proofs verified.",
    ]


def test_many_are_rejected_with_one_reason(client, verifier):
    proofs = [ProofFactory(), ProofFactory()]

    without = client.post(bulk("reject", *proofs))
    response = client.post(bulk("reject", *proofs), {"reason": "Not our account."}, follow=True)

    assert without.status_code == 200
    assert "Choose a reason, or write one." in text(without)
    assert set(PaymentProof.objects.values_list("status", "reason")) == {
        ("rejected", "Not our account.")
    }
    assert said(response) == ["2 proofs rejected."]


def test_what_is_decided_already_is_left_alone(client, verifier):
    decided, waiting = ProofFactory(), ProofFactory()
    PaymentProof.objects.filter(pk=decided.pk).update(
        status="rejected", decided_by=verifier, decided_at=timezone.now()
    )

    page = client.get(bulk("verify", decided, waiting))
    client.post(bulk("verify", decided, waiting))

    assert page.context["items_with_no_access"] == [decided]
    assert dict(PaymentProof.objects.values_list("pk", "status")) == {
        decided.pk: "rejected",
        waiting.pk: "verified",
    }


def test_everything_at_once_is_not_offered(client, verifier):
    proof = ProofFactory()

    client.post(f"/admin/bulk/tournaments/paymentproof/verify/?next={LIST}&id=all")

    proof.refresh_from_db()
    assert proof.status == "submitted"


def states() -> dict[int, str]:
    return dict(PaymentProof.objects.values_list("pk", "status"))


def test_flagged_proofs_and_those_in_work_are_left_out_and_named(client, verifier):
    plain, flagged = ProofFactory(), ProofFactory()
    ProofFlag.objects.create(proof=flagged, kind="amount_off", detail={})
    rafi = UserFactory(username="rafi")
    in_work = ProofFactory(claimed_by=rafi, claimed_until=timezone.now() + timedelta(minutes=1))

    page = text(client.get(bulk("verify", plain, flagged, in_work)))
    response = client.post(bulk("verify", plain, flagged, in_work), follow=True)

    assert f"{flagged} – The amount is not what is due" in page
    assert f"{in_work} – rafi works on it" in page
    assert states() == {plain.pk: "verified", flagged.pk: "submitted", in_work.pk: "submitted"}
    assert said(response) == [f"Left out: {flagged}, {in_work}.", "1 proof verified."]


def test_what_is_ticked_is_verified_all_the_same(client, verifier):
    flagged, in_work = (
        ProofFactory(),
        ProofFactory(claimed_by=UserFactory(), claimed_until=timezone.now() + timedelta(minutes=1)),
    )
    ProofFlag.objects.create(proof=flagged, kind="amount_off", detail={})

    client.post(bulk("verify", flagged, in_work), {"despite": [flagged.pk, in_work.pk]})

    assert states() == {flagged.pk: "verified", in_work.pk: "verified"}


def test_a_common_look_holds_nothing_back(client, verifier):
    proof = ProofFactory()
    ProofFlag.objects.create(proof=proof, kind="similar_image", detail={"alike": 9})

    client.post(bulk("verify", proof))

    assert states() == {proof.pk: "verified"}


def test_flagged_proofs_are_rejected_without_being_ticked(client, verifier):
    flagged = ProofFactory()
    ProofFlag.objects.create(proof=flagged, kind="amount_off", detail={})

    client.post(bulk("reject", flagged), {"stock": "5"})

    assert set(PaymentProof.objects.values_list("status", "reason")) == {
        ("rejected", "The money went to another account than ours.")
    }


def test_the_first_of_two_is_reported_as_such_and_not_asked_again(client, verifier):
    proof = ProofFactory()
    Tournament.objects.update(four_eyes_from=100)

    response = client.post(bulk("verify", proof), follow=True)
    again = client.get(bulk("verify", proof))

    proof.refresh_from_db()
    assert (proof.status, proof.first_verified_by) == ("submitted", verifier)
    assert said(response) == ["1 proof verified by you; a second person decides on it."]
    assert again.context["items_with_no_access"] == [proof]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_many_needs_the_same_queries_for_one_and_three(
    client, verifier, count, django_assert_num_queries
):
    proofs = ProofFactory.create_batch(count)
    client.get(bulk("verify", *proofs))

    with django_assert_num_queries(13):
        client.get(bulk("verify", *proofs))
