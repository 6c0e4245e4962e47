import io
import json
import logging
import logging.config
import re
import sys

import pytest
import structlog
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from deltacrown import logs

NUMBER = re.compile(r"[0-9a-f]{32}")


@pytest.fixture
def lines(monkeypatch):
    """The JSON log lines written since the test began, as dictionaries."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logging.config.dictConfig(logs.logging_settings(as_json=True, level="INFO"))
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    monkeypatch.undo()
    logging.config.dictConfig(settings.LOGGING)


def answer(view, address="/a/?q=somebody@example.org", **headers):
    request = RequestFactory().get(address, headers=headers)
    return logs.RequestIdMiddleware(view)(request)


def facts(line):
    return {name: value for name, value in line.items() if name not in {"timestamp", "ms"}}


def test_a_line_names_its_request_and_never_the_query(lines):
    def view(request):
        logging.getLogger("somewhere").warning("Place %s is taken.", 3)
        return HttpResponse()

    answer(view, **{"X-Request-ID": "from-the-proxy"})

    request = {
        "request_id": "from-the-proxy",
        "method": "GET",
        "path": "/a/",
        "user_id": None,
    }
    assert [facts(line) for line in lines()] == [
        {"event": "Place 3 is taken.", "level": "warning", "logger": "somewhere", **request},
        {
            "event": "request",
            "level": "info",
            "logger": "deltacrown.logs",
            "status": 200,
            **request,
        },
    ]


def test_structlog_lines_look_like_all_others(lines):
    structlog.get_logger("somewhere").info("drawn", stage=7)

    assert [facts(line) for line in lines()] == [
        {"event": "drawn", "stage": 7, "level": "info", "logger": "somewhere"}
    ]


def test_a_user_is_a_number_once_somebody_asked(lines, client, django_user_model):
    user = django_user_model.objects.create_user("ayesha", "ayesha@example.org", "x")
    request = RequestFactory().get("/")
    request._cached_user = user

    logs.RequestIdMiddleware(lambda request: HttpResponse())(request)

    (line,) = lines()
    assert line["user_id"] == user.pk
    assert "ayesha" not in json.dumps(line)


def test_logging_does_not_ask_for_the_user(lines):
    class Asked(Exception):
        pass

    class Request(RequestFactory().get("/").__class__):
        @property
        def user(self):
            raise Asked

    request = Request(RequestFactory().get("/").environ)

    logs.RequestIdMiddleware(lambda request: HttpResponse())(request)

    assert [line["user_id"] for line in lines()] == [None]


def test_a_traceback_shows_no_local_variables(lines):
    def view(request):
        password = "hunter2"
        try:
            raise ValueError(len(password))
        except ValueError:
            logging.getLogger("somewhere").exception("Failed.")
        return HttpResponse()

    answer(view)

    failed, _request = lines()
    assert "ValueError: 7" in failed["exception"]
    assert "hunter2" not in json.dumps(failed)


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "with space 12345", "<script>alert</script>"]
)
def test_an_odd_request_id_is_replaced(given):
    response = answer(lambda request: HttpResponse(), **{"X-Request-ID": given})

    assert NUMBER.fullmatch(response["X-Request-ID"])


def test_a_sound_request_id_of_the_proxy_is_kept():
    response = answer(lambda request: HttpResponse(), **{"X-Request-ID": "f3a1-0042"})

    assert response["X-Request-ID"] == "f3a1-0042"


def test_an_answer_logged_after_the_middleware_still_names_its_request(lines, client, db):
    response = client.get("/t/no-such-tournament/")

    warnings = [line for line in lines() if line["level"] == "warning"]
    assert [(line["event"], line["request_id"]) for line in warnings] == [
        ("Not Found: /t/no-such-tournament/", response["X-Request-ID"])
    ]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/score/{}/", "/score/***/"),
        ("/feeds/{}/matches.ics", "/feeds/***/matches.ics"),
        ("/notifications/unsubscribe/{}/", "/notifications/unsubscribe/***/"),
        ("/claim/{}/", "/claim/***/"),
        ("/accounts/password/reset/key/1a-{}/", "/accounts/password/reset/key/1a-***/"),
    ],
)
def test_a_link_that_lets_in_whoever_has_it_is_not_in_the_log(lines, client, db, address, shown):
    client.get(address.format("s3cret-link"))

    assert {line["path"] for line in lines()} == {shown}
    assert "s3cret-link" not in json.dumps(lines())


def test_outside_a_request_lines_name_none(lines):
    logging.getLogger("somewhere").info("Idle.")

    assert [facts(line) for line in lines()] == [
        {"event": "Idle.", "level": "info", "logger": "somewhere"}
    ]
