"""What an image says of the programs that it went through, before that is thrown away."""

import re
import struct
from collections.abc import Iterator

from PIL import ExifTags, Image

# Names of programs that change pictures. A phone names itself here too, and is not meant.
EDITORS = re.compile(
    r"adobe|photoshop|lightroom|illustrator|imageready|fireworks|gimp|snapseed|picsart|canva"
    r"|pixlr|photopea|paint|affinity|pixelmator|photoscape|photodirector|photofiltre|fotor|befunky"
    r"|inkscape|krita|figma|sketch|procreate|acdsee|corel|meitu|facetune|airbrush|inshot"
    r"|imagemagick|graphicsmagick|xnview|irfanview|faststone|acorn|capcut|polarr|ibis"
    r"|stable diffusion|comfyui|midjourney|dall.?e|firefly|openai|gemini",
    re.IGNORECASE,
)
XMP_TOOLS = re.compile(
    r"(CreatorTool|softwareAgent)\s*(?:=\s*[\"']|>\s*)([^\"'<]{1,200})", re.IGNORECASE
)
EXIF_TAGS = {
    ExifTags.Base.Software: "Software",
    ExifTags.Base.ProcessingSoftware: "ProcessingSoftware",
    ExifTags.Base.ImageDescription: "ImageDescription",
}
# Other programs, and Facebook, use Photoshop's segment for captions alone (IPTC and its hash).
CAPTIONS = {0x0404, 0x0425}
MOST_HINTS = 8
LONGEST = 80
READ_OF_A_TEXT = 64 * 1024  # of each text at most

ODD = (OSError, SyntaxError, ValueError, KeyError, TypeError, EOFError, struct.error)


def editing_hints(image: Image.Image) -> list[str]:
    """Where ``image``, which is decoded, names a program that edits: "Software: GIMP 2.10".

    At most eight, short and printable: whoever made the file chose every character.
    """
    found = [
        f"{where}: {text[:LONGEST]}"
        for where, said in _texts(image)
        if (text := _printable(said)) and EDITORS.search(text)
    ]
    if set(_dictionary(image.info.get("photoshop"))) - CAPTIONS:
        found.append("APP13: Photoshop")
    return list(dict.fromkeys(found))[:MOST_HINTS]


def exif_value(image: Image.Image, tag: int) -> object:
    """A value of the EXIF; None as well where they are broken, which spoils no picture."""
    try:
        value = image.getexif().get(tag)
        hash(value)
    except ODD:
        return None
    return value


def _texts(image: Image.Image) -> Iterator[tuple[str, object]]:
    for tag, name in EXIF_TAGS.items():
        yield name, exif_value(image, tag)
    texts = _dictionary(getattr(image, "text", None))  # the chunks of a PNG
    for xmp in (image.info.get("xmp"), texts.get("XML:com.adobe.xmp")):
        yield from XMP_TOOLS.findall(_plain(xmp))
    yield "Comment", image.info.get("comment")
    for key, text in texts.items():
        if key != "XML:com.adobe.xmp":
            yield _printable(key)[:20], text


def _dictionary(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _plain(said: object) -> str:
    if isinstance(said, bytes):
        return said[:READ_OF_A_TEXT].decode("utf-8", "replace")
    return said[:READ_OF_A_TEXT] if isinstance(said, str) else ""


def _printable(said: object) -> str:
    """One line of what was said, without what a terminal or a page would act upon."""
    plain = "".join(each if each.isprintable() else " " for each in _plain(said)[:1000])
    return " ".join(plain.split())
