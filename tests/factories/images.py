import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def png_upload(name: str = "proof.png", *, colour: str = "navy") -> SimpleUploadedFile:
    """A small, honest PNG as a browser would send it."""
    content = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")
