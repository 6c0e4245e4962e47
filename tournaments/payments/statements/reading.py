"""A CSV file of incoming money, as banks and wallets give it, turned into lines."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import StringIO

from dateutil.parser import ParserError
from dateutil.parser import parse as parse_date
from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltacrown.errors import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_MONEY = Decimal(10) ** 8
DELIMITERS = ",;\t|"
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")

# What a line holds, and how its column is usually called (in letters and digits alone).
COLUMNS = {
    "transaction_id": (
        gettext_lazy("Transaction id"),
        ("trxid", "transactionid", "txnid", "trxno", "transactionno", "txid", "referenceno"),
    ),
    "amount": (
        gettext_lazy("Amount received"),
        ("amount", "credit", "creditamount", "deposit", "received", "amountbdt", "moneyin"),
    ),
    "paid_at": (
        gettext_lazy("Time"),
        ("datetime", "date", "time", "transactiondate", "trxdate", "valuedate", "postingdate"),
    ),
    "payer": (
        gettext_lazy("Paid from"),
        ("from", "sender", "sendernumber", "payer", "fromaccount", "account", "msisdn"),
    ),
    "note": (
        gettext_lazy("Note or reference"),
        ("reference", "note", "narration", "remarks", "description", "details", "particulars"),
    ),
}
NEEDED = ("transaction_id", "amount")


@dataclass(frozen=True, slots=True)
class Table:
    headers: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """Money that came in. The transaction id is in capitals, without spaces and dashes."""

    transaction_id: str
    amount: Decimal
    paid_at: datetime | None = None
    payer: str = ""
    note: str = ""


@dataclass(slots=True)
class Reading:
    """The lines of a table; what is wrong with which row; how many rows are no incoming money."""

    lines: list[Line] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    others: int = 0


def read_table(upload: File) -> Table:
    """The rows of a CSV file under its first row, or Refused with what is wrong with it."""
    if upload.size > MOST_BYTES:
        raise Refused(_("The file is larger than 5 MB."), code="too_large")
    rows = list(_rows(_text(upload.read(MOST_BYTES + 1))))
    if len(rows) < 2:
        raise Refused(_("The file has no rows below its headings."), code="empty")
    if len(rows) > MOST_ROWS + 1:
        message = _("The file has more than %(most)s rows. Import it in parts.")
        raise Refused(message % {"most": MOST_ROWS}, code="too_many")
    headers = [cell.strip() for cell in rows[0]]
    if len(headers) < 2 or len(headers) > MOST_COLUMNS:
        raise Refused(_("This is not a table: save it as CSV, with headings."), code="not_csv")
    return Table(headers, rows[1:])


def guess(headers: Sequence[str]) -> dict[str, str]:
    """Which heading is most likely which column; only those that are recognised."""
    plain = {re.sub(r"[^a-z0-9]", "", header.lower()): header for header in headers}
    found = {}
    for column, (_label, names) in COLUMNS.items():
        if known := next((name for name in names if name in plain), None):
            found[column] = plain[known]
    return found


def read_lines(table: Table, columns: Mapping[str, str]) -> Reading:
    """The incoming money of ``table``, whose headings ``columns`` names by what they hold.

    Rows are counted as a spreadsheet does: the headings are row 1. A transaction that stands
    twice in the file is a fault of the second row, unless both say the same.
    """
    missing = [name for name in NEEDED if columns.get(name) not in table.headers]
    if missing:
        raise Refused(
            _("Say which columns hold the transaction id and the amount."), code="columns"
        )
    places = {name: table.headers.index(header) for name, header in columns.items() if header}
    reading = Reading()
    seen: dict[str, Line] = {}
    for number, row in enumerate(table.rows, start=2):
        cells = {
            name: row[place].strip() if place < len(row) else "" for name, place in places.items()
        }
        if not any(cells.values()):
            continue
        try:
            line = _line(cells)
        except ValueError as fault:
            reading.faults.append((number, str(fault)))
            continue
        if line is None:
            reading.others += 1
        elif (known := seen.setdefault(line.transaction_id, line)) is line:
            reading.lines.append(line)
        elif known != line:
            message = _("The transaction %(id)s stands there twice, and differs.")
            reading.faults.append((number, message % {"id": line.transaction_id}))
    return reading


def plain_id(written: str) -> str:
    """A transaction id as it is compared: capitals and digits alone."""
    return re.sub(r"[^A-Z0-9]", "", written.upper())


def _line(cells: Mapping[str, str]) -> Line | None:
    """The line of a row; None when no money came in with it."""
    amount = _amount(cells["amount"])
    if amount is None or amount <= 0:
        return None
    transaction_id = plain_id(cells["transaction_id"])
    if not 4 <= len(transaction_id) <= 50:
        raise ValueError(_("The transaction id has not 4 to 50 letters and digits."))
    return Line(
        transaction_id,
        amount,
        _moment(cells.get("paid_at", "")),
        cells.get("payer", "")[:60],
        cells.get("note", "")[:200],
    )


def _amount(written: str) -> Decimal | None:
    """The amount, however its thousands are set apart; None for an empty cell."""
    digits = re.sub(r"[^\d.,()-]", "", written).replace(",", "")
    if not digits:
        return None
    is_negative = digits.startswith(("-", "(")) or digits.endswith("-")
    try:
        amount = Decimal(digits.strip("()-").rstrip("."))
    except InvalidOperation as error:
        raise ValueError(_("“%(written)s” is no amount.") % {"written": written[:30]}) from error
    if amount >= MOST_MONEY:
        raise ValueError(_("“%(written)s” is no amount.") % {"written": written[:30]})
    amount = amount.quantize(Decimal("0.01"))
    return -amount if is_negative else amount


def _moment(written: str) -> datetime | None:
    """The time in the zone of the site, the day before the month unless the year comes first."""
    if not written:
        return None
    day_first = not re.match(r"\d{4}\D", written)
    try:
        moment = parse_date(written, dayfirst=day_first)
    except (ParserError, OverflowError) as error:
        raise ValueError(_("“%(written)s” is no time.") % {"written": written[:30]}) from error
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _text(content: bytes) -> str:
    for encoding in ENCODINGS:
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(_("This is not a text file: save it as CSV."), code="not_csv")


def _rows(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        raise Refused(
            _("This is not a table: save it as CSV, with headings."), code="not_csv"
        ) from error
