"""What all that is typeset shares: fonts, words without traps, and codes to scan."""

import unicodedata
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
import typst

FONTS = Path(__file__).parent / "fonts"
JOINERS = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}  # Bengali and emoji need them
SHAPELESS = {"Cc", "Cf", "Co", "Cs"}


@cache
def fonts() -> typst.Fonts:
    """The fonts of this site alone: with those of the system, two machines would differ."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def clean(words: str) -> str:
    """Leave out what has no shape: control characters, and marks that turn the reading round."""
    seen = (
        each
        for each in " ".join(words.split())
        if each in JOINERS or unicodedata.category(each) not in SHAPELESS
    )
    return "".join(seen)


def qr(url: str, *, dark: str = "#000000") -> str:
    """The address as a code to scan: an SVG picture."""
    svg = BytesIO()
    segno.make(url, error="m", micro=False).save(svg, kind="svg", dark=dark, border=2)
    return svg.getvalue().decode()
