from decimal import Decimal

import pytest

from deltacrown.errors import Refused
from tests.factories import UserFactory, VerifierFactory
from tests.factories.payments import CheckoutFactory, payment_in
from tournaments.core.models import Event
from tournaments.payments import operations, tasks
from tournaments.payments.models import Checkout, LedgerEntry, Payment
from tournaments.payments.providers.types import ProviderFailed
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def start(payment: Payment) -> Checkout:
    operations.start_checkout(payment, by=payment.registration.registered_by)
    return Checkout.objects.latest("pk")


def states(payment: Payment) -> tuple[str, str]:
    payment = Payment.objects.select_related("registration").get(pk=payment.pk)
    return payment.status, payment.registration.status


# --- to the provider ----------------------------------------------------------------


def test_a_checkout_leads_to_the_page_of_its_session(gateway):
    payment = payment_in("due")
    player = payment.registration.registered_by

    answer = operations.start_checkout(payment, by=player)

    checkout = Checkout.objects.get()
    assert answer.url == f"{gateway.url}/EasyCheckOut/{checkout.session_key}"
    assert (checkout.payment, checkout.status, checkout.started_by) == (payment, "started", player)
    assert (checkout.amount, checkout.currency) == (Decimal(500), "BDT")
    session = gateway.sessions[checkout.transaction_id]
    reference = payment.registration.reference
    back = f"http://127.0.0.1:8000/registrations/{reference}/pay-online"
    assert {name: value for name, value in session.items() if name.endswith("_url")} == {
        "success_url": f"{back}/success/",
        "fail_url": f"{back}/fail/",
        "cancel_url": f"{back}/cancel/",
        "ipn_url": "http://127.0.0.1:8000/payments/online/sslcommerz/",
    }
    assert (session["total_amount"], session["currency"]) == ("500.00", "BDT")
    assert states(payment) == ("due", "awaiting_payment")


def test_every_attempt_is_kept_under_an_id_of_its_own(gateway):
    payment = payment_in("rejected")

    ids = {start(payment).transaction_id for _time in range(3)}

    assert len(ids) == Checkout.objects.count() == 3
    assert {len(each) for each in ids} == {30}


@pytest.mark.parametrize("fault", ["500", "refusal", "no json"])
def test_a_provider_that_does_not_answer_is_said_and_kept(gateway, fault):
    gateway.fault = fault
    payment = payment_in("due")

    with pytest.raises(Refused) as refusal:
        start(payment)

    checkout = Checkout.objects.get()
    assert refusal.value.code == "provider_failed"
    assert (checkout.status, checkout.ended_at is not None) == ("failed", True)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("submitted", "being_checked"),
        ("verified", "nothing_due"),
        ("waived", "nothing_due"),
        ("expired", "registration_over"),
        ("refund_due", "registration_over"),
    ],
)
def test_what_is_not_due_is_not_paid_online(gateway, status, code):
    with pytest.raises(Refused) as refusal:
        start(payment_in(status))

    assert (refusal.value.code, gateway.asked, Checkout.objects.count()) == (code, [], 0)


def test_after_the_deadline_nothing_is_paid_online(gateway):
    with pytest.raises(Refused) as refusal:
        start(payment_in("due", expires_at="2020-01-01T00:00Z"))

    assert (refusal.value.code, gateway.asked) == ("too_late", [])


def test_nobody_pays_online_for_others(gateway):
    with pytest.raises(Refused) as refusal:
        operations.start_checkout(payment_in("due"), by=UserFactory())

    assert (refusal.value.code, gateway.asked) == ("not_yours", [])


def test_only_taka_are_paid_online_and_only_with_keys(gateway, settings):
    payment = payment_in("due")
    Payment.objects.update(currency="EUR")
    with pytest.raises(Refused) as refusal:
        start(payment)
    assert refusal.value.code == "not_online"

    Payment.objects.update(currency="BDT")
    settings.SSLCOMMERZ_STORE_ID = ""
    with pytest.raises(Refused) as refusal:
        start(payment)
    assert (refusal.value.code, gateway.asked) == ("not_online", [])


# --- what it says -------------------------------------------------------------------


def test_money_that_came_confirms_the_registration(gateway, drain_queue):
    payment = payment_in("due", expires_at="2100-01-01T00:00Z")
    checkout = start(payment)

    operations.note_callback("sslcommerz", gateway.pay(checkout.transaction_id))
    assert states(payment) == ("due", "awaiting_payment")  # the message is only a hint
    drain_queue()

    checkout.refresh_from_db()
    assert states(payment) == ("verified", "confirmed")
    assert (checkout.status, checkout.provider_reference) == ("paid", "BANK000001")
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.key, entry.amount) == ("received", f"checkout:{checkout.pk}", 500)
    assert (entry.method, entry.transaction_id, entry.made_by) == ("sslcommerz", "BANK000001", None)
    assert Registration.objects.get().expires_at is None


