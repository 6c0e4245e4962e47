"""How much memory and how much of a request an upload takes."""

import os
import subprocess
import sys
import tracemalloc

import pytest
from django.conf import settings as project
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import File
from PIL import Image

from deltacrown.uploads import clean_image, clean_image_or_video
from tests.deltacrown.upload_matrix import FIVE_MEGABYTES, padded
from tests.factories.images import mp4, png_upload, sent

MEGABYTE = 1024 * 1024
# In a process of its own, since what a process once took it keeps: how many KB of memory a
# photo of 12 megapixels takes, which are 46 MB of pixels and as many again while it is turned.
PHOTO = """
import resource, django; django.setup()
from django.core.files.base import File
from deltacrown.uploads import clean_image
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
clean_image(File(open("{small}", "rb"), name="a.jpg"))
before = peak()
clean_image(File(open("{large}", "rb"), name="a.jpg"))
print(peak() - before)
"""


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_a_file_of_five_megabytes_is_never_in_memory_as_a_whole(tmp_path, format):
    content, name = padded(format, FIVE_MEGABYTES)
    upload = on_disk(tmp_path, content, name)
    clean_image(sent(*padded(format, 5000)))  # what is loaded once, is loaded now

    assert peak_of(lambda: clean_image(upload)) < MEGABYTE


def test_a_video_is_never_in_memory_as_a_whole(tmp_path):
    upload = on_disk(tmp_path, mp4(pixels=bytes(20 * MEGABYTE)), "a.mp4")

    assert peak_of(lambda: clean_image_or_video(upload)) < MEGABYTE


def test_a_photo_of_twelve_megapixels_takes_little_more_than_its_pixels(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    for name, size in (("small.jpg", (40, 30)), ("large.jpg", (4000, 3000))):
        Image.effect_noise(size, 60).convert("RGB").save(tmp_path / name, quality=50, exif=exif)
    program = PHOTO.format(small=tmp_path / "small.jpg", large=tmp_path / "large.jpg")

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project.BASE_DIR,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([".", "site"])},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 180 * 1024


def on_disk(tmp_path, content: bytes, name: str):
    """An upload as Django hands it on above FILE_UPLOAD_MAX_MEMORY_SIZE."""
    path = tmp_path / name
    path.write_bytes(content)
    return File(path.open("rb"), name=name)


def peak_of(work) -> int:
    """The most that Python had at once while it did ``work``; pixels are Pillow's own."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_request_that_nothing_accepts_is_refused_before_it_is_read(rf, settings):
    settings.UPLOAD_MAX_REQUEST_BYTES = 100
    request = rf.post("/", {"upload": png_upload()})

    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018
    assert request.META["wsgi.input"].read(10).startswith(b"--")


@pytest.mark.django_db
def test_a_visitor_with_a_huge_request_is_told_so(client, settings):
    settings.UPLOAD_MAX_REQUEST_BYTES = 100

    assert client.post("/accounts/login/", {"upload": png_upload()}).status_code == 400


def test_large_uploads_are_spooled_to_the_disk(rf):
    content = padded("PNG", 2 * MEGABYTE)[0]

    uploads = rf.post("/", {"upload": sent(content)}).FILES

    assert uploads["upload"].temporary_file_path()
    assert uploads["upload"].size == len(content)
