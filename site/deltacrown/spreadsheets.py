"""Tables for spreadsheet programs."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# A cell that begins with one of these is a formula to a spreadsheet program.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """The value as text that no spreadsheet program takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_response(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file to download. Its first bytes say that it is UTF-8, as Excel wants them to."""
    response = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    response["Cache-Control"] = "no-store"
    csv.writer(response).writerows([safe_cell(cell) for cell in row] for row in rows)
    return response
