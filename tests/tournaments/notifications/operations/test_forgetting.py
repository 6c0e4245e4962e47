from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.notices import NoticeFactory
from tournaments.notifications import operations
from tournaments.notifications.models import Notice
from tournaments.notifications.operations import forgetting

pytestmark = pytest.mark.django_db


def test_old_notices_that_are_done_are_deleted(settings, monkeypatch):
    settings.NOTICE_RETENTION_DAYS = 180
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    now = timezone.now()
    done = [
        {"sent_at": now},
        {"failed_at": now},
        {"channel": "inbox", "sent_at": now, "read_at": now},
    ]
    open_ones = [{}, {"channel": "inbox", "sent_at": now}]
    for fields in (*done, *open_ones):
        NoticeFactory(subject="old", **fields)
    Notice.objects.update(created_at=now - timedelta(days=181))
    for fields in (*done, *open_ones):
        NoticeFactory(subject="new", **fields)

    assert operations.forget_old() == 3
    assert operations.forget_old() == 0

    assert Notice.objects.filter(subject="old").count() == 2
    assert Notice.objects.filter(subject="new").count() == 5
