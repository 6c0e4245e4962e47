import hashlib
import re
import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageColor, PngImagePlugin

from deltacrown.errors import Refused
from deltacrown.uploads import clean_image

RED, BLUE = (200, 30, 30), (30, 30, 200)
FIVE_MEGABYTES = 5 * 1024 * 1024
WAVE = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00" + bytes(24)
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def picture(*, format="PNG", size=(40, 20), colour=RED, mode="RGB", **options) -> bytes:
    written = BytesIO()
    Image.new(mode, size, colour).save(written, format=format, **options)
    return written.getvalue()


def sent(content: bytes, name: str = "proof.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def stored(clean) -> bytes:
    clean.file.seek(0)
    return clean.file.read()


def refusal_of(content: bytes, name: str = "proof.png", **options) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        clean_image(sent(content, name), **options)
    return refusal.value.code, refusal.value.message


@pytest.mark.parametrize(
    ("name", "format", "extension"),
    [
        ("proof.jpg", "JPEG", ".jpg"),
        ("PROOF.JPEG", "JPEG", ".jpg"),
        ("proof.png", "PNG", ".png"),
        ("a.html.png", "PNG", ".png"),
        ("image:1234", "PNG", ".png"),
    ],
)
def test_an_honest_image_gets_a_random_name_and_the_extension_of_its_content(
    name, format, extension
):
    content = picture(format=format)

    clean = clean_image(sent(content, name))

    assert re.fullmatch(rf"[0-9a-f]{{32}}\{extension}", clean.file.name)
    assert (clean.format, clean.width, clean.height) == (format, 40, 20)
    assert clean.sha256 == hashlib.sha256(content).hexdigest()
    assert Image.open(BytesIO(stored(clean))).size == (40, 20)


def test_the_same_image_twice_has_two_names_and_one_fingerprint():
    one, other = clean_image(sent(picture())), clean_image(sent(picture()))

    assert one.file.name != other.file.name
    assert one.sha256 == other.sha256


def test_an_upload_that_was_read_before_is_read_from_its_beginning():
    upload = sent(picture())
    upload.read()

    assert clean_image(upload).width == 40


def test_an_empty_file_is_refused():
    assert refusal_of(b"") == ("empty", "The file is empty.")


def test_five_megabytes_are_accepted_and_one_byte_more_is_refused():
    image = picture(format="JPEG")
    exactly = image + bytes(FIVE_MEGABYTES - len(image))

    assert clean_image(sent(exactly, "proof.jpg")).width == 40
    assert refusal_of(exactly + b"\0", "proof.jpg") == (
        "too_large",
        "The file is larger than 5 MB.",
    )


def test_the_limits_come_from_the_settings_and_may_be_given(settings):
    settings.PROOF_MAX_BYTES = 10
    settings.UPLOAD_MAX_PIXELS = 700

    assert refusal_of(picture())[0] == "too_large"
    assert refusal_of(picture(), max_bytes=10_000)[0] == "pixels"
    assert clean_image(sent(picture()), max_bytes=10_000, max_pixels=800).height == 20


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "a.svg", "an SVG image"),
        (
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
            "a.png",
            "an SVG image",
        ),
        (b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)//", "a.gif", "a GIF image"),
        (b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)//", "a.png", "a GIF image"),
        (WAVE, "a.webp", "a sound recording"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a.pdf", "a PDF document"),
        (b"<!doctype html><html><script>alert(1)</script></html>", "a.png", "a web page"),
        (b"I have paid, believe me.", "a.jpg", "a text"),
        (bytes(range(256)), "a.jpg", "another kind of file"),
        (picture(format="WEBP"), "a.webp", "a WebP image"),
        (picture(format="TIFF"), "a.png", "another kind of file"),
    ],
)
def test_what_is_no_accepted_image_is_refused_by_its_content(content, name, found):
    assert refusal_of(content, name) == (
        "type",
        f"Only JPEG, PNG or HEIC images are accepted; this is {found}.",
    )


def test_a_sound_is_no_webp_image_where_webp_is_accepted():
    assert refusal_of(WAVE, "a.webp", formats=["WEBP"])[0] == "type"
    assert clean_image(sent(picture(format="WEBP"), "a.webp"), formats=["WEBP"]).format == "WEBP"


@pytest.mark.parametrize(
    ("format", "name", "message"),
    [
        ("PNG", "proof.html", "The file is named .html, but it is a PNG image."),
        ("PNG", "proof.jpg", "The file is named .jpg, but it is a PNG image."),
        ("JPEG", "proof.png", "The file is named .png, but it is a JPEG image."),
        ("JPEG", "proof.jpg.svg", "The file is named .svg, but it is a JPEG image."),
    ],
)
def test_a_name_that_disagrees_with_the_content_is_refused(format, name, message):
    assert refusal_of(picture(format=format), name) == ("extension", message)


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (8_000, 5_001)])
def test_a_small_file_of_too_many_pixels_is_refused_before_it_is_decoded(width, height):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = zlib.compress(bytes(100))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")

    assert refusal_of(bomb) == ("pixels", "The image has more than 40 megapixels.")


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_truncated_image_is_refused(format, part):
    written = BytesIO()
    Image.effect_noise((80, 80), 50).convert("RGB").save(written, format=format)
    whole = written.getvalue()

    refusal = refusal_of(whole[: int(len(whole) * part)], f"proof.{format.lower()}")

    assert refusal == ("damaged", "The image is damaged or incomplete.")


