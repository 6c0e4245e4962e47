from io import BytesIO

import pytest
import typst
from PIL import Image

from tournaments.control.printing.typeset import TYPST, pdf_of, sources

HEAD = {"title": "Cup: Bracket", "subtitle": "Crown", "footer": "As of today", "empty": "None"}
SIDE = {"name": "1  Dhaka Dragons", "score": "2", "won": True, "open": False}
MATCH = {"decided": True, "note": "Forfeit", "sides": [SIDE, SIDE | {"won": False, "score": ""}]}
ROUND = {"name": "Final", "note": "best of 3", "places": [MATCH, None], "feeds": []}
SHEETS = {
    "bracket": {
        "parts": [{"name": "Main", "rounds": [ROUND | {"feeds": [[0, 0]]}, ROUND]}],
        "groups": [
            {
                "name": "A",
                "entrant": "Entrant",
                "columns": ["P"],
                "rows": [{"rank": "1", "name": "X", "cells": ["3"]}],
            }
        ],
    },
    "schedule": {
        "columns": ["Time", "Station", "Match", "", "Result"],
        "days": [
            {
                "name": "Sunday",
                "rows": [
                    {
                        "time": "18:00",
                        "sure": False,
                        "station": "Table 1",
                        "sides": "A – B",
                        "place": "Final",
                        "result": "2 – 1",
                    }
                ],
            }
        ],
    },
    "slips": {
        "labels": {
            "time": "Time",
            "station": "Station",
            "length": "Length",
            "total": "Total",
            "scan": "Scan",
            "signatures": ["One", "Other", "Referee"],
        },
        "slips": [
            {
                "place": "Final",
                "code": "F",
                "time": "18:00",
                "station": "",
                "length": "Best of 3",
                "games": 3,
                "sides": ["A", "B"],
                "qr": "",
            }
        ],
    },
    "check_in": {
        "columns": ["", "No.", "Name", "Players", "Reference"],
        "rows": [{"done": True, "number": "1", "name": "A", "people": "B, C", "reference": "DC-1"}],
    },
}
EMPTY = {
    "bracket": {"parts": [], "groups": []},
    "schedule": {"columns": [], "days": []},
    "slips": {"labels": SHEETS["slips"]["labels"], "slips": []},
    "check_in": {"columns": [], "rows": []},
}


def picture(sheet: str, values: dict, language: str = "en") -> Image.Image:
    drawn = typst.compile(
        str(TYPST / f"{sheet}.typ"),
        format="png",
        ppi=50,
        **sources(HEAD | values, language=language),
    )
    first = drawn[0] if isinstance(drawn, list) else drawn
    return Image.open(BytesIO(first)).convert("RGB")


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_a_pdf_and_the_same_twice(sheet):
    pdf = pdf_of(sheet, HEAD | SHEETS[sheet], language="en")

    assert pdf.startswith(b"%PDF-")
    assert pdf == pdf_of(sheet, HEAD | SHEETS[sheet], language="en")


@pytest.mark.parametrize("sheet", SHEETS)
def test_it_is_readable_in_black_and_white(sheet):
    colours = picture(sheet, SHEETS[sheet]).getcolors(1 << 20)

    assert all(len(set(colour)) == 1 for _number, colour in colours)


@pytest.mark.parametrize("sheet", EMPTY)
def test_nothing_to_print_is_said(sheet):
    assert picture(sheet, EMPTY[sheet]).getcolors(1 << 20) != picture(
        sheet, EMPTY[sheet] | {"empty": ""}
    ).getcolors(1 << 20)


@pytest.mark.parametrize(
    "name", ["#panic()", '"; panic()', "W" * 300, "ঢাকা ড্রাগনস", "\x00\u202eabc", "*_$@<x>"]
)
def test_names_are_never_markup_and_always_fit(name):
    values = {"parts": [{"name": name, "rounds": [ROUND]}], "groups": []}
    values["parts"][0]["rounds"] = [
        ROUND | {"places": [MATCH | {"sides": [SIDE | {"name": name}] * 2}]}
    ]

    assert pdf_of("bracket", HEAD | values | {"title": name}, language="bn").startswith(b"%PDF-")


@pytest.mark.parametrize(("paper", "long_side"), [("a4", 842), ("a3", 1191)])
def test_paper_is_chosen(paper, long_side):
    drawn = typst.compile(
        str(TYPST / "bracket.typ"),
        format="png",
        ppi=72,
        **sources(HEAD | SHEETS["bracket"], language="en", paper=paper),
    )

    assert Image.open(BytesIO(drawn[0])).width == long_side
