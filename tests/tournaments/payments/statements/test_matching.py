from decimal import Decimal

import pytest

from tournaments.payments.statements.matching import Claim, match
from tournaments.payments.statements.reading import Line


def claim(pk=1, *, id="9J45KLM2P1", amount=500, reference="DC-7F3K9Q", status="submitted"):
    return Claim(pk, id, Decimal(amount), reference, status)


def line(id="9J45KLM2P1", *, amount=500, note=""):
    return Line(id, Decimal(amount), note=note)


def outcomes(lines, claims):
    return [(found.state.value, found.proof, found.reason) for found in match(lines, claims)]


@pytest.mark.parametrize(
    ("lines", "claims", "expected"),
    [
        ([line()], [claim()], [("matched", 1, "transaction_id")]),
        ([line()], [claim(id="9j45-klm2-p1")], [("matched", 1, "transaction_id")]),
        ([line()], [claim(status="verified")], [("matched", 1, "transaction_id")]),
        ([line(amount=499)], [claim()], [("doubtful", 1, "amount_differs")]),
        ([line()], [claim(status="rejected")], [("doubtful", 1, "proof_rejected")]),
        ([line()], [claim(1, status="rejected"), claim(2)], [("matched", 2, "transaction_id")]),
        (
            [line()],
            [claim(1), claim(2, reference="DC-AAAAAA")],
            [("doubtful", None, "several_proofs")],
        ),
        ([line("X999999")], [claim()], [("unmatched", None, "")]),
        ([line("BANK0001", note="dc 7f3k9q fee")], [claim()], [("matched", 1, "reference")]),
        (
            [line("BANK0001", note="DC-7F3K9Q", amount=1)],
            [claim()],
            [("doubtful", 1, "amount_differs")],
        ),
        (
            [line(note="for DC-AAAAAA")],
            [claim(1), claim(2, id="OTHER777", reference="DC-AAAAAA")],
            [("doubtful", 1, "other_reference")],
        ),
        ([line("9J45KLM2P7")], [claim()], [("doubtful", 1, "similar_id")]),
        ([line("9J45KML2P1")], [claim()], [("doubtful", 1, "similar_id")]),
        ([line("9J45KLM2P7", amount=400)], [claim()], [("unmatched", None, "")]),
        ([line("9J54KML2P1")], [claim()], [("unmatched", None, "")]),
        (
            [line("BANK0001", note="DC-7F3K9Q"), line()],
            [claim()],
            [("doubtful", 1, "proof_matched_already"), ("matched", 1, "transaction_id")],
        ),
        ([], [claim()], []),
    ],
)
def test_a_line_finds_its_proof(lines, claims, expected):
    assert outcomes(lines, claims) == expected


def test_the_order_of_the_claims_does_not_matter():
    claims = [
        claim(1),
        claim(2, id="ZZZ123456", reference="DC-AAAAAA"),
        claim(3, status="rejected"),
    ]
    lines = [line(), line("ZZZ123456", amount=1), line("NEW00001")]

    assert outcomes(lines, claims) == outcomes(lines, claims[::-1])