def test_a_png_with_a_flipped_byte_is_refused():
    broken = bytearray(picture(size=(200, 200)))
    broken[broken.index(b"IDAT") + 9] ^= 0xFF

    assert refusal_of(bytes(broken))[0] == "damaged"


def test_an_image_type_without_an_image_is_refused():
    assert refusal_of(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)))[0] == "damaged"


def test_an_animated_png_is_refused():
    content = picture(save_all=True, append_images=[Image.new("RGB", (40, 20), BLUE)])

    assert refusal_of(content) == ("animated", "Animated images are not accepted.")


def test_a_phone_photo_with_a_preview_keeps_the_photo_alone():
    content = picture(format="MPO", save_all=True, append_images=[Image.new("RGB", (40, 20), BLUE)])
    assert Image.open(BytesIO(content)).n_frames == 2

    clean = clean_image(sent(content, "photo.jpg"))

    image = Image.open(BytesIO(stored(clean)))
    assert (image.format, getattr(image, "n_frames", 1), clean.format) == ("JPEG", 1, "JPEG")
    assert image.getpixel((0, 0))[0] > 150


def test_a_photo_loses_its_place_its_maker_and_its_comment():
    exif = Image.Exif()
    exif[MAKER] = "A phone"
    exif.get_ifd(GPS)[2] = (23.0, 48.0, 36.0)
    content = picture(format="JPEG", exif=exif, comment=b"my home", icc_profile=b"profile")
    assert Image.open(BytesIO(content)).getexif().get_ifd(GPS) != {}

    clean = clean_image(sent(content, "photo.jpg"))

    image = Image.open(BytesIO(stored(clean)))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(word in stored(clean) for word in (b"Exif", b"A phone", b"my home", b"profile"))


def test_a_png_loses_its_texts():
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "Somebody")
    note.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>")
    content = picture(pnginfo=note, icc_profile=b"profile", dpi=(300, 300))

    clean = clean_image(sent(content))

    assert Image.open(BytesIO(stored(clean))).info == {}
    assert re.findall(rb"IHDR|tEXt|iTXt|iCCP|pHYs|IDAT|IEND", stored(clean)) == [
        b"IHDR",
        b"IDAT",
        b"IEND",
    ]


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_what_hangs_behind_the_image_is_not_stored(format):
    content = picture(format=format) + b"<script>alert(1)</script>"

    clean = clean_image(sent(content, f"proof.{format.lower()}"))

    assert b"script" not in stored(clean)
    assert Image.open(BytesIO(stored(clean))).size == (40, 20)


@pytest.mark.parametrize(
    ("orientation", "corners"),
    [
        (1, ("red", "blue", "white", "black")),
        (2, ("blue", "red", "black", "white")),
        (3, ("black", "white", "blue", "red")),
        (4, ("white", "black", "red", "blue")),
        (5, ("red", "white", "blue", "black")),
        (6, ("white", "red", "black", "blue")),
        (7, ("black", "blue", "white", "red")),
        (8, ("blue", "black", "red", "white")),
    ],
)
def test_a_photo_comes_out_upright_however_the_phone_was_held(orientation, corners):
    taken = Image.new("RGB", (40, 20), "black")
    for colour, corner in (("red", (0, 0)), ("blue", (20, 0)), ("white", (0, 10))):
        taken.paste(colour, (*corner, corner[0] + 20, corner[1] + 10))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    written = BytesIO()
    taken.save(written, format="PNG", exif=exif)

    clean = clean_image(sent(written.getvalue()))

    upright = Image.open(BytesIO(stored(clean)))
    width, height = (40, 20) if orientation < 5 else (20, 40)
    assert (clean.width, clean.height) == upright.size == (width, height)
    assert [
        upright.getpixel(at)
        for at in ((0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1))
    ] == [ImageColor.getrgb(colour) for colour in corners]


def test_a_rotated_phone_photo_comes_out_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6

    clean = clean_image(sent(picture(format="JPEG", exif=exif), "photo.jpg"))

    image = Image.open(BytesIO(stored(clean)))
    assert (clean.width, clean.height) == image.size == (20, 40)
    assert dict(image.getexif()) == {}


def test_odd_metadata_do_not_spoil_a_good_photo():
    turned = struct.pack(">HHIHH", ORIENTATION, 3, 1, 6, 0)
    resolution_in_letters = struct.pack(">HHI4s", 0x011A, 2, 1, b"abcd")
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02" + turned + resolution_in_letters + bytes(8)

    clean = clean_image(sent(picture(format="JPEG", exif=exif), "photo.jpg"))

    assert (clean.width, clean.height) == (20, 40)


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("RGB", RED, ("RGB", RED)),
        ("RGBA", (1, 2, 3, 128), ("RGBA", (1, 2, 3, 128))),
        ("L", 77, ("RGB", (77, 77, 77))),
        ("LA", (77, 9), ("RGBA", (77, 77, 77, 9))),
        ("1", 1, ("RGB", (255, 255, 255))),
        ("P", 0, ("RGB", (0, 0, 0))),
        ("I;16", 0x8000, ("RGB", (128, 128, 128))),
    ],
)
def test_png_pixels_survive_whatever_their_mode(mode, colour, expected):
    clean = clean_image(sent(picture(mode=mode, colour=colour)))

    image = Image.open(BytesIO(stored(clean)))
    assert (image.mode, image.getpixel((0, 0))) == expected


def test_a_cmyk_jpeg_becomes_one_that_browsers_show():
    clean = clean_image(sent(picture(format="JPEG", mode="CMYK", colour=(0, 0, 0, 0)), "a.jpg"))

    assert Image.open(BytesIO(stored(clean))).mode == "RGB"
