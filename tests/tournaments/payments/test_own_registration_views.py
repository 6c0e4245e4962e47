from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    PaidRegistrationFactory,
    ProofFactory,
    RegistrationFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tests.factories.questions import question
from tournaments.core.models import Tournament
from tournaments.payments import operations
from tournaments.payments.models import Payment
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


def page_of(client, registration, **kwargs):
    client.force_login(registration.registered_by)
    return client.get(registration.get_absolute_url(), **kwargs)


# --- one's own registration -------------------------------------------------------


def test_only_those_with_a_part_in_it_see_a_registration(client):
    registration = PaidRegistrationFactory()
    mate = RosterEntry.objects.create(
        registration=registration, tournament=registration.tournament, user=UserFactory()
    ).user
    address = registration.get_absolute_url()

    assert client.get(address).status_code == 302
    for user, status in (
        (registration.registered_by, 200),
        (mate, 200),
        (UserFactory(), 404),
        (VerifierFactory(), 404),
    ):
        client.force_login(user)
        assert client.get(address).status_code == status


def test_a_mate_does_not_read_from_which_account_another_paid(client):
    proof = ProofFactory()
    registration = proof.payment.registration
    mate = RosterEntry.objects.create(
        registration=registration, tournament=registration.tournament, user=UserFactory()
    ).user
    pages = {}
    for user in (proof.submitted_by, mate):
        client.force_login(user)
        pages[user] = text(client.get(registration.get_absolute_url()))

    told = [
        [fact in pages[user] for fact in (proof.transaction_id, proof.payer)]
        for user in (proof.submitted_by, mate)
    ]
    assert told == [[True, True], [False, False]]


def test_a_rejected_proof_is_shown_with_its_reason_and_the_way_to_another(client):
    proof = ProofFactory()
    registration = proof.payment.registration
    operations.reject(proof, by=VerifierFactory(), reason="The amount is cut off.")
    client.force_login(proof.submitted_by)

    page = text(client.get(registration.get_absolute_url()))

    assert "Reason: The amount is cut off." in page
    assert "Send another proof" in page


def test_a_verified_payment_asks_for_nothing(client):
    proof = ProofFactory()
    registration = proof.payment.registration
    operations.verify(proof, by=VerifierFactory())
    client.force_login(proof.submitted_by)

    page = client.get(registration.get_absolute_url())

    assert [(step.title, step.is_done, step.is_current) for step in page.context["steps"]] == [
        ("Registered", True, False),
        ("Pay the entry fee", True, False),
        ("The payment is checked", True, False),
        ("Place confirmed", True, False),
        ("Play", False, True),
    ]
    assert reverse("payments:upload", args=[registration.reference]) not in text(page)


@pytest.mark.parametrize(
    ("status", "current"),
    [
        ("awaiting_payment", "Pay the entry fee"),
        ("awaiting_verification", "The payment is checked"),
        ("confirmed", "Play"),
    ],
)
def test_the_steps_say_what_comes_next(client, status, current):
    registration = PaidRegistrationFactory(status=status)
    client.force_login(registration.registered_by)

    page = client.get(registration.get_absolute_url())

    assert [step.title for step in page.context["steps"] if step.is_current] == [current]


def test_a_registration_that_is_over_has_no_steps(client):
    registration = RegistrationFactory(status="rejected", reason="Two accounts.")
    client.force_login(registration.registered_by)

    page = client.get(registration.get_absolute_url())

    assert page.context["steps"] == []
    assert "Two accounts." in text(page)
    assert reverse("registration:withdraw", args=[registration.reference]) not in text(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_needs_the_same_queries_for_one_and_three_proofs(
    client, count, django_assert_num_queries
):
    payment = ProofFactory().payment
    for _time in range(count - 1):
        ProofFactory(
            payment=payment,
            status="rejected",
            decided_by=payment.registration.registered_by,
            decided_at=timezone.now(),
        )
    client.force_login(payment.registration.registered_by)

    with django_assert_num_queries(11):
        page = client.get(payment.registration.get_absolute_url())

    assert len(page.context["proofs"]) == count


# --- withdrawing ------------------------------------------------------------------


def test_withdrawing_is_confirmed_first(client):
    proof = ProofFactory()
    registration = proof.payment.registration
    operations.verify(proof, by=VerifierFactory())
    client.force_login(registration.registered_by)
    address = reverse("registration:withdraw", args=[registration.reference])

    page = client.get(address)
    registration.refresh_from_db()
    assert registration.status == "confirmed"
    response = client.post(address)

    registration.refresh_from_db()
    assert "You have paid ৳ 500." in text(page)
    assert response.url == registration.get_absolute_url()
    assert registration.status == "withdrawn"
    assert Payment.objects.get().status == "refund_due"


def test_strangers_cannot_withdraw(client):
    registration = RegistrationFactory()
    client.force_login(UserFactory())
    address = reverse("registration:withdraw", args=[registration.reference])

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    registration.refresh_from_db()
    assert registration.status == "confirmed"


def test_after_the_draw_withdrawing_is_refused_with_the_reason(client):
    registration = RegistrationFactory(tournament__status=Tournament.Status.LIVE)
    client.force_login(registration.registered_by)
    address = reverse("registration:withdraw", args=[registration.reference])

    for response in (client.get(address, follow=True), client.post(address, follow=True)):
        assert response.redirect_chain[0][0] == registration.get_absolute_url()
    assert "The draw is made." in text(response)
    registration.refresh_from_db()
    assert registration.status == "confirmed"


@pytest.mark.parametrize(
    ("policy", "said", "status"),
    [
        ("until_draw", "You have paid ৳ 500. The organizer will owe it to you.", "refund_due"),
        ("none", "You have paid ৳ 500. You do not get it back.", "verified"),
    ],
)
def test_withdrawing_tells_first_what_becomes_of_the_money(client, policy, said, status):
    proof = ProofFactory()
    registration = proof.payment.registration
    operations.verify(proof, by=VerifierFactory())
    Tournament.objects.update(refund_policy=policy)
    client.force_login(registration.registered_by)
    address = reverse("registration:withdraw", args=[registration.reference])

    page = client.get(address)
    client.post(address)

    assert said in text(page)
    assert Payment.objects.get().status == status


def test_leaving_the_line_says_what_it_means(client):
    registration = RegistrationFactory(status="waitlisted")
    client.force_login(registration.registered_by)

    page = client.get(reverse("registration:withdraw", args=[registration.reference]))

    assert "You give up your place in the line." in text(page)


# --- what comes next ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("waitlisted", "You are number 1 in line"),
        ("needs_review", "The organizer looks at your registration"),
        ("changes_requested", "The organizer asks for changes"),
        ("offered", "There is a place for you"),
        ("confirmed", "You are in"),
        ("rejected", "The organizer has turned the registration down"),
        ("withdrawn", "You have withdrawn"),
        ("expired", "The time ran out, and the place was given up"),
        ("no_show", "Nobody checked in, and the place was given up"),
        ("disqualified", "Disqualified"),
        ("cancelled", "The tournament is cancelled"),
    ],
)
def test_the_page_says_the_one_thing_that_counts_now(client, status, said):
    page = page_of(client, RegistrationFactory(status=status))

    assert page.context["next"].title == said
    assert said in text(page)


