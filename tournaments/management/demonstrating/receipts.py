"""Made-up receipts of phone wallets, as players photograph them."""

import io
import random
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw

from tournaments.management.demonstrating.pictures import font

WIDTH, HEIGHT = 480, 800
EDITOR = "Adobe Photoshop 25.4 (Android)"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says. Receipts of one ``look`` resemble each other, and no others."""

    method: str
    transaction_id: str
    amount: str
    payer: str
    look: int
    edited: bool = False

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [
            ("Amount", self.amount),
            ("Transaction", self.transaction_id),
            ("From", self.payer),
            ("To", "Merchant"),
        ]


def photo(receipt: Receipt) -> SimpleUploadedFile:
    """The screen of a phone on some background, so that photos of two people differ."""
    dice = random.Random(receipt.look)  # noqa: S311
    image = _table(dice)
    screen = _screen(receipt, dice)
    image.paste(screen, (dice.randrange(0, 90), dice.randrange(0, 200)))
    exif = Image.Exif()
    if receipt.edited:
        exif[ExifTags.Base.Software] = EDITOR
    content = io.BytesIO()
    image.save(content, "JPEG", quality=80, exif=exif)
    name = f"receipt-{receipt.transaction_id}.jpg"
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def _table(dice: random.Random) -> Image.Image:
    """A few large squares of light and shade."""
    squares = Image.new("L", (4, 6))
    squares.putdata([dice.randrange(30, 225) for _square in range(24)])
    light = squares.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return Image.merge("RGB", [light.point(lambda level, by=by: level * by) for by in _tint(dice)])


def _tint(dice: random.Random) -> list[float]:
    return [dice.uniform(0.55, 1.0) for _colour in range(3)]


def _screen(receipt: Receipt, dice: random.Random) -> Image.Image:
    head = tuple(dice.randrange(20, 200) for _colour in range(3))
    screen = Image.new("RGB", (370, 580), (246, 247, 251))
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 370, 110), fill=head)
    draw.text((24, 24), receipt.method, font=font(34), fill="white")
    draw.text((24, 70), "Payment successful", font=font(18), fill="white")
    for number, (label, value) in enumerate(receipt.lines):
        top = 140 + number * 106
        draw.text((24, top), label, font=font(16), fill=(110, 116, 135))
        draw.text((24, top + 26), value, font=font(26), fill=(24, 28, 44))
        draw.line((24, top + 78, 346, top + 78), fill=(222, 225, 235), width=2)
    return screen
