from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tests.factories import (
    OrganizerFactory,
    ProofFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tournaments.payments.models import PaymentProof
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db
LIST = "/admin/payment-proofs/"


def page_of(proof: PaymentProof) -> str:
    return reverse("payment_proofs:inspect", args=[proof.pk])


def bulk(action: str, *proofs: PaymentProof) -> str:
    ids = "&".join(f"id={proof.pk}" for proof in proofs)
    return f"/admin/bulk/tournaments/paymentproof/{action}/?next={LIST}&{ids}"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def listed(client, query: str = "") -> list[PaymentProof]:
    return list(client.get(f"{LIST}?{query}").context["object_list"])


def said(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


@pytest.fixture
def verifier(client):
    user = VerifierFactory()
    client.force_login(user)
    return user


def editor():
    """Somebody of another trade who may enter the admin."""
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


# --- who ------------------------------------------------------------------------


def test_the_desk_is_for_verifiers_alone(client):
    proof = ProofFactory()
    organizer = editor()
    OrganizerFactory(members=[organizer])
    addresses = [LIST, f"{LIST}results/", page_of(proof), bulk("verify", proof)]

    def answers(user) -> list[int]:
        client.logout()
        if user:
            client.force_login(user)
        return [client.get(address).status_code for address in addresses]

    assert answers(None) == [302] * 4
    assert answers(UserFactory()) == [302] * 4
    assert answers(editor()) == [302] * 4
    assert answers(organizer) == [302] * 4
    assert answers(VerifierFactory()) == [200] * 4
    assert answers(UserFactory(is_superuser=True)) == [200] * 4


def test_nobody_else_decides(client):
    proof = ProofFactory()

    for user in (None, UserFactory(), editor(), proof.submitted_by):
        client.logout()
        if user:
            client.force_login(user)
        client.post(page_of(proof), {"decision": "verify"})
        client.post(page_of(proof), {"decision": "reject", "reason": "No."})
        client.post(bulk("verify", proof))

    proof.refresh_from_db()
    assert proof.status == "submitted"


def test_a_verifier_has_the_desk_in_the_menu_and_nothing_to_edit(client, verifier):
    response = client.get("/admin/")

    assert response.status_code == 200
    menu = text(response)
    assert LIST in menu
    for address in (
        "/admin/pages/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/snippets/",
        "/admin/users/",
        "/admin/registrations/",
    ):
        assert f'"url": "{address}"' not in menu
        assert client.get(address).status_code in {302, 403, 404}


def test_others_do_not_have_the_desk_in_the_menu(client):
    ProofFactory()
    client.force_login(editor())

    response = client.get("/admin/")

    assert response.status_code == 200
    assert LIST not in text(response)
    assert "proof" not in text(response)


def test_a_verifier_arrives_at_the_number_that_waits(client, verifier):
    empty = text(client.get("/admin/"))
    ProofFactory.create_batch(3)

    assert "Nothing waits." in empty
    assert "3 proofs wait." in text(client.get("/admin/"))


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy", "usage", "history"])
def test_proofs_cannot_be_written_in_the_admin(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"payment_proofs:{name}", args=[1] if name != "add" else [])


def test_nobody_deletes_proofs_in_bulk(client):
    proof = ProofFactory()
    client.force_login(UserFactory(is_superuser=True))
    client.raise_request_exception = False  # how Wagtail says no to a forged address is its own

    client.post(bulk("delete", proof))

    assert PaymentProof.objects.filter(pk=proof.pk).exists()
    assert "/bulk/tournaments/paymentproof/delete/" not in text(client.get(LIST))


def test_there_is_no_chooser_that_would_list_transactions(client):
    client.force_login(editor())

    assert client.get("/admin/snippets/choose/tournaments/paymentproof/").status_code == 404


# --- the queue --------------------------------------------------------------------


def test_the_queue_has_what_waits_oldest_first(client, verifier):
    newer, older, decided = ProofFactory(), ProofFactory(), ProofFactory()
    hour_ago = timezone.now() - timedelta(hours=1)
    PaymentProof.objects.filter(pk=older.pk).update(submitted_at=hour_ago)
    PaymentProof.objects.filter(pk=decided.pk).update(
        status="rejected", decided_by=verifier, decided_at=hour_ago
    )

    assert listed(client) == [older, newer]
    assert listed(client, "status=rejected") == [decided]
    assert set(listed(client, "status=")) == {older, newer, decided}


def test_the_queue_is_filtered_and_searched(client, verifier):
    one, two = ProofFactory(transaction_id="AAAA1111"), ProofFactory(transaction_id="BBBB2222")
    registration = two.payment.registration
    Registration.objects.filter(pk=registration.pk).update(name="Tigers", reference="DC-7F3K9Q")

    assert listed(client, f"tournament={one.tournament.pk}") == [one]
    assert listed(client, "q=bbbb2222") == [two]
    assert listed(client, "q=DC-7F3K9Q") == [two]
    assert listed(client, "q=tigers") == [two]
    assert listed(client, "q=nobody") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_needs_the_same_queries_for_one_and_three(
    client, verifier, count, django_assert_num_queries
):
    ProofFactory.create_batch(count)
    client.get(LIST)  # what Wagtail remembers

    with django_assert_num_queries(14):
        client.get(LIST)


def test_a_row_shows_its_image_and_leads_to_both_decisions(client, verifier):
    proof = ProofFactory()

    row = text(client.get(LIST))

    assert f'src="{proof.get_image_url()}"' in row
    assert f'href="{page_of(proof)}#verify"' in row
    assert f'href="{page_of(proof)}#reject"' in row


def test_one_does_not_decide_on_what_one_has_a_part_in(client, verifier):
    proof = ProofFactory()
    registration = proof.payment.registration
    RosterEntry.objects.create(
        registration=registration, tournament=registration.tournament, user=verifier
    )

    queue, page = text(client.get(LIST)), text(client.get(page_of(proof)))
    answer = client.post(page_of(proof), {"decision": "verify"}, follow=True)
    many = client.post(bulk("verify", proof), follow=True)

    proof.refresh_from_db()
    assert proof.status == "submitted"
    assert f"{page_of(proof)}#verify" not in queue
    assert 'name="decision"' not in page
    assert "You have a part in this registration" in page
    assert "You have a part in this registration" in said(answer)[0]
    assert said(many) == []


# --- one proof ----------------------------------------------------------------------


def test_the_page_has_the_image_beside_the_facts(client, verifier):
    proof = ProofFactory(payer="01899999999", transaction_id="9J45KLM2P1")

    page = text(client.get(page_of(proof)))

    for fact in (
        f'src="{proof.get_image_url()}"',
        "01899999999",
        "9J45KLM2P1",
        "bKash",
        "৳ 500",
        proof.payment.registration.reference,
        proof.tournament.title,
        proof.submitted_by.username,
    ):
        assert fact in page
    assert "was sent before" not in page
    assert "more than is due" not in page


def test_the_page_warns_of_what_was_seen_before(client, verifier):
    first = ProofFactory(sha256="a" * 64, transaction_id="AAAA1111")
    second = ProofFactory(sha256="b" * 64, transaction_id="BBBB2222")
    proof = ProofFactory(sha256="a" * 64, transaction_id="BBBB2222", amount=620)

    response = client.get(page_of(proof))

    assert response.context["same_image"] == [first]
    assert response.context["same_transaction"] == [second]
    page = text(response)
    assert "The same image was sent before:" in page
    assert "The same transaction was sent before:" in page
    assert "৳ 120 more than is due is claimed." in page


def test_the_same_id_of_another_method_is_no_warning(client, verifier):
    ProofFactory(transaction_id="AAAA1111", method="nagad", sha256="a" * 64)
    proof = ProofFactory(transaction_id="AAAA1111")

    assert "was sent before" not in text(client.get(page_of(proof)))


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
    assert "This field is required." in text(response)


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


# --- many at once ---------------------------------------------------------------------


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
    assert "This field is required." in text(without)
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


# --- the listing of payments ------------------------------------------------------------


def payments_seen(client, user) -> list[int] | int:
    client.force_login(user)
    response = client.get("/admin/payments/")
    if response.status_code != 200:
        return response.status_code
    return [row.pk for row in response.context["object_list"]]


def test_payments_are_listed_for_verifiers_and_for_their_organizer(client):
    organizer = editor()
    own = ProofFactory().payment
    tournament = own.registration.tournament
    tournament.organizer.group.user_set.add(organizer)
    other = ProofFactory().payment
    idle = editor()
    OrganizerFactory(members=[idle])

    assert payments_seen(client, VerifierFactory()) == [other.pk, own.pk]
    assert payments_seen(client, UserFactory(is_superuser=True)) == [other.pk, own.pk]
    assert payments_seen(client, organizer) == [own.pk]
    assert payments_seen(client, idle) == []
    assert payments_seen(client, editor()) in (302, 403)


def test_an_organizer_looks_at_own_payments_alone(client):
    organizer = editor()
    own, other = ProofFactory().payment, ProofFactory().payment
    own.registration.tournament.organizer.group.user_set.add(organizer)
    client.force_login(organizer)

    assert client.get(f"/admin/payments/inspect/{own.pk}/").status_code == 200
    assert client.get(f"/admin/payments/inspect/{other.pk}/").status_code in {302, 403}


def test_payments_are_filtered_by_ones_own_tournaments(client):
    organizer = editor()
    own, other = ProofFactory().payment, ProofFactory().payment
    own.registration.tournament.organizer.group.user_set.add(organizer)
    hidden = TournamentFactory(title="A secret draft", status="draft")
    client.force_login(organizer)

    page = client.get("/admin/payments/")
    foreign = client.get(f"/admin/payments/?tournament={other.registration.tournament_id}")

    assert hidden.title not in text(page)
    assert list(foreign.context["object_list"]) == []
