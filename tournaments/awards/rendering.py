"""Certificates as PDF: facts in, bytes out. No database, no clock, no network."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from tournaments.awards.typesetting import clean, fonts, qr

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"

INK = "#141a2e"  # as in ornaments.typ

Kind = Literal["champion", "runner_up", "third_place", "participant"]


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """All that is written on one certificate, in the language it is written in."""

    kind: Kind  # gold, silver, bronze, and the colour of the house
    heading: str  # Certificate of Victory
    statement: str  # for winning the tournament among 32 teams
    recipient: str
    tournament: str
    game: str
    organizer: str
    date_text: str
    placement_text: str  # on the medal: 1st place, Top 8; may be empty
    members: tuple[str, ...]  # of a team; may be empty
    code: str
    verify_url: str
    language: Literal["en", "bn"]


def certificate_pdf(facts: CertificateFacts) -> bytes:
    """Draw the certificate on one A4 sheet. The same facts give the same bytes every time.

    Names of any length and in any writing are made to fit; what looks like markup is
    printed as it is.
    """
    return typst.compile(str(TEMPLATE), format="pdf", **_sources(facts))


def _sources(facts: CertificateFacts) -> dict[str, Any]:
    """What typst needs to draw these facts, in whatever format."""
    inputs = _printable(facts) | {"labels": _labels(facts.language)}
    inputs["qr"] = qr(facts.verify_url, dark=INK)
    return {
        "root": str(TEMPLATE.parent),
        "font_paths": fonts(),
        "sys_inputs": {"facts": json.dumps(inputs)},
    }


def _printable(facts: CertificateFacts) -> dict[str, str]:
    members = ", ".join(_together(clean(name)) for name in facts.members)
    words = {name: clean(words) for name, words in asdict(facts).items() if name != "members"}
    return {**words, "members": members, "address": _address(facts.verify_url)}


def _together(name: str) -> str:
    """Keep a name on one line, unless it would need a line of its own."""
    return name.replace(" ", "\N{NO-BREAK SPACE}") if len(name) <= 40 else name


def _address(url: str) -> str:
    """The address as one types it, with places to break the line."""
    typed = url.removeprefix("https://").removeprefix("http://").rstrip("/")
    return typed.replace("/", "/\N{ZERO WIDTH SPACE}")


def _labels(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "presented_to": _("presented to"),
            "members": _("The team"),
            "date_text": _("Date"),
            "organizer": _("Organizer"),
            "code": _("Certificate code"),
            "verify": _("Verify it at"),
        }