def test_the_same_message_and_the_same_task_again_change_nothing(gateway, drain_queue):
    payment = payment_in("due")
    checkout = start(payment)
    message = gateway.pay(checkout.transaction_id)

    for _time in range(2):
        operations.note_callback("sslcommerz", message)
    drain_queue()
    operations.note_callback("sslcommerz", message)
    tasks.confirm_checkout(checkout.pk, message["val_id"])
    drain_queue()

    assert states(payment) == ("verified", "confirmed")
    assert LedgerEntry.objects.count() == 1
    assert Event.objects.filter(kind="checkout.paid").count() == 1


def test_a_provider_that_does_not_answer_is_asked_again(gateway, drain_queue):
    payment = payment_in("due")
    checkout = start(payment)
    message = gateway.pay(checkout.transaction_id)
    gateway.fault = "500"
    with pytest.raises(ProviderFailed):
        tasks.confirm_checkout(checkout.pk, message["val_id"])
    assert states(payment) == ("due", "awaiting_payment")

    gateway.fault = ""
    tasks.confirm_checkout(checkout.pk, message["val_id"])

    assert states(payment) == ("verified", "confirmed")


@pytest.mark.parametrize(
    "changes",
    [
        {"currency_amount": "5.00"},
        {"currency_amount": "500.01"},
        {"currency_amount": ""},
        {"currency_type": "USD"},
        {"tran_id": "DC" + "0" * 28},
        {"bank_tran_id": ""},
        {"status": "INVALID_TRANSACTION"},
        {"status": "PENDING"},
    ],
)
def test_money_that_is_not_that_of_the_attempt_changes_nothing(gateway, changes):
    payment = payment_in("due")
    checkout = start(payment)
    val_id = gateway.pay(checkout.transaction_id, **changes)["val_id"]

    operations.confirm_checkout(checkout, reference=val_id)

    checkout.refresh_from_db()
    assert (states(payment), checkout.status) == (("due", "awaiting_payment"), "started")
    assert not LedgerEntry.objects.exists()


def test_the_money_of_one_attempt_pays_no_other(gateway):
    mine, other = payment_in("due"), payment_in("due")
    paid, unpaid = start(mine), start(other)
    val_id = gateway.pay(paid.transaction_id)["val_id"]

    operations.confirm_checkout(unpaid, reference=val_id)
    # The provider gives one id to two moneys: the constraint has the last word.
    operations.confirm_checkout(paid, reference=val_id)
    again = gateway.pay(unpaid.transaction_id, bank_tran_id="BANK000001")["val_id"]
    operations.confirm_checkout(unpaid, reference=again)

    assert [states(each)[0] for each in (mine, other)] == ["verified", "due"]


@pytest.mark.parametrize("change", [{"verify_sign": "0" * 32}, {"tran_id": "DC1"}, {"amount": "1"}])
def test_a_message_that_is_not_signed_by_the_provider_is_refused(gateway, drain_queue, change):
    payment = payment_in("due")
    message = gateway.pay(start(payment).transaction_id)

    with pytest.raises(Refused) as refusal:
        operations.note_callback("sslcommerz", message | change)

    assert (refusal.value.code, drain_queue().count("confirm")) == ("untrusted", 0)
    assert states(payment) == ("due", "awaiting_payment")


def test_a_signed_message_about_nothing_of_ours_is_refused(gateway):
    with pytest.raises(Refused) as refusal:
        operations.note_callback(
            "sslcommerz", gateway.message({"status": "VALID", "tran_id": "DC1", "val_id": "1"})
        )

    assert refusal.value.code == "unknown_transaction"


@pytest.mark.parametrize(
    ("said", "status"), [("FAILED", "failed"), ("EXPIRED", "failed"), ("CANCELLED", "cancelled")]
)
def test_an_attempt_that_came_to_nothing_may_still_pay_later(gateway, drain_queue, said, status):
    payment = payment_in("due")
    checkout = start(payment)
    operations.note_callback("sslcommerz", gateway.end(checkout.transaction_id, said))
    checkout.refresh_from_db()
    assert (checkout.status, states(payment)[0]) == (status, "due")

    operations.note_callback("sslcommerz", gateway.pay(checkout.transaction_id))
    drain_queue()

    checkout.refresh_from_db()
    assert (checkout.status, states(payment)[0]) == ("paid", "verified")


def test_a_late_failure_takes_nothing_back(gateway, drain_queue):
    payment = payment_in("due")
    checkout = start(payment)
    operations.note_callback("sslcommerz", gateway.pay(checkout.transaction_id))
    drain_queue()

    operations.note_callback("sslcommerz", gateway.end(checkout.transaction_id, "FAILED"))

    checkout.refresh_from_db()
    assert (checkout.status, states(payment)[0]) == ("paid", "verified")


# --- money that comes when it is not owed -------------------------------------------


