from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import ProofFactory, UserFactory, VerifierFactory
from tests.tournaments.payments.desk_pages import LIST, bulk, listed, page_of, said, text
from tournaments.payments.models import PaymentProof, ProofFlag
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def verifier(client):
    user = VerifierFactory()
    client.force_login(user)
    return user


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

    with django_assert_num_queries(15):
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


def test_the_queue_is_filtered_by_method_flags_work_and_age(client, verifier):
    now = timezone.now()
    plain, flagged = ProofFactory(), ProofFactory(method="nagad")
    ProofFlag.objects.create(proof=flagged, kind="amount_off", detail={})
    ProofFlag.objects.create(proof=plain, kind="similar_image", detail={"alike": 9})
    mine = ProofFactory(claimed_by=verifier, claimed_until=now + HOUR)
    others = ProofFactory(claimed_by=UserFactory(), claimed_until=now + HOUR)
    over = ProofFactory(claimed_by=UserFactory(), claimed_until=now - HOUR)
    PaymentProof.objects.filter(pk=over.pk).update(submitted_at=now - 7 * HOUR)

    assert listed(client, "method=nagad") == [flagged]
    assert listed(client, "flagged=True") == [flagged]
    assert set(listed(client, "flagged=False")) == {plain, mine, others, over}
    assert listed(client, "claim=mine") == [mine]
    assert listed(client, "claim=others") == [others]
    assert set(listed(client, "claim=free")) == {plain, flagged, over}
    assert listed(client, "age=6") == [over]
    assert listed(client, "age=24") == []


def test_the_queue_says_who_is_at_work_and_who_was_first(client, verifier):
    rafi, mitu = UserFactory(username="rafi"), UserFactory(username="mitu")
    ProofFactory(claimed_by=rafi, claimed_until=timezone.now() + HOUR)
    ProofFactory(first_verified_by=mitu)

    page = text(client.get(LIST))

    assert "In work: rafi" in page
    assert "Verified first by mitu" in page


def test_a_deleted_image_is_said_in_the_queue(client, verifier):
    ProofFactory(image="", image_deleted_at=timezone.now())

    assert "Image deleted" in text(client.get(LIST))


def test_the_counts_are_by_tournament_and_status(client, verifier):
    one, two = ProofFactory(), ProofFactory()
    ProofFlag.objects.create(proof=two, kind="amount_off", detail={})
    PaymentProof.objects.filter(pk=one.pk).update(submitted_at=timezone.now() - HOUR)
    old = ProofFactory(status="verified", decided_by=verifier, decided_at=timezone.now())
    over = ProofFactory(status="rejected", decided_by=verifier, decided_at=timezone.now())
    type(over.tournament).objects.filter(pk=over.tournament.pk).update(status="archived")

    context = client.get(LIST).context

    assert [
        (row["title"], row["waiting"], row["flagged"], row["verified"], row["rejected"])
        for row in context["counts"]
    ] == [
        (one.tournament.title, 1, 0, 0, 0),
        (two.tournament.title, 1, 1, 0, 0),
        (old.tournament.title, 0, 0, 1, 0),
    ]
    assert context["totals"] == {"waiting": 2, "flagged": 1, "verified": 1, "rejected": 0}
