"""Banners and receipts, drawn with Pillow, so that the repository carries no pictures."""

import io
import math

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from deltacrown.cms.models import SiteImage

GOLD = (242, 190, 72)


def banner(title: str, *, dark: tuple[int, int, int], light: tuple[int, int, int]) -> SiteImage:
    """A wide picture of slanted light; kept in the image library."""
    width, height = 1600, 640
    gradient = Image.linear_gradient("L").resize((width, height)).rotate(12, expand=False)
    image = Image.composite(
        Image.new("RGB", (width, height), light), Image.new("RGB", (width, height), dark), gradient
    )
    draw = ImageDraw.Draw(image, "RGBA")
    for number in range(9):
        left = -300 + number * 230
        shine = 10 + 14 * (number % 3)
        draw.polygon(
            [(left, height), (left + 90, height), (left + 390, 0), (left + 300, 0)],
            fill=(255, 255, 255, shine),
        )
    _crown(draw, centre=(1230, 330), size=190)
    content = io.BytesIO()
    image.save(content, "PNG")
    return SiteImage.objects.create(
        title=title,
        file=ImageFile(content, name=f"{title.lower().replace(' ', '-')}.png"),
        width=width,
        height=height,
    )


def receipt(*, method: str, transaction_id: str, amount: str, payer: str) -> SimpleUploadedFile:
    """A made-up receipt of a phone wallet, as a player would photograph it."""
    image = Image.new("RGB", (720, 1180), (246, 247, 251))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 720, 230), fill=(196, 24, 98))
    draw.text((48, 70), method, font=_font(64), fill="white")
    draw.text((48, 150), "Payment successful", font=_font(34), fill="white")
    lines = [
        ("Amount", amount),
        ("Transaction", transaction_id),
        ("From", payer),
        ("To", "Merchant"),
    ]
    for number, (label, value) in enumerate(lines):
        top = 300 + number * 170
        draw.text((48, top), label, font=_font(30), fill=(110, 116, 135))
        draw.text((48, top + 46), value, font=_font(48), fill=(24, 28, 44))
        draw.line((48, top + 126, 672, top + 126), fill=(222, 225, 235), width=3)
    content = io.BytesIO()
    image.save(content, "PNG")
    return SimpleUploadedFile("receipt.png", content.getvalue(), content_type="image/png")


def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def _crown(draw: ImageDraw.ImageDraw, *, centre: tuple[int, int], size: int) -> None:
    x, y = centre
    points = [(x - size, y + size // 2)]
    for number in range(5):
        across = x - size + number * size // 2
        points.append((across, y - size // 2 + int(30 * math.cos(number))))
        if number < 4:
            points.append((across + size // 4, y + size // 8))
    points.append((x + size, y + size // 2))
    draw.polygon(points, fill=(*GOLD, 235))
    draw.rectangle((x - size, y + size * 5 // 8, x + size, y + size * 7 // 8), fill=(*GOLD, 235))