@pytest.mark.parametrize("status", ["expired", "withdrawn", "rejected", "cancelled"])
def test_money_that_comes_after_the_end_is_owed_back_and_revives_nobody(gateway, status):
    payment = payment_in("due")
    checkout = start(payment)
    val_id = gateway.pay(checkout.transaction_id)["val_id"]
    Registration.objects.update(status=status)
    Payment.objects.update(status="expired" if status == "expired" else "cancelled")

    operations.confirm_checkout(checkout, reference=val_id)

    assert states(payment) == ("refund_due", status)
    assert LedgerEntry.objects.get().kind == "received"


def test_money_that_comes_after_a_waiver_is_owed_back(gateway):
    payment = payment_in("due")
    checkout = start(payment)
    val_id = gateway.pay(checkout.transaction_id)["val_id"]
    operations.waive(payment, by=VerifierFactory(), reason="Invited.")

    operations.confirm_checkout(checkout, reference=val_id)

    assert states(payment) == ("refund_due", "confirmed")


def test_who_pays_twice_is_confirmed_once_and_both_attempts_are_known(gateway):
    payment = payment_in("due")
    one, two = start(payment), start(payment)
    for checkout in (one, two):
        val_id = gateway.pay(checkout.transaction_id)["val_id"]
        operations.confirm_checkout(checkout, reference=val_id)

    assert states(payment) == ("verified", "confirmed")
    assert set(Checkout.objects.values_list("status", flat=True)) == {"paid"}
    assert LedgerEntry.objects.count() == 1
    assert Event.objects.get(kind="checkout.paid_twice").subject == two


def test_money_that_comes_while_a_proof_waits_leaves_the_proof_to_be_rejected(gateway):
    payment = payment_in("submitted")
    checkout = CheckoutFactory(payment=payment)
    gateway.sessions[checkout.transaction_id] = {"total_amount": "500.00", "currency": "BDT"}
    val_id = gateway.pay(checkout.transaction_id)["val_id"]

    operations.confirm_checkout(checkout, reference=val_id)
    assert states(payment) == ("verified", "confirmed")
    proof, verifier = payment.proofs.get(), VerifierFactory()
    with pytest.raises(Refused) as refusal:
        operations.verify(proof, by=verifier)
    operations.reject(proof, by=verifier, reason="Paid online.")

    proof.refresh_from_db()
    assert (refusal.value.code, proof.status) == ("paid_otherwise", "rejected")
    assert states(payment) == ("verified", "confirmed")


def test_a_risk_stands_in_the_ledger(gateway):
    checkout = start(payment_in("due"))
    message = gateway.pay(checkout.transaction_id, risk_level="1", risk_title="Risky")

    operations.confirm_checkout(checkout, reference=message["val_id"])

    assert LedgerEntry.objects.get().note == "risk: Risky"


# --- back again ---------------------------------------------------------------------


@pytest.fixture
def owed_back(gateway):
    payment = payment_in("due")
    checkout = start(payment)
    val_id = gateway.pay(checkout.transaction_id)["val_id"]
    operations.confirm_checkout(checkout, reference=val_id)
    operations.leave(payment.registration, by=payment.registration.registered_by)
    return payment


def test_the_provider_sends_back_what_it_received(gateway, owed_back):
    operations.refund_online(owed_back, by=VerifierFactory(), note="Withdrawn.")

    entry = LedgerEntry.objects.get(kind="refunded")
    assert states(owed_back) == ("refunded", "withdrawn")
    assert (entry.method, entry.amount, entry.transaction_id) == (
        "sslcommerz",
        Decimal(500),
        f"REFrefund-{owed_back.pk}",
    )
    [wish] = gateway.refunds.values()
    assert (wish["bank_tran_id"], wish["refund_amount"]) == ("BANK000001", "500.00")


def test_a_refund_that_the_provider_did_not_answer_is_asked_for_again(gateway, owed_back):
    gateway.fault = "500"
    with pytest.raises(Refused) as refusal:
        operations.refund_online(owed_back, by=VerifierFactory())
    assert (refusal.value.code, states(owed_back)[0]) == ("provider_failed", "refund_due")

    gateway.fault = ""
    operations.refund_online(owed_back, by=VerifierFactory())

    assert (states(owed_back)[0], len(gateway.refunds)) == ("refunded", 1)


def test_a_refund_that_the_provider_denies_stays_due_with_the_reason(gateway, owed_back):
    gateway.payments.clear()

    with pytest.raises(Refused) as refusal:
        operations.refund_online(owed_back, by=VerifierFactory())

    assert (refusal.value.code, states(owed_back)[0]) == ("refund_failed", "refund_due")
    assert "No such money." in refusal.value.message


def test_a_stranger_refunds_nothing_online(gateway, owed_back):
    with pytest.raises(Refused) as refusal:
        operations.refund_online(owed_back, by=UserFactory())

    assert (refusal.value.code, gateway.refunds) == ("not_verifier", {})
