import pytest
from django.utils import timezone

from deltacrown.accounts.models import Profile
from tests.factories import UserFactory
from tests.factories.notices import an_event
from tournaments.notifications import kinds
from tournaments.notifications.consumers import consume
from tournaments.notifications.kinds import Message
from tournaments.notifications.models import Notice

pytestmark = pytest.mark.django_db


def test_an_event_that_nobody_waits_for_makes_no_notice():
    consume(an_event())

    assert not Notice.objects.exists()


def test_each_reads_times_of_their_own_zone(monkeypatch):
    abroad = UserFactory.create_batch(2)
    for user in abroad:
        Profile.objects.create(user=user, timezone="Europe/Berlin")
    lost = UserFactory()
    Profile.objects.create(user=lost, timezone="Mars/Olympus")
    here = UserFactory()
    written = []

    def writer(event):
        zone = timezone.get_current_timezone_name()
        written.append(zone)
        return [Message([*abroad, lost, here], "Look", zone), Message([], "Nobody", zone)]

    monkeypatch.setitem(kinds.WRITERS, "test.happened", writer)
    consume(an_event())

    told = Notice.objects.filter(channel="inbox").order_by("recipient")
    assert list(told.values_list("recipient", "text")) == [
        (abroad[0].pk, "Europe/Berlin"),
        (abroad[1].pk, "Europe/Berlin"),
        (lost.pk, "Asia/Dhaka"),
        (here.pk, "Asia/Dhaka"),
    ]
    assert written == ["Asia/Dhaka", "Europe/Berlin"]
