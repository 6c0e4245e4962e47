from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from deltacrown.accounts.models import Profile
from tests.factories import UserFactory
from tests.factories.notices import NoticeFactory
from tests.racing import race
from tournaments.notifications import operations
from tournaments.notifications.models import Notice, Quiet
from tournaments.notifications.operations import digesting

pytestmark = pytest.mark.django_db

# Eight in the morning in Dhaka is two in the night in UTC.
MORNING = datetime(2026, 7, 10, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def at(monkeypatch):
    """Set the clock of the job."""

    def at(moment):
        monkeypatch.setattr(digesting.timezone, "now", lambda: moment)

    return at


def reader(**quiet):
    user = UserFactory()
    Quiet.objects.create(user=user, wants_digest=True, **quiet)
    return user


def waiting(user, *, created_at=MORNING - HOUR, **fields):
    notice = NoticeFactory(recipient=user, in_digest=True, **fields)
    Notice.objects.filter(pk=notice.pk).update(created_at=created_at)
    return notice


def test_what_waited_comes_in_one_mail_in_the_morning(at, mailoutbox):
    user = reader()
    waiting(user, subject="Drawn", text="Look at the bracket.")
    waiting(user, subject="Paid", path="/registrations/DC-1/")

    at(MORNING - MINUTE)
    operations.send_digests()
    assert mailoutbox == []

    at(MORNING)
    operations.send_digests()
    operations.send_digests()

    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([user.email], "[DeltaCrown] 2 notices")
    assert all(word in mail.body for word in ("Drawn", "Look at the bracket.", "Paid"))
    assert not Notice.objects.filter(sent_at=None).exists()
    assert user.quiet.__class__.objects.get(user=user).digest_sent_on == date(2026, 7, 10)


def test_what_comes_after_the_morning_waits_for_the_next(at, mailoutbox):
    user = reader()
    waiting(user, created_at=MORNING + HOUR)

    for moment in (MORNING + 2 * HOUR, MORNING + 23 * HOUR, MORNING + 24 * HOUR):
        assert mailoutbox == []
        at(moment)
        operations.send_digests()

    assert len(mailoutbox) == 1


def test_a_morning_that_the_worker_slept_through_is_made_up_for(at, mailoutbox):
    waiting(reader())

    at(MORNING + 5 * HOUR)
    operations.send_digests()

    assert len(mailoutbox) == 1


def test_morning_is_where_the_person_is_and_after_their_quiet_hours(at, mailoutbox):
    abroad = reader()
    Profile.objects.create(user=abroad, timezone="Europe/Berlin")
    sleeper = reader(starts=time(23), ends=time(10))
    for user in (abroad, sleeper):
        waiting(user)

    told = []
    for hours in range(6):
        at(MORNING + hours * HOUR)
        operations.send_digests()
        told.append([mail.to[0] for mail in mailoutbox])
        mailoutbox.clear()

    assert told == [[], [], [sleeper.email], [], [abroad.email], []]


def test_those_who_are_off_are_told_nothing(at, mailoutbox):
    user = reader()
    notice = waiting(user)
    user.is_active = False
    user.save()

    at(MORNING)
    operations.send_digests()

    notice.refresh_from_db()
    assert (mailoutbox, bool(notice.failed_at)) == ([], True)


def test_a_server_that_is_down_delays_it(at, mailoutbox, monkeypatch):
    notice = waiting(reader())

    with monkeypatch.context() as down:
        down.setattr(
            "django.core.mail.backends.locmem.EmailBackend.send_messages",
            lambda *_args: (_ for _ in ()).throw(ConnectionRefusedError()),
        )
        at(MORNING)
        operations.send_digests()
    notice.refresh_from_db()
    assert (notice.attempts, notice.last_error, notice.failed_at) == (
        1,
        "The mail server: ConnectionRefusedError.",
        None,
    )
    operations.send_digests()
    assert mailoutbox == []

    at(MORNING + 2 * MINUTE)
    operations.send_digests()
    operations.send_digests()
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("step", ["_claim", "post"])
def test_a_worker_that_dies_on_its_way_sends_one_mail_in_the_end(at, mailoutbox, monkeypatch, step):
    waiting(reader())

    def die(*_args):
        raise SystemExit

    at(MORNING)
    with monkeypatch.context() as dying:
        dying.setattr(digesting, step, die)
        with pytest.raises(SystemExit):
            operations.send_digests()

    at(MORNING + 2 * MINUTE)
    operations.send_digests()
    operations.send_digests()

    assert len(mailoutbox) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail_each(mailoutbox):
    users = [reader() for _number in range(5)]
    for user in users:
        waiting(user, created_at=timezone.now() - timedelta(days=2))

    race(1, operations.send_digests, operations.send_digests)
    operations.send_digests()

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(user.email for user in users)
