import smtplib
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from tests.factories import UserFactory
from tests.factories.notices import NoticeFactory, PushSubscriptionFactory
from tests.racing import race
from tournaments.notifications import operations
from tournaments.notifications.failures import DeliveryFailed
from tournaments.notifications.models import Notice, Quiet
from tournaments.notifications.operations import sending

pytestmark = pytest.mark.django_db

BUSY = smtplib.SMTPServerDisconnected("gone")
REFUSED = smtplib.SMTPRecipientsRefused({"x@example.com": (550, b"no such user")})
GREYLISTED = smtplib.SMTPRecipientsRefused({"x@example.com": (451, b"come back")})
SPAM = smtplib.SMTPDataError(554, b"looks like spam")


@pytest.fixture
def server(monkeypatch):
    """Errors that the mail server raises, one a mail, before it takes any."""
    errors = []
    send = EmailBackend.send_messages

    def answer(self, mails):
        if errors:
            raise errors.pop(0)
        return send(self, mails)

    monkeypatch.setattr(EmailBackend, "send_messages", answer)
    return errors


def fate(notice):
    """What became of it: sent, given up, attempts, the error."""
    notice.refresh_from_db()
    return bool(notice.sent_at), bool(notice.failed_at), notice.attempts, notice.last_error


def let_time_pass():
    Notice.objects.exclude(not_before=None).update(not_before=timezone.now())


@pytest.mark.parametrize(("is_urgent", "mails"), [(False, 0), (True, 1)])
def test_another_attempt_waits_for_the_end_of_quiet_hours(mailoutbox, is_urgent, mails):
    notice = NoticeFactory(attempts=1, is_urgent=is_urgent)
    now, hour = timezone.localtime(), timedelta(hours=1)
    end = (now + hour).replace(microsecond=0)
    Quiet.objects.create(user=notice.recipient, starts=(now - hour).time(), ends=end.time())

    operations.send(notice.pk)

    assert len(mailoutbox) == mails
    assert fate(notice) == (bool(mails), False, 1 + mails, "")
    assert (notice.not_before == end) is not is_urgent


def test_it_is_sent_once(mailoutbox):
    notice = NoticeFactory()

    operations.send(notice.pk)
    let_time_pass()
    operations.send(notice.pk)

    assert [mail.to for mail in mailoutbox] == [[notice.recipient.email]]
    assert fate(notice) == (True, False, 1, "")


@pytest.mark.parametrize("error", [BUSY, GREYLISTED, ConnectionRefusedError(), TimeoutError()])
def test_what_fails_for_now_is_tried_again_later(mailoutbox, server, error):
    notice = NoticeFactory()
    server.append(error)

    operations.send(notice.pk)
    sent, failed, attempts, words = fate(notice)
    assert (sent, failed, attempts, bool(words)) == (False, False, 1, True)
    operations.send(notice.pk)  # too early
    assert (fate(notice)[2], mailoutbox) == (1, [])

    let_time_pass()
    assert operations.send_waiting() == 1
    assert fate(notice) == (True, False, 2, "")
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [(REFUSED, "The address was refused (550)."), (SPAM, "The mail was refused (554).")],
)
def test_what_is_refused_for_good_is_given_up_at_once(server, error, words):
    notice = NoticeFactory()
    server.append(error)

    operations.send(notice.pk)

    assert fate(notice) == (False, True, 1, words)
    assert operations.send_waiting() == 0


def test_it_is_given_up_after_six_attempts_that_lie_further_and_further_apart(server):
    notice = NoticeFactory()
    server += [BUSY] * 6
    waits = []
    for _attempt in range(6):
        before = timezone.now()
        operations.send(notice.pk)
        notice.refresh_from_db()
        waits.append((notice.not_before - before) / timedelta(minutes=1))
        let_time_pass()

    for wait, minutes in zip(waits, [1, 5, 30, 120, 720], strict=False):
        assert minutes <= wait <= minutes * 1.26
    assert fate(notice) == (False, True, 6, "The mail server: SMTPServerDisconnected.")
    assert operations.send_waiting() == 0


