import struct

import pytest
from PIL import Image, PngImagePlugin

from deltacrown.uploads import clean_image
from tests.factories.images import ORIENTATION, SOFTWARE, exif, picture, sent, written

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description xmp:CreatorTool="%s">'
    "<stEvt:softwareAgent>%s</stEvt:softwareAgent></rdf:Description></x:xmpmeta>"
)


def hints_of(content: bytes, name: str) -> list[str]:
    return clean_image(sent(content, name), formats=["JPEG", "PNG", "WEBP", "HEIC"]).hints


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">HH", marker, len(body) + 2) + body


def resource(code: int, body: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", code, 0, len(body)) + body + bytes(len(body) % 2)


def with_segment(content: bytes, marker: int, body: bytes) -> bytes:
    return content[:2] + segment(marker, body) + content[2:]


@pytest.mark.parametrize(
    ("format", "name"),
    [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("HEIF", "a.heic")],
)
def test_the_software_of_the_exif_is_told(format, name):
    content = picture(format=format, exif=exif({SOFTWARE: "Adobe Photoshop 25.1"}).tobytes())

    assert hints_of(content, name) == ["Software: Adobe Photoshop 25.1"]


@pytest.mark.parametrize("software", ["17.1.2", "HDR+ 1.0.5", "G991BXXU5CVL1", "Android 13"])
def test_a_phone_is_no_editor(software):
    assert hints_of(picture(format="JPEG", exif=exif({SOFTWARE: software})), "a.jpg") == []


def test_the_tools_of_the_xmp_are_told_each_once():
    xmp = XMP % ("GIMP 2.10", "Adobe Photoshop Lightroom 13")

    assert hints_of(picture(format="JPEG", xmp=xmp.encode()), "a.jpg") == [
        "CreatorTool: GIMP 2.10",
        "softwareAgent: Adobe Photoshop Lightroom 13",
    ]


def test_the_texts_of_a_png_are_told():
    note = PngImagePlugin.PngInfo()
    note.add_text("Software", "Snapseed 2.0", zip=True)
    note.add_text("Author", "Somebody")
    note.add_itxt("XML:com.adobe.xmp", XMP % ("Canva", "a camera"))

    assert hints_of(picture(pnginfo=note), "a.png") == [
        "CreatorTool: Canva",
        "Software: Snapseed 2.0",
    ]


def test_a_comment_in_a_jpeg_is_told():
    content = picture(format="JPEG", comment=b"Created with GIMP")

    assert hints_of(content, "a.jpg") == ["Comment: Created with GIMP"]


def test_what_photoshop_leaves_in_a_jpeg_is_told_but_not_a_mere_caption():
    head = b"Photoshop 3.0\0"
    resolution = resource(0x03ED, struct.pack(">IHHIHH", 72 << 16, 1, 1, 72 << 16, 1, 1))
    caption = resource(0x0404, b"\x1c\x02x\x00\x03cup")

    saved = with_segment(picture(format="JPEG"), 0xFFED, head + caption + resolution)
    captioned = with_segment(picture(format="JPEG"), 0xFFED, head + caption)

    assert hints_of(saved, "a.jpg") == ["APP13: Photoshop"]
    assert hints_of(captioned, "a.jpg") == []


def test_hints_are_short_few_and_printable():
    note = PngImagePlugin.PngInfo()
    for number in range(30):
        note.add_text(f"Key{number:02}", f"GIMP {number}")
    note.add_text("Key00", "<b>GIMP</b>\x00\x1b[31m\r\n\u202e" + "x" * 5000)

    hints = hints_of(picture(pnginfo=note), "a.png")

    assert len(hints) == 8
    assert hints[0] == "Key00: <b>GIMP</b> [31m " + "x" * 63
    assert all(len(hint) <= 103 and hint.isprintable() for hint in hints)


def test_the_hints_are_of_the_bytes_that_were_sent_and_are_not_stored():
    content = picture(format="JPEG", comment=b"GIMP", exif=exif({SOFTWARE: "Krita"}))

    clean = clean_image(sent(content, "a.jpg"))

    assert clean.hints == ["Software: Krita", "Comment: GIMP"]
    assert not any(word in clean.file.read() for word in (b"GIMP", b"Krita"))


def test_a_broken_exif_spoils_neither_the_picture_nor_its_orientation():
    broken = with_segment(picture(format="JPEG"), 0xFFE1, b"Exif\0\0XX\0*\xff\xff\xff\xff")

    clean = clean_image(sent(broken, "a.jpg"))

    assert (clean.width, clean.height, clean.hints) == (40, 20, [])


# --- pictures that look alike ---------------------------------------------------------


def screen(lines: list[str], size=(360, 640)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    for number, line in enumerate(lines):
        colour = (30 * number % 255, 80, 40 * len(line) % 255)
        image.paste(colour, (20, 60 * number, 20 + 9 * len(line), 60 * number + 40))
    return image


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def test_near_pictures_have_near_hashes_and_others_do_not():
    paid = screen(["bKash", "Send Money", "500.00", "TrxID 9J45KLM2P1", "Successful"])
    map_ = screen(["A" * 30, "B", "C" * 25, "D" * 3, "E" * 33, "F" * 9], size=(640, 360))

    first, again, smaller, other = (
        clean_image(sent(content, name)).perceptual_hash
        for content, name in (
            (written(paid, format="PNG"), "a.png"),
            (written(paid, format="JPEG", quality=60), "b.jpg"),
            (written(paid.resize((270, 480)), format="PNG"), "c.png"),
            (written(map_, format="PNG"), "d.png"),
        )
    )

    assert len(first) == 16
    assert distance(first, again) <= 4
    assert distance(first, smaller) <= 6
    assert distance(first, other) >= 16


def test_the_hash_is_of_the_upright_picture():
    paid = screen(["bKash", "Send Money", "500.00"])
    turned = written(paid.rotate(90, expand=True), format="PNG", exif=exif({ORIENTATION: 6}))

    upright = clean_image(sent(written(paid, format="PNG"))).perceptual_hash

    assert clean_image(sent(turned)).perceptual_hash == upright
