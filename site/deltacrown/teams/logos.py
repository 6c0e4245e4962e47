"""The logo of a team, from what somebody sends."""

from io import BytesIO

from django.core.files.base import ContentFile, File
from PIL import Image

from deltacrown.uploads import clean_image

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST = (512, 512)  # shown at 72 pixels at most; the rest is for sharp screens


def clean_logo(upload: File) -> ContentFile:
    """The image made safe, and not larger than anybody sees it. ``Refused`` says what is wrong."""
    clean = clean_image(upload, formats=FORMATS)
    if clean.width <= LARGEST[0] and clean.height <= LARGEST[1]:
        return clean.file
    small = BytesIO()
    with Image.open(clean.file, formats=[clean.format]) as image:
        image.thumbnail(LARGEST)
        image.save(small, format=clean.format)
    return ContentFile(small.getvalue(), name=clean.file.name)
