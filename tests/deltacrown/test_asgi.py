"""The whole site on one port, as ``make run`` starts it."""

import re
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from deltacrown.live_tokens import sign_topics
from tests.deltacrown.live.streaming import Stream, VersionFile
from tests.load.processes import ROOT, environment, live_process
from tests.serving import database_url
from tournaments.core.versions import raise_versions

CUP = "tournament:5"
WHOLE = ["-m", "uvicorn", "deltacrown.asgi:application", "--host", "127.0.0.1"]
FORM = """--boundary\r
Content-Disposition: form-data; name="csrfmiddlewaretoken"\r
\r
{token}\r
--boundary\r
Content-Disposition: form-data; name="photo"; filename="photo.bin"\r
Content-Type: application/octet-stream\r
\r
{content}\r
--boundary--\r
"""


def fetched(port, path, **headers):
    answer = build_opener().open(Request(f"http://127.0.0.1:{port}{path}", headers=headers))
    return answer.status, answer.read().decode()


def test_streams_and_the_site_share_one_port_and_end_together(tmp_path):
    versions = VersionFile(tmp_path / "site.sqlite3")
    with (
        live_process(environment(versions.url), WHOLE) as process,
        Stream(process.port, sign_topics([CUP])) as stream,
    ):
        stream.event()
        versions.write(CUP, 3)

        assert stream.event() == {"topic": CUP, "version": 3}
        assert fetched(process.port, "/healthz/") == (200, "ok")
        assert process.terminate() < 4


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_pages_and_long_uploads_come_through():
    with live_process(environment(database_url()), WHOLE) as process:
        site = build_opener(HTTPCookieProcessor(CookieJar()))
        login = f"http://127.0.0.1:{process.port}/accounts/login/"
        page = site.open(login).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        form = FORM.format(token=token, content="x" * 8_000_000).encode()
        headers = {"Content-Type": "multipart/form-data; boundary=boundary"}
        with Stream(process.port, sign_topics([CUP])) as stream:
            stream.event()
            answer = site.open(Request(login, data=form, headers=headers))
            raise_versions(CUP)

            assert (answer.status, stream.event()["version"]) == (200, 1)
            assert "errorlist" in answer.read().decode()


def test_the_site_sees_no_header_that_could_be_mistaken_for_another():
    from deltacrown.asgi import without_underscores

    scope = {
        "type": "http",
        "headers": [(b"x_forwarded_for", b"192.0.2.1"), (b"x-forwarded-for", b"198.51.100.7")],
    }

    assert without_underscores(scope) == {
        "type": "http",
        "headers": [(b"x-forwarded-for", b"198.51.100.7")],
    }


@pytest.mark.parametrize("file", ["Procfile", "compose.yaml", "docs/deploying.md"])
def test_no_command_lets_the_server_write_tokens_or_believe_a_visitors_address(file):
    lines = (ROOT / file).read_text().splitlines()
    commands = [line for line in lines if "uvicorn" in line and "--port" in line]

    assert commands
    for command in commands:
        for wanted in ("--no-access-log", "--no-proxy-headers", "--timeout-graceful-shutdown"):
            assert wanted in command
