from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from deltacrown.errors import Refused
from tournaments.payments.statements.reading import Line, guess, read_lines, read_table

COLUMNS = {
    "transaction_id": "TrxID",
    "amount": "Amount",
    "paid_at": "Date",
    "payer": "From",
    "note": "Reference",
}


def table(text: str | bytes):
    return read_table(ContentFile(text.encode() if isinstance(text, str) else text))


def lines(*rows: str):
    return read_lines(table("\n".join(["TrxID,Amount,Date,From,Reference", *rows])), COLUMNS)


def test_a_row_becomes_a_line():
    reading = lines('9j45-klm2p1,"1,500.50",21/11/2026 18:30,01711-111111,DC-7F3K9Q')

    assert reading.lines == [
        Line(
            "9J45KLM2P1",
            Decimal("1500.50"),
            datetime(2026, 11, 21, 12, 30, tzinfo=UTC),
            "01711-111111",
            "DC-7F3K9Q",
        )
    ]
    assert (reading.faults, reading.others) == ([], 0)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("500", 500), ("৳ 500.00", 500), ("BDT 1,00,000", 100000), ("500.", 500), ("12.5", "12.5")],
)
def test_amounts_are_read_as_people_write_them(written, amount):
    assert [line.amount for line in lines(f'TX000001,"{written}",,,').lines] == [Decimal(amount)]


@pytest.mark.parametrize("written", ["", "0", "-500", "(500.00)", "500-"])
def test_what_is_no_incoming_money_is_counted_and_left_out(written):
    reading = lines(f"TX000001,{written},,,")

    assert (reading.lines, reading.faults, reading.others) == ([], [], 1)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-21 18:30:05", datetime(2026, 11, 21, 12, 30, 5, tzinfo=UTC)),
        ("2026-11-21T12:30:00Z", datetime(2026, 11, 21, 12, 30, tzinfo=UTC)),
        ("05/11/2026 6:30 PM", datetime(2026, 11, 5, 12, 30, tzinfo=UTC)),
        ("21 Nov 2026 18:30", datetime(2026, 11, 21, 12, 30, tzinfo=UTC)),
    ],
)
def test_the_day_comes_before_the_month(written, moment):
    assert [line.paid_at for line in lines(f"TX000001,500,{written},,").lines] == [moment]


def test_faults_name_the_row_and_keep_the_others():
    reading = lines(
        "TX1,500,,,",
        "TX000002,1.2.3,,,",
        "TX000003,500,yesterdayish,,",
        "TX000004,500,,,",
        "TX000004,500,,,",
        "TX000004,600,,,",
        ",,,,",
    )

    assert [line.transaction_id for line in reading.lines] == ["TX000004"]
    assert reading.faults == [
        (2, "The transaction id has not 4 to 50 letters and digits."),
        (3, "“1.2.3” is no amount."),
        (4, "“yesterdayish” is no time."),
        (7, "The transaction TX000004 stands there twice, and differs."),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"TrxID,Amount\n", "empty"),
        (b"one\ntwo\n", "not_csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "not_csv"),
        (b'TrxID,Amount\n"TX1,5\n', "not_csv"),
        (b"TrxID,Amount\n" + b"a,1\n" * 20_001, "too_many"),
        (b"TrxID,Amount\n" + b"a" * (5 * 1024 * 1024), "too_large"),
    ],
)
def test_what_is_no_table_is_refused(content, code):
    with pytest.raises(Refused) as refusal:
        table(content)

    assert refusal.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_recognised(encoding, delimiter):
    text = f"TrxID{delimiter}Amount\nTX000001{delimiter}500\n"

    read = table(text.encode(encoding))

    assert (read.headers, read.rows) == (["TrxID", "Amount"], [["TX000001", "500"]])


def test_usual_headings_are_guessed():
    assert guess(["Trx ID", "Credit Amount", "Date/Time", "Sender Number", "Narration", "x"]) == {
        "transaction_id": "Trx ID",
        "amount": "Credit Amount",
        "paid_at": "Date/Time",
        "payer": "Sender Number",
        "note": "Narration",
    }
    assert guess(["a", "b"]) == {}


def test_the_needed_columns_must_be_named():
    with pytest.raises(Refused) as refusal:
        read_lines(table("a,b\n1,2\n"), {"transaction_id": "a"})

    assert refusal.value.code == "columns"