def test_a_bug_is_no_failure_of_the_channel_and_is_not_hidden(server):
    notice = NoticeFactory()
    server.append(ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        operations.send(notice.pk)

    assert fate(notice) == (False, False, 1, "")


def test_the_other_side_may_say_when_to_come_back(monkeypatch):
    notice = NoticeFactory()

    def refuse(_notice):
        raise DeliveryFailed("Too many.", permanent=False, retry_after=7)

    monkeypatch.setattr("tournaments.notifications.mailing.deliver", refuse)
    operations.send(notice.pk)

    notice.refresh_from_db()
    assert notice.not_before - timezone.now() < timedelta(seconds=8)
    assert fate(notice) == (False, False, 1, "Too many.")


@pytest.mark.parametrize("channel", ["push", "discord"])
def test_each_channel_has_its_way(monkeypatch, channel):
    notice = NoticeFactory(channel=channel)
    taken = []
    monkeypatch.setattr(f"tournaments.notifications.{channel}.deliver", taken.append)

    operations.send(notice.pk)

    assert (taken, fate(notice)) == ([notice], (True, False, 1, ""))


def test_every_channel_but_the_inbox_has_a_way():
    assert set(sending.CHANNELS) | {Notice.Channel.INBOX} == set(Notice.Channel)


def test_a_notice_that_is_gone_with_its_browser_crashes_nothing(monkeypatch):
    browser = PushSubscriptionFactory()
    notice = NoticeFactory(channel="push", subscription=browser, recipient=browser.user)

    def forget(_notice):
        browser.delete()
        raise DeliveryFailed("Gone.", permanent=True, gone=True)

    monkeypatch.setattr("tournaments.notifications.push.deliver", forget)
    operations.send(notice.pk)
    operations.send(notice.pk)

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_active": False}, "The account is switched off."),
        ({"email": ""}, "The account has no e-mail address."),
    ],
)
def test_nobody_to_send_it_to(mailoutbox, changes, words):
    notice = NoticeFactory(recipient=UserFactory(**changes))

    operations.send(notice.pk)

    assert (fate(notice), mailoutbox) == ((False, True, 1, words), [])


# --- the job ------------------------------------------------------------------


def test_the_job_takes_up_what_is_due_and_nothing_else(mailoutbox):
    now = timezone.now()
    due = [NoticeFactory(), NoticeFactory(not_before=now - timedelta(minutes=1))]
    NoticeFactory(not_before=now + timedelta(minutes=5))
    NoticeFactory(in_digest=True)
    NoticeFactory(sent_at=now)
    NoticeFactory(failed_at=now)

    assert operations.send_waiting() == 2
    assert operations.send_waiting() == 0

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        notice.recipient.email for notice in due
    )


def test_one_run_of_the_job_has_an_end(monkeypatch, mailoutbox):
    NoticeFactory.create_batch(3)
    monkeypatch.setattr(sending, "AT_ONCE", 2)

    assert [operations.send_waiting() for _run in range(3)] == [2, 1, 0]
    NoticeFactory()
    monkeypatch.setattr(sending, "SECONDS_A_RUN", -1)
    assert operations.send_waiting() == 0


@pytest.mark.parametrize("step", ["_claim", "_deliver"])
def test_a_worker_that_dies_before_the_mail_is_out_loses_nothing(monkeypatch, mailoutbox, step):
    notice = NoticeFactory()

    def die(_notice):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(sending, step, die)
        with pytest.raises(SystemExit):
            operations.send_waiting()
    assert mailoutbox == []

    let_time_pass()
    operations.send_waiting()
    operations.send_waiting()
    assert len(mailoutbox) == 1
    assert fate(notice)[0]


def test_what_kills_its_worker_again_and_again_is_given_up(monkeypatch, mailoutbox):
    notice = NoticeFactory()

    def die(_notice):
        raise SystemExit

    monkeypatch.setattr(sending, "_deliver", die)
    for _attempt in range(sending.MOST_ATTEMPTS):
        with pytest.raises(SystemExit):
            operations.send(notice.pk)
        let_time_pass()

    operations.send(notice.pk)

    assert fate(notice) == (False, True, 6, "")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_once(mailoutbox):
    notices = NoticeFactory.create_batch(12)

    race(1, operations.send_waiting, operations.send_waiting, operations.send_waiting)
    operations.send_waiting()

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        notice.recipient.email for notice in notices
    )
    assert set(Notice.objects.values_list("attempts", flat=True)) == {1}
