import pytest

from tests.factories import (
    RegistrationFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tests.factories.payments import CheckoutFactory, payment_in
from tournaments.core.models import Tournament
from tournaments.payments import operations
from tournaments.payments.models import Payment
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def cup(**kwargs) -> Tournament:
    methods = [{"method": "bkash", "account": "0170", "instructions": "Send 100% of it."}]
    return TournamentFactory(title="Cup", entry_fee=500, payment_methods=methods, **kwargs)


def named(payment: Payment) -> Payment:
    Registration.objects.update(name="Tigers")
    Tournament.objects.update(title="Cup")
    return Payment.objects.get(pk=payment.pk)


def test_who_owes_is_told_how_much_until_when_and_where_to(mailoutbox, drain_queue):
    registration = operations.enter(tournament=cup(payment_hours=48), by=UserFactory())
    drain_queue()

    [mail] = mailoutbox
    assert mail.subject == "[DeltaCrown] To pay: Cup"
    assert "500.00 BDT" in mail.body
    assert "You have time until" in mail.body
    assert "(Asia/Dhaka)" in mail.body
    assert "bKash: 0170. Send 100% of it." in mail.body
    assert registration.reference in mail.body


def test_without_a_deadline_the_draw_is_one_and_online_is_offered(
    mailoutbox, drain_queue, settings
):
    settings.SSLCOMMERZ_STORE_ID = settings.SSLCOMMERZ_STORE_PASSWORD = "x"
    operations.enter(tournament=cup(payment_hours=0), by=UserFactory())
    drain_queue()

    [mail] = [mail for mail in mailoutbox if "To pay" in mail.subject]
    assert "You have time until the draw." in mail.body
    assert "Online, on the page of your registration." in mail.body


def test_an_approval_and_an_offer_that_is_taken_are_told_with_what_is_to_be_paid(
    mailoutbox, drain_queue
):
    approved = RegistrationFactory(tournament=cup(), status="needs_review")
    offered = RegistrationFactory(tournament=approved.tournament, number=2, status="offered")

    operations.approve_entry(approved, by=UserFactory(is_superuser=True))
    operations.accept_offer(offered, by=offered.registered_by)
    drain_queue()

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([registration.registered_by.email], "[DeltaCrown] To pay: Cup")
        for registration in (approved, offered)
    ]


def withdraw_without_refund(payment):
    Tournament.objects.update(refund_policy="none")
    operations.leave(payment.registration, by=payment.registration.registered_by)


TOLD = {
    "Nothing to pay: Cup": (
        "due",
        lambda payment: operations.waive(payment, by=VerifierFactory(), reason="Invited."),
        "Invited.",
    ),
    "No refund: Cup": ("verified", withdraw_without_refund, "500.00 BDT"),
    "Refund due: Cup": (
        "verified",
        lambda payment: operations.leave(
            payment.registration, by=payment.registration.registered_by
        ),
        "owes you 500.00 BDT",
    ),
    "Refunded: Cup": (
        "refund_due",
        lambda payment: operations.refund(
            payment, by=VerifierFactory(), method="bkash", transaction_id="BACK123456"
        ),
        "BACK123456",
    ),
}


@pytest.mark.parametrize("subject", TOLD)
def test_what_becomes_of_the_money_is_told_to_its_people(subject, mailoutbox, drain_queue):
    status, happens, words = TOLD[subject]
    payment = named(payment_in(status))

    happens(payment)
    drain_queue()

    [mail] = [mail for mail in mailoutbox if mail.subject == f"[DeltaCrown] {subject}"]
    assert words in mail.body
    assert mail.to == [payment.registration.registered_by.email]


def test_money_that_came_online_is_told_and_who_paid_twice_and_the_organizer_know(
    gateway, mailoutbox, drain_queue
):
    payment = named(payment_in("due"))
    organizer = UserFactory()
    payment.tournament.organizer.group.user_set.add(organizer)
    for checkout in CheckoutFactory.create_batch(2, payment=payment):
        gateway.sessions[checkout.transaction_id] = {
            "total_amount": "500.00",
            "currency": "BDT",
        }
        val_id = gateway.pay(checkout.transaction_id)["val_id"]
        operations.confirm_checkout(checkout, reference=val_id)
    drain_queue()

    player = payment.registration.registered_by.email
    told = sorted((mail.subject, mail.to[0]) for mail in mailoutbox if "aid" in mail.subject)
    assert told == sorted(
        ("[DeltaCrown] Paid twice: Cup", address) for address in (player, organizer.email)
    )
    assert [mail.to[0] for mail in mailoutbox if "Payment received" in mail.subject] == [player]
