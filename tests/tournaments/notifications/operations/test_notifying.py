from datetime import time, timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from tests.factories import RegistrationFactory, UserFactory
from tests.factories.notices import PushSubscriptionFactory, an_event
from tests.racing import race
from tournaments.core.delivery import deliver
from tournaments.core.models import Version
from tournaments.core.operations import happened, user_topic
from tournaments.core.versions import current_versions
from tournaments.notifications import operations
from tournaments.notifications.kinds import Category, Message
from tournaments.notifications.models import Notice, Preference, Quiet

pytestmark = pytest.mark.django_db


def rows(**where):
    fields = ("channel", "recipient__username", "subject", "category", "is_urgent")
    return list(Notice.objects.filter(**where).order_by("pk").values_list(*fields))


def quiet_now(user, **more):
    """Quiet hours from an hour ago to an hour from now; when they end."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    hour = timedelta(hours=1)
    Quiet.objects.create(user=user, starts=(now - hour).time(), ends=(now + hour).time(), **more)
    return now + hour


def test_a_message_goes_to_the_inbox_and_by_mail_once_a_person():
    event = an_event("match.called")
    reader = UserFactory(username="reader")
    message = Message([reader], "Look", "Something happened.", "/t/spring-cup/")

    operations.notify(event, [message])
    operations.notify(event, [message])

    assert rows() == [
        ("inbox", "reader", "Look", "match", False),
        ("email", "reader", "Look", "match", False),
    ]
    inbox, mail = Notice.objects.order_by("pk")
    assert (bool(inbox.sent_at), mail.sent_at, mail.not_before, mail.in_digest) == (
        True,
        None,
        None,
        False,
    )
    assert (mail.text, mail.path) == ("Something happened.", "/t/spring-cup/")


def test_each_browser_gets_a_push(settings):
    reader = UserFactory(username="reader")
    browsers = PushSubscriptionFactory.create_batch(2, user=reader)
    PushSubscriptionFactory()

    operations.notify(an_event(), [Message([reader], "Look", "Something happened.")])

    pushes = Notice.objects.filter(channel="push").order_by("pk")
    assert [push.subscription for push in pushes] == browsers
    assert {push.recipient for push in pushes} == {reader}


def test_channels_that_are_not_wanted_stay_silent():
    reader = UserFactory()
    PushSubscriptionFactory(user=reader)
    for channel in ("email", "push"):
        Preference.objects.create(
            user=reader, category=Category.MATCH, channel=channel, is_wanted=False
        )

    operations.notify(an_event("match.called"), [Message([reader], "Play", "Now.")])
    operations.notify(an_event("stage.drawn"), [Message([reader], "Drawn", "Look.")])

    assert [(channel, subject) for channel, _who, subject, _what, _urgent in rows()] == [
        ("inbox", "Play"),
        ("inbox", "Drawn"),
        ("email", "Drawn"),
        ("push", "Drawn"),
    ]


def test_quiet_hours_put_off_mail_and_push_but_not_what_is_urgent():
    reader = UserFactory()
    PushSubscriptionFactory(user=reader)
    end = quiet_now(reader)

    operations.notify(an_event(), [Message([reader], "Later", "Sleep well.")])
    operations.notify(an_event(), [Message([reader], "Now", "Play.", is_urgent=True)])

    found = Notice.objects.order_by("pk").values_list("subject", "channel", "not_before")
    assert list(found) == [
        ("Later", "inbox", None),
        ("Later", "email", end),
        ("Later", "push", end),
        ("Now", "inbox", None),
        ("Now", "email", None),
        ("Now", "push", None),
    ]


def test_mails_of_those_who_want_one_a_day_wait_for_it():
    reader = UserFactory()
    PushSubscriptionFactory(user=reader)
    Quiet.objects.create(user=reader, wants_digest=True)

    operations.notify(an_event(), [Message([reader], "Later", "News.")])
    operations.notify(an_event(), [Message([reader], "Now", "Play.", is_urgent=True)])

    assert list(Notice.objects.filter(in_digest=True).values_list("subject", "channel")) == [
        ("Later", "email")
    ]


def test_open_pages_of_the_recipients_learn_of_it():
    readers = UserFactory.create_batch(2)
    topics = [user_topic(reader.pk) for reader in readers]

    operations.notify(an_event(), [Message(readers, "Look", "Something happened.")])
    operations.notify(an_event(), [Message(readers[:1], "Look", "Something happened.")])

    versions = current_versions(topics)
    assert versions[topics[0]] == versions[topics[1]] + 1 > 1


def test_a_subject_is_one_line_of_what_the_ledger_holds():
    message = Message([UserFactory()], "Proof received:\n" + "x" * 255, "Look.")

    operations.notify(an_event(), [message])

    assert {subject for _channel, _who, subject, _what, _urgent in rows()} == {
        f"Proof received: {'x' * 183}…"
    }


def test_an_account_that_is_off_is_told_nothing():
    message = Message([UserFactory(is_active=False)], "Look", "Something happened.")

    operations.notify(an_event(), [message])

    assert rows() == []


@pytest.mark.parametrize("count", [1, 3])
def test_noting_takes_the_same_queries_for_one_and_for_three(django_assert_num_queries, count):
    event = an_event()
    readers = UserFactory.create_batch(count)
    for reader in readers:
        PushSubscriptionFactory(user=reader)
        Quiet.objects.create(user=reader, starts=time(1), ends=time(1, 1))
        Version.objects.create(topic=user_topic(reader.pk))

    # Savepoint; zones, quiet hours, refusals, browsers; the rows (PostgreSQL sends all at once);
    # locks and versions; what is due, and one task.
    with django_assert_num_queries(11):
        operations.notify(event, [Message(readers, "Look", "Something happened.")])

    assert Notice.objects.count() == 3 * count


def test_many_are_sent_by_several_tasks(monkeypatch):
    monkeypatch.setattr("tournaments.notifications.operations.notifying.AT_ONCE", 2)
    event = an_event()
    OrmQ.objects.all().delete()

    operations.notify(event, [Message(UserFactory.create_batch(5), "Look", "News.")])

    mails = list(Notice.objects.filter(channel="email").order_by("pk").values_list("pk", flat=True))
    assert [row.task["args"] for row in OrmQ.objects.order_by("pk")] == [
        tuple(mails[:2]),
        tuple(mails[2:4]),
        tuple(mails[4:]),
    ]


def test_a_confirmed_registration_tells_its_players(mailoutbox, drain_queue):
    registration = RegistrationFactory()
    happened("registration.confirmed", registration)

    drain_queue()

    assert [mail.to for mail in mailoutbox] == [[registration.user.email]]
    assert rows(channel="inbox") == [
        (
            "inbox",
            registration.user.username,
            f"Place confirmed: {registration.tournament.title}",
            "registration",
            False,
        )
    ]


def test_a_worker_that_dies_before_the_tasks_are_queued_leaves_nothing(monkeypatch):
    event = happened("registration.confirmed", RegistrationFactory())

    def die(_event):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr("tournaments.notifications.operations.notifying.queue_sending", die)
        with pytest.raises(SystemExit):
            deliver(event.pk)
    assert rows() == []

    deliver(event.pk)
    deliver(event.pk)
    assert [channel for channel, *_rest in rows()] == ["inbox", "email"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_tell_the_same_people_do_not_wait_for_each_other():
    readers = UserFactory.create_batch(4)
    one, other = an_event(), an_event()

    def tell(event, people):
        return lambda: operations.notify(event, [Message(people, "Look", "Something happened.")])

    race(5, tell(one, readers), tell(other, readers[::-1]), tell(one, readers[::-1]))

    assert Notice.objects.count() == 2 * 2 * 4
