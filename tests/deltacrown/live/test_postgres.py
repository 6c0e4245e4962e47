"""The live process over PostgreSQL: what a transaction commits, a viewer hears."""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from deltacrown.live_tokens import sign_topics
from tests.deltacrown.live.streaming import Stream
from tests.load.measuring import Size, measured
from tests.load.processes import environment, live_process
from tests.serving import database_url
from tournaments.core.models import Version
from tournaments.core.versions import raise_versions

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CUP, INBOX = "tournament:5", "user:3"
CUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@contextmanager
def watching(*topics):
    token = sign_topics(topics)
    with live_process(environment(database_url())) as live, Stream(live.port, token) as stream:
        assert [stream.event()["version"] for _topic in topics] == [0] * len(topics)
        yield stream, live


def cut():
    """End every connection of other processes to this database; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(CUT)
        return cursor.fetchone()[0]


def test_a_commit_reaches_who_watches():
    with watching(INBOX, CUP) as (stream, _live):
        raise_versions(CUP, "tournament:6")
        first = stream.event()
        raise_versions(INBOX)
        second = stream.event()

    assert first == {"topic": CUP, "version": 1}
    assert second == {"topic": INBOX, "version": 1}


def test_what_is_rolled_back_was_never_told():
    with watching(CUP) as (stream, _live):
        with transaction.atomic():
            raise_versions(CUP)
            transaction.set_rollback(True)
        Version.objects.create(topic=CUP, number=7)

        assert stream.event() == {"topic": CUP, "version": 7}


def test_a_change_while_the_connection_is_lost_is_told_after_it():
    with watching(CUP) as (stream, live):
        raise_versions(CUP)
        stream.until(1)
        for version in (2, 3, 4):
            assert cut() == 2
            raise_versions(CUP)
            assert stream.until(version) == [version]
        raise_versions(CUP)

        assert stream.until(5) == [5]
        assert live.health() == {"process": "ok", "feed": "ok", "viewers": 1}


def test_a_few_viewers_under_load_all_end_on_the_final_version():
    size = Size(viewers=50, results=10, seconds=1, coming=0.5, entrants=16, while_down=3)

    found = measured(database_url(), size)

    assert found.faults == []
    assert found.bytes_a_viewer_after < 120_000  # so few share what one process holds anyway
