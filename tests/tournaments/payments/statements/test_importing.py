from decimal import Decimal

import pytest

from deltacrown.errors import Refused
from tests.factories import (
    OrganizerFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tests.factories.play import organizer_of
from tournaments.core.models import Event
from tournaments.payments.models import Payment, PaymentProof, StatementLine, StatementMapping
from tournaments.payments.operations.importing import (
    compare_again,
    import_statement,
    imports_for,
    preview_statement,
)
from tournaments.payments.statements.reading import Line
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db

COLUMNS = {"transaction_id": "TrxID", "amount": "Amount"}


@pytest.fixture
def cup():
    return TournamentFactory(entry_fee=500, capacity=300)


def proofs_for(cup, number, *, status=PaymentProof.Status.SUBMITTED) -> list[PaymentProof]:
    """So many proofs of 500 BDT by bKash: PAY00000AA and so on, all for this tournament."""
    first = PaymentProof.objects.count()
    player = UserFactory()
    registrations = Registration.objects.bulk_create(
        Registration(
            tournament=cup,
            user=user,
            registered_by=user,
            name=user.username,
            reference=f"DC-{place:06d}".translate(str.maketrans("012589", "ACDEFG")),
            number=place + 1,
            status=Registration.Status.AWAITING_VERIFICATION,
        )
        for place, user in enumerate(UserFactory.create_batch(number), start=first)
    )
    payments = Payment.objects.bulk_create(
        Payment(registration=each, amount=500, currency="BDT", status=Payment.Status.SUBMITTED)
        for each in registrations
    )
    return PaymentProof.objects.bulk_create(
        PaymentProof(
            payment=payment,
            method="bkash",
            transaction_id=f"PAY{place:05d}AA",
            payer="01811111111",
            amount=500,
            sha256=f"{place:064x}",
            status=status,
            submitted_by=player,
        )
        for place, payment in enumerate(payments, start=first)
    )


def rows():
    found = StatementLine.objects.order_by("pk")
    return list(found.values("pk", "transaction_id", "amount", "state", "proof", "reason"))


def test_300_rows_against_250_proofs_are_sorted_as_planted(cup):
    proofs = proofs_for(cup, 250)
    by_id = [Line(proof.transaction_id, Decimal(500)) for proof in proofs[:180]]
    by_reference = [
        Line(f"BANK{place:06d}", Decimal(500), note=f"fee {proof.payment.registration.reference}")
        for place, proof in enumerate(proofs[180:210])
    ]
    wrong_amount = [Line(proof.transaction_id, Decimal(450)) for proof in proofs[210:225]]
    slips = [Line(proof.transaction_id[:-1] + "Q", Decimal(500)) for proof in proofs[225:235]]
    strangers = [Line(f"OTHER{place:05d}", Decimal(500)) for place in range(65)]
    lines = by_id + by_reference + wrong_amount + slips + strangers
    official = organizer_of(cup)
    scope = {"organizer": cup.organizer, "method": "bkash", "by": official}

    preview = preview_statement(lines, **scope)
    nothing_yet = StatementLine.objects.count()
    outcome = import_statement(lines, columns=COLUMNS, **scope)

    assert len(lines) == 300
    assert nothing_yet == 0
    assert preview == outcome
    assert {state: outcome.count(state) for state in StatementLine.State} == {
        "matched": 210,
        "doubtful": 25,
        "unmatched": 65,
    }
    found = StatementLine.objects.order_by("pk").values_list("state", "reason", "proof")
    assert list(found) == [
        *[("matched", "transaction_id", proof.pk) for proof in proofs[:180]],
        *[("matched", "reference", proof.pk) for proof in proofs[180:210]],
        *[("doubtful", "amount_differs", proof.pk) for proof in proofs[210:225]],
        *[("doubtful", "similar_id", proof.pk) for proof in proofs[225:235]],
        *[("unmatched", "", None)] * 65,
    ]
    before, events = rows(), Event.objects.count()
    again = import_statement(lines, columns=COLUMNS, **scope)
    assert (rows(), Event.objects.count()) == (before, events)
    assert again.new == frozenset()
    assert PaymentProof.objects.waiting().count() == 250  # an import decides nothing


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_of_an_import_does_not_grow(cup, number, django_assert_num_queries):
    proofs = proofs_for(cup, number)
    official = organizer_of(cup)
    scope = {"organizer": cup.organizer, "method": "bkash", "columns": COLUMNS, "by": official}
    import_statement([Line("EARLIER1", Decimal(1))], **scope)
    lines = [Line(proof.transaction_id, Decimal(500)) for proof in proofs]

    with django_assert_num_queries(22):
        import_statement(lines, **scope)


def test_a_proof_that_comes_later_is_found_when_compared_again(cup):
    official = organizer_of(cup)
    scope = {"organizer": cup.organizer, "method": "bkash", "by": official}
    import_statement([Line("PAY00000AA", Decimal(500))], columns=COLUMNS, **scope)
    (proof,) = proofs_for(cup, 1)

    changed = compare_again(**scope)

    assert changed == 1
    assert rows()[0] | {"pk": 0} == {
        "pk": 0,
        "transaction_id": "PAY00000AA",
        "amount": Decimal(500),
        "state": "matched",
        "proof": proof.pk,
        "reason": "transaction_id",
    }


def test_the_columns_are_kept_for_the_next_file(cup):
    scope = {"organizer": cup.organizer, "method": "nagad", "by": organizer_of(cup)}
    import_statement([], columns=COLUMNS, **scope)
    import_statement([], columns=COLUMNS | {"note": "Narration"}, **scope)

    kept = StatementMapping.objects.values_list("organizer", "method", "columns")
    assert list(kept) == [(cup.organizer_id, "nagad", COLUMNS | {"note": "Narration"})]


def test_only_proofs_of_this_organizer_are_looked_at(cup):
    (proof,) = proofs_for(cup, 1)
    other = OrganizerFactory(members=[UserFactory()])
    stranger = other.group.user_set.get()

    outcome = preview_statement(
        [Line(proof.transaction_id, Decimal(500))], organizer=other, method="bkash", by=stranger
    )

    assert [found.state for found in outcome.matches] == ["unmatched"]


def test_who_may_import(cup):
    official, verifier, stranger = organizer_of(cup), VerifierFactory(), UserFactory()
    other = OrganizerFactory()

    assert [imports_for(user, cup.organizer) for user in (official, verifier, stranger)] == [
        True,
        True,
        False,
    ]
    assert [imports_for(user, other) for user in (official, verifier)] == [False, True]
    assert [imports_for(user, None) for user in (official, verifier)] == [False, True]
    with pytest.raises(Refused) as refusal:
        import_statement(
            [Line("TX000001", Decimal(1))],
            organizer=cup.organizer,
            method="bkash",
            columns=COLUMNS,
            by=stranger,
        )
    assert refusal.value.code == "not_verifier"
    assert not StatementLine.objects.exists()


def test_lines_of_the_whole_site_are_kept_once_too():
    verifier = VerifierFactory()
    for _again in range(2):
        import_statement(
            [Line("TX000001", Decimal(1))],
            organizer=None,
            method="rocket",
            columns=COLUMNS,
            by=verifier,
        )

    assert StatementLine.objects.count() == 1
    assert StatementMapping.objects.count() == 1


def test_a_payment_made_by_another_registration_is_doubtful(cup):
    one, other = proofs_for(cup, 2)
    PaymentProof.objects.filter(pk=other.pk).update(transaction_id=one.transaction_id)

    outcome = preview_statement(
        [Line(one.transaction_id, Decimal(500))],
        organizer=cup.organizer,
        method="bkash",
        by=organizer_of(cup),
    )

    assert [(found.state, found.reason) for found in outcome.matches] == [
        ("doubtful", "several_proofs")
    ]
