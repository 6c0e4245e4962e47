"""The live process by itself, over a file of SQLite."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from deltacrown.live_tokens import sign_topics
from tests.deltacrown.live.streaming import Stream, VersionFile, listen, status
from tests.load.processes import environment, live_process

CUP, MATCH = "tournament:5", "match:7"


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    return VersionFile(tmp_path_factory.mktemp("live") / "site.sqlite3")


@pytest.fixture(scope="module")
def live(versions):
    limits = {"LIVE_MAX_STREAMS": "4", "LIVE_MAX_STREAMS_PER_ADDRESS": "3", "TRUSTED_PROXIES": "1"}
    with live_process(environment(versions.url, **limits)) as process:
        yield process


def test_a_viewer_is_told_where_topics_stand_and_what_changes(live, versions):
    versions.write(CUP, 11)
    with Stream(live.port, sign_topics([CUP, MATCH])) as stream:
        retry = stream.lines()
        first = [stream.event(), stream.event()]
        versions.write(CUP, 12)
        second = stream.event()

    assert re.fullmatch(r"retry: [1-5]\d{3}", retry[0])
    assert first == [{"topic": MATCH, "version": 0}, {"topic": CUP, "version": 11}]
    assert second == {"topic": CUP, "version": 12}


def test_the_answer_is_kept_by_nobody_on_the_way(live):
    with Stream(live.port, sign_topics([CUP])) as stream:
        headers = stream.answer.headers

    assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Accel-Buffering"] == "no"


def test_viewers_are_counted(live):
    with Stream(live.port, sign_topics([MATCH])) as stream:
        assert stream.event("viewers") == {"topic": MATCH, "viewers": 1}
        with Stream(live.port, sign_topics([MATCH])):
            assert stream.event("viewers") == {"topic": MATCH, "viewers": 2}
        assert stream.event("viewers") == {"topic": MATCH, "viewers": 1}


def test_a_socket_is_told_the_same(live, versions):
    versions.write(CUP, 20)
    with connect(socket_address(live, sign_topics([CUP]))) as socket:
        first = json.loads(socket.recv(timeout=5))
        socket.send("whatever it says")
        versions.write(CUP, 21)
        second = json.loads(socket.recv(timeout=5))

    assert first == {"type": "version", "topic": CUP, "version": 20}
    assert second == {"type": "version", "topic": CUP, "version": 21}


def test_a_long_message_of_a_viewer_ends_its_socket_alone(live):
    with connect(socket_address(live, sign_topics([CUP]))) as socket:
        socket.recv(timeout=5)
        socket.send("x" * 5000)
        with pytest.raises(ConnectionClosed):
            listen(socket)

    assert live.health()["process"] == "ok"


@pytest.mark.parametrize("token", ["", "nonsense", sign_topics([CUP]) + "x"])
def test_without_a_token_of_the_site_there_is_no_stream(live, token):
    assert status(live.port, token) == 403
    with pytest.raises(InvalidStatus) as refused, connect(socket_address(live, token)):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
def test_a_stream_is_only_read(live, method):
    assert status(live.port, sign_topics([CUP]), method) == 405


def test_one_address_has_so_many_streams_and_gives_them_back(live):
    token = sign_topics([CUP])
    with Stream(live.port, token), Stream(live.port, token), Stream(live.port, token):
        assert status(live.port, token) == 429
        with pytest.raises(InvalidStatus) as refused, connect(socket_address(live, token)):
            pass
        assert refused.value.response.status_code == 429
        headers = {"X-Forwarded-For": "203.0.113.9"}
        with (
            connect(socket_address(live, token), additional_headers=headers),
            pytest.raises(InvalidStatus) as full,
            connect(socket_address(live, token), additional_headers=headers),
        ):
            pass
        assert full.value.response.status_code == 503

    with Stream(live.port, token) as stream:
        assert stream.event()["topic"] == CUP


def test_health_says_how_many_watch(live):
    with Stream(live.port, sign_topics([CUP])) as stream:
        stream.event()
        assert live.health() == {"process": "ok", "feed": "ok", "viewers": 1}


def test_it_ends_within_seconds_and_takes_leave_of_every_viewer(versions):
    with live_process(environment(versions.url)) as live, ThreadPoolExecutor() as threads:
        token = sign_topics([CUP])
        with Stream(live.port, token) as stream, connect(socket_address(live, token)) as socket:
            stream.event()
            socket.recv(timeout=5)
            took = threads.submit(live.terminate)
            rest = stream.answer.read()
            with pytest.raises(ConnectionClosed) as closed:
                listen(socket)

            assert took.result() < 3
            assert b"version" not in rest
            assert closed.value.rcvd.code == 1012


def socket_address(live, token):
    return f"ws://127.0.0.1:{live.port}/live/socket?t={token}"
