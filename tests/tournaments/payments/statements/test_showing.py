from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.factories import TournamentFactory, UserFactory, VerifierFactory
from tests.tournaments.payments.desk_pages import page_of, text
from tests.tournaments.payments.statement_pages import matched_line, proof_in
from tournaments.payments.models import StatementLine
from tournaments.payments.statements.showing import Said, said_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 8, 2, tzinfo=UTC)


@pytest.fixture
def proof():
    return proof_in(TournamentFactory(entry_fee=500), transaction_id="9KT0AAAA")


def line(written: str, **values) -> StatementLine:
    return StatementLine.objects.create(
        **{"method": "bkash", "transaction_id": written, "amount": 500, "paid_at": AT} | values,
        imported_by=UserFactory(),
    )


def test_without_any_statement_nothing_is_said(proof):
    line("9KT0AAAA", method="nagad")
    line("9KT0AAAA", organizer=TournamentFactory().organizer)

    assert said_of(proof) is None


def test_money_that_is_there_also_when_the_proof_came_later(proof):
    line("9KT0AAAA", state="unmatched")

    assert said_of(proof) == Said(
        "matched", Decimal(500), AT, "The transaction id and the amount agree."
    )


def test_money_that_another_proof_claims_too_is_doubtful(proof):
    matched_line(proof, paid_at=AT)
    proof_in(proof.tournament, transaction_id="9KT0AAAA")

    assert said_of(proof) == Said(
        "doubtful", Decimal(500), AT, "Several proofs claim this transaction."
    )


def test_a_note_that_names_another_registration_is_doubtful(proof):
    other = proof_in(proof.tournament).payment.registration
    other.reference = "DC-7F3K9Q"
    other.save()
    line("9KT0AAAA", note="for dc 7f3k9q")

    assert (said_of(proof).state, said_of(proof).reason) == (
        "doubtful",
        "The note names another registration.",
    )


def test_money_that_is_not_there_and_how_far_the_statement_reaches(proof):
    line("OTHER001")

    assert said_of(proof) == Said("unmatched", until=AT)


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_three_queries(proof, number, django_assert_num_queries):
    for place in range(number):
        line(f"9KT0AAA{place}", proof=proof)

    with django_assert_num_queries(3):
        said_of(proof)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "On the statement: yes."),
        ({"amount": 450}, "The statement says 450.00, the proof says 500.00."),
        ({"transaction_id": "OTHER001"}, "On the statement: no."),
    ],
)
def test_the_work_page_says_it(client, proof, values, words):
    line(**{"written": "9KT0AAAA"} | values) if "transaction_id" not in values else line("OTHER001")
    client.force_login(VerifierFactory())

    assert words in text(client.get(page_of(proof)))
