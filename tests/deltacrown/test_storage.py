import re
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage, storages
from django.db.migrations.writer import MigrationWriter
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils import timezone

from deltacrown.storage import RandomName, private_response, private_storage

FIELD = FileField(storage=private_storage, upload_to=RandomName("proofs"), name="proof")
SAFE = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def lying_in(storage, name="proofs/2030/05/a b.png", content=b"pixels") -> FieldFile:
    file = FieldFile(instance=None, field=FIELD, name=storage.save(name, ContentFile(content)))
    file.storage = storage
    return file


@pytest.fixture
def served(db):
    """``private_response``; its files are closed at the end, when Django looks at the database."""
    responses = []

    def serve(*args, **kwargs):
        responses.append(private_response(*args, **kwargs))
        return responses[-1]

    yield serve
    for response in responses:
        response.close()


@pytest.fixture
def disk(tmp_path):
    return FileSystemStorage(location=tmp_path)


def test_private_storage_is_the_one_of_the_settings():
    assert private_storage() is storages["private"]


def test_the_migration_names_the_callables_and_no_place():
    _, _, _, options = FIELD.deconstruct()

    written = {name: MigrationWriter.serialize(value)[0] for name, value in options.items()}

    assert written == {
        "storage": "deltacrown.storage.private_storage",
        "upload_to": "deltacrown.storage.RandomName('proofs')",
    }


@pytest.mark.parametrize(
    ("filename", "extension"),
    [
        ("x.png", ".png"),
        ("X.JPG", ".jpg"),
        ("page.html", ".bin"),
        ("drawing.svg", ".bin"),
        ("../../etc/passwd", ".bin"),
        ("a.png/../b", ".bin"),
        ("", ".bin"),
    ],
)
def test_a_random_name_keeps_nothing_but_a_known_extension(monkeypatch, filename, extension):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 5, 1, tzinfo=UTC))

    name = RandomName("proofs")(None, filename)

    assert re.fullmatch(rf"proofs/2030/05/[0-9a-f]{{32}}\{extension}", name)


def test_random_names_differ():
    name = RandomName("proofs")

    assert name(None, "a.png") != name(None, "a.png")


def test_a_private_file_is_streamed_as_an_attachment(disk, served):
    file = lying_in(disk)

    response = served(file, filename="পেমেন্ট.png", content_type="image/png")

    assert isinstance(response, FileResponse)
    assert response.getvalue() == b"pixels"
    assert dict(response.headers) == {
        **SAFE,
        "Content-Disposition": "attachment; filename*=utf-8''"
        "%E0%A6%AA%E0%A7%87%E0%A6%AE%E0%A7%87%E0%A6%A8%E0%A7%8D%E0%A6%9F.png",
        "Content-Length": "6",
        "Content-Type": "image/png",
    }


def test_nginx_sends_the_file_when_it_lies_on_a_disk(disk, settings, served):
    settings.PRIVATE_ACCEL_PREFIX = "/private-files/"
    file = lying_in(disk)

    response = served(file, filename="proof.png", content_type="image/png")

    assert response.content == b""
    assert dict(response.headers) == {
        **SAFE,
        "Content-Disposition": 'attachment; filename="proof.png"',
        "Content-Type": "image/png",
        "X-Accel-Redirect": f"/private-files/{file.name.replace(' ', '%20')}",
    }


def test_the_file_is_streamed_when_it_lies_elsewhere_even_behind_nginx(settings, served):
    settings.PRIVATE_ACCEL_PREFIX = "/private-files/"

    response = served(lying_in(InMemoryStorage()), filename="proof.png", content_type="image/png")

    assert response.getvalue() == b"pixels"
    assert "X-Accel-Redirect" not in response.headers


@pytest.mark.parametrize(
    ("content_type", "inline", "disposition"),
    [
        ("image/png", True, "inline"),
        ("image/jpeg", True, "inline"),
        ("image/png", False, "attachment"),
        ("text/html", True, "attachment"),
        ("image/svg+xml", True, "attachment"),
        ("application/pdf", True, "attachment"),
    ],
)
def test_only_images_are_shown_in_the_page(disk, content_type, inline, disposition, served):
    response = served(lying_in(disk), filename="proof", content_type=content_type, inline=inline)

    assert response.headers["Content-Disposition"] == f'{disposition}; filename="proof"'


def test_a_file_name_cannot_add_a_header(disk, served):
    response = served(lying_in(disk), filename='a"\r\nSet-Cookie: b=c', content_type="image/png")

    assert "Set-Cookie" not in response.headers
    assert "\n" not in response.headers["Content-Disposition"]


def test_a_file_that_is_gone_is_not_found(disk):
    file = lying_in(disk)
    disk.delete(file.name)

    with pytest.raises(Http404):
        private_response(file, filename="proof.png", content_type="image/png")