def test_a_place_that_is_offered_can_be_accepted_in_time(client):
    ends = timezone.now() + timedelta(hours=3)
    registration = RegistrationFactory(status="offered", expires_at=ends)
    accept = reverse("registration:accept_offer", args=[registration.reference])

    page = page_of(client, registration)
    client.post(accept)

    registration.refresh_from_db()
    assert f'action="{accept}"' in text(page)
    assert "data-until=" in text(page)
    assert registration.status == "confirmed"


def test_accepting_an_offer_of_a_paid_tournament_leads_to_the_payment(client):
    registration = PaidRegistrationFactory(
        status="offered", expires_at=timezone.now() + timedelta(hours=3), payment=None
    )
    client.force_login(registration.registered_by)

    accept = reverse("registration:accept_offer", args=[registration.reference])
    page = client.post(accept, follow=True)

    assert "Now pay the entry fee." in text(page)
    assert "Pay and send the proof before:" in text(page)


def test_an_offer_that_is_over_is_refused_and_not_offered(client):
    ends = timezone.now() - timedelta(minutes=1)
    registration = RegistrationFactory(status="offered", expires_at=ends)
    accept = reverse("registration:accept_offer", args=[registration.reference])

    page = page_of(client, registration)
    client.post(accept)

    registration.refresh_from_db()
    assert page.context["next"].title == "The time is over"
    assert accept not in text(page)
    assert registration.status != "confirmed"


def test_only_its_people_accept_an_offer_and_by_post_only(client):
    ends = timezone.now() + timedelta(hours=3)
    registration = RegistrationFactory(status="offered", expires_at=ends)
    accept = reverse("registration:accept_offer", args=[registration.reference])

    assert client.post(accept).status_code == 302
    client.force_login(registration.registered_by)
    assert client.get(accept).status_code == 405
    client.force_login(UserFactory())
    assert client.post(accept).status_code == 404
    registration.refresh_from_db()
    assert registration.status == "offered"


def test_requested_changes_are_made_and_sent_again(client):
    cup = TournamentFactory(custom_fields=[question("club", label="Club")])
    registration = RegistrationFactory(
        tournament=cup,
        status="changes_requested",
        remarks={"club": "In full, please."},
        reason="Nearly there.",
        expires_at=timezone.now() + timedelta(days=1),
    )
    address = reverse("registration:change", args=[registration.reference])

    page = page_of(client, registration)
    form = client.get(address)
    client.post(address, {"q-club": "Dhaka Dragons"})

    registration.refresh_from_db()
    assert f'href="{address}"' in text(page)
    assert "In full, please." in text(form)
    assert "Nearly there." in text(form)
    assert registration.status == "needs_review"
    assert registration.answers.get().value == "Dhaka Dragons"


def test_nothing_is_changed_that_nobody_asked_for(client):
    registration = RegistrationFactory()
    address = reverse("registration:change", args=[registration.reference])
    client.force_login(registration.registered_by)

    response = client.get(address)
    client.force_login(UserFactory())

    assert response.url == registration.get_absolute_url()
    assert client.get(address).status_code == 404


def test_the_door_shows_a_code_until_one_is_checked_in(client):
    opens = timezone.now() + timedelta(days=1)
    registration = RegistrationFactory(tournament__check_in_opens_at=opens)
    code = reverse("registration:door_code", args=[registration.reference])

    before = text(page_of(client, registration))
    Registration.objects.update(checked_in_at=timezone.now())
    after = text(page_of(client, registration))

    assert code in before
    assert code not in after
