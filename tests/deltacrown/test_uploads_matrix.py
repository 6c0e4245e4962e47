"""Each file that people send by mistake or in malice, and what becomes of it."""

import re
import zlib
from io import BytesIO

import pytest
from PIL import Image

from deltacrown.errors import Refused
from deltacrown.uploads import clean_image
from tests.deltacrown.upload_matrix import ACCEPTED, FIVE_MEGABYTES, REFUSED, padded
from tests.factories.images import (
    ORIENTATION,
    RED,
    exif,
    noise,
    picture,
    png_chunk,
    sent,
    written,
)


def refusal_of(content: bytes, name: str, **options) -> str:
    with pytest.raises(Refused) as refusal:
        clean_image(sent(content, name), **options)
    return refusal.value.code


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_file_of_the_matrix_is_refused(case):
    assert refusal_of(case.content(), case.name) == case.code


@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_a_file_of_the_matrix_comes_out_clean(case):
    clean = clean_image(sent(case.content(), case.name))

    content = clean.file.read()
    image = Image.open(BytesIO(content), formats=[case.stored])
    image.load()
    assert re.fullmatch(r"[0-9a-f]{32}\.(jpg|png)", clean.file.name)
    assert (image.format, clean.format, image.size) == (
        case.stored,
        case.stored,
        (clean.width, clean.height),
    )
    assert dict(image.getexif()) == {}
    assert not any(word in content for word in (b"Exif", b"script", b"home"))
    assert len(content) < 10_000


@pytest.mark.parametrize(("more", "code"), [(-1, None), (0, None), (1, "too_large")])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "HEIF"])
def test_five_megabytes_and_a_byte_more_or_less(format, more, code):
    content, name = padded(format, FIVE_MEGABYTES + more)

    if code:
        assert refusal_of(content, name) == code
    else:
        assert clean_image(sent(content, name)).width == 40


def test_heic_of_a_phone_becomes_an_upright_jpeg():
    taken = Image.new("RGB", (64, 32), "blue")
    taken.paste(RED, (0, 0, 32, 32))
    content = written(taken, format="HEIF", quality=90, exif=exif({ORIENTATION: 6}).tobytes())

    clean = clean_image(sent(content, "IMG_0001.HEIC"))

    image = Image.open(clean.file)
    assert (clean.format, clean.width, clean.height) == ("JPEG", 32, 64)
    assert image.getpixel((16, 4))[0] > 150  # what was on the left is at the top
    assert image.getpixel((16, 60))[2] > 150
    assert clean.content_type == "image/jpeg"


def test_heic_of_two_pictures_keeps_the_main_one():
    content = picture(format="HEIF", save_all=True, append_images=[Image.new("RGB", (80, 80))])

    assert clean_image(sent(content, "burst.heic")).width == 40


def test_heic_is_refused_where_it_is_not_wanted():
    assert refusal_of(picture(format="HEIF"), "a.heic", formats=["JPEG", "PNG"]) == "type"


def test_heic_whose_header_claims_few_pixels_is_not_believed():
    content = picture(format="HEIF", size=(512, 512))
    claim = content.replace((512).to_bytes(4) * 2, (8).to_bytes(4) * 2)
    assert claim != content

    assert refusal_of(claim, "a.heic", max_pixels=1000) in {"damaged", "pixels"}


def test_heic_of_too_many_pixels_is_refused_by_its_header():
    content = picture(format="HEIF", size=(512, 512))
    claim = content.replace((512).to_bytes(4) * 2, (30_000).to_bytes(4) * 2)

    assert refusal_of(claim, "a.heic") in {"damaged", "pixels"}


def test_a_gif_is_kept_as_png_and_an_animated_one_is_refused():
    still = picture(format="GIF", transparency=0, mode="P", colour=0)
    moving = picture(
        format="GIF", save_all=True, append_images=[Image.new("RGB", (40, 20), "blue")]
    )

    clean = clean_image(sent(still, "a.gif"), formats=["GIF"])

    assert (clean.format, clean.file.name[-4:]) == ("PNG", ".png")
    assert Image.open(clean.file).getpixel((0, 0))[3] == 0
    assert refusal_of(moving, "a.gif", formats=["GIF"]) == "animated"


def test_an_animated_webp_is_refused():
    moving = noise(format="WEBP", save_all=True, append_images=[Image.new("RGB", (64, 48))])

    assert refusal_of(moving, "a.webp", formats=["WEBP"]) == "animated"


def test_a_webp_of_too_many_pixels_is_refused_by_its_header():
    content = bytearray(picture(format="WEBP", size=(64, 64)))
    at = content.index(b"\x9d\x01\x2a") + 3
    content[at : at + 4] = (16_383).to_bytes(2, "little") * 2

    assert refusal_of(bytes(content), "a.webp", formats=["WEBP"]) in {"damaged", "pixels"}


def test_a_jpeg_that_would_be_gone_over_a_thousand_times_is_refused():
    content = picture(format="JPEG", progressive=True, size=(64, 64))
    scan = content.rindex(b"\xff\xda")
    many = content[:scan] + content[scan:-2] * 1000 + content[-2:]

    assert refusal_of(many, "a.jpg") == "damaged"


def test_scans_are_counted_only_in_the_first_image():
    content = picture(format="JPEG", progressive=True) + b"\xff\xda\x00\x02" * 1000

    assert clean_image(sent(content, "motion.jpg")).width == 40


def test_the_text_of_a_png_cannot_fill_the_memory():
    bomb = b"Comment\0\0" + zlib.compress(bytes(20_000_000), 9)
    content = picture()
    content = content[:33] + png_chunk(b"zTXt", bomb) + content[33:]

    assert refusal_of(content, "a.png") == "damaged"


def test_a_phone_photo_of_twelve_megapixels_comes_out_upright():
    noisy = Image.effect_noise((4000, 3000), 60).convert("RGB")
    noisy.paste((255, 0, 0), (0, 0, 400, 400))
    for quality in range(20, 96, 4):
        content = written(noisy, format="JPEG", quality=quality, exif=exif({ORIENTATION: 6}))
        if len(content) > 4_600_000:
            break
    assert 4_600_000 < len(content) <= FIVE_MEGABYTES

    clean = clean_image(sent(content, "IMG_20301122.jpg"))

    image = Image.open(clean.file)
    assert (clean.width, clean.height) == image.size == (3000, 4000)
    assert image.getpixel((2800, 200))[0] > 200 > 60 > image.getpixel((2800, 200))[1]
    assert dict(image.getexif()) == {}
