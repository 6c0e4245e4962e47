"""Banners and logos, drawn with Pillow, so that the repository carries no pictures."""

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


def logo(tag: str) -> SimpleUploadedFile:
    """A shield with the tag of a team, in a colour of its own."""
    size = 256
    hue = sum(ord(letter) * 37 for letter in tag) % 360
    image = Image.new("RGB", (size, size), f"hsl({hue}, 45%, 16%)")
    draw = ImageDraw.Draw(image)
    shield = [(40, 36), (216, 36), (216, 140), (128, 232), (40, 140)]
    draw.polygon(shield, fill=f"hsl({hue}, 62%, 46%)", outline=GOLD, width=8)
    draw.text((128, 112), tag, font=font(60), fill="white", anchor="mm")
    content = io.BytesIO()
    image.save(content, "PNG")
    return SimpleUploadedFile(f"{tag}.png", content.getvalue(), content_type="image/png")


def font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
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
