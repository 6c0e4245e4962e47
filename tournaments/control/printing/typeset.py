"""Sheets as PDF: values in, bytes out. No database, no clock, no network."""

import json
from pathlib import Path
from typing import Any, Literal

import typst

from tournaments.awards.typesetting import clean, fonts

TYPST = Path(__file__).parent / "typst"

Sheet = Literal["bracket", "schedule", "slips", "check_in"]
Paper = Literal["a4", "a3"]


def pdf_of(sheet: Sheet, values: dict[str, Any], *, language: str, paper: Paper = "a4") -> bytes:
    """The sheet as a PDF. The same values give the same bytes; words are never taken as markup."""
    return typst.compile(
        str(TYPST / f"{sheet}.typ"), format="pdf", **sources(values, language=language, paper=paper)
    )


def sources(values: dict[str, Any], *, language: str, paper: Paper = "a4") -> dict[str, Any]:
    """What typst needs to draw a sheet, in whatever format."""
    inputs = _printable(values) | {"language": language, "paper": paper}
    return {
        "root": str(TYPST),
        "font_paths": fonts(),
        "sys_inputs": {"sheet": json.dumps(inputs)},
    }


def _printable(value: Any) -> Any:
    """The same with every word cleaned, but for pictures, which are drawn and not written."""
    if isinstance(value, dict):
        return {name: each if name == "qr" else _printable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return clean(value) if isinstance(value, str) else value
