import pytest

from tests.factories import RegistrationFactory, TournamentFactory, UserFactory
from tournaments.core.operations import happened
from tournaments.notifications import operations
from tournaments.notifications.consumers import consume
from tournaments.notifications.kinds import Message
from tournaments.notifications.models import Notice

pytestmark = pytest.mark.django_db


def an_event():
    return happened("test.happened", TournamentFactory())


def test_a_message_is_noted_once_a_person_and_sent_once(mailoutbox, drain_queue, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://cup.example"
    event = an_event()
    reader = UserFactory(email="reader@example.com")
    message = Message([reader], "Look", "Something happened.", "/t/spring-cup/")

    operations.notify(event, [message])
    operations.notify(event, [message])
    drain_queue()

    assert [(mail.to, mail.subject, mail.body) for mail in mailoutbox] == [
        (
            ["reader@example.com"],
            "[DeltaCrown] Look",
            "Something happened.\n\nhttps://cup.example/t/spring-cup/\n",
        )
    ]


def test_a_subject_is_one_line_of_what_the_ledger_holds(mailoutbox, drain_queue):
    message = Message([UserFactory()], "Proof received:\n" + "x" * 255, "Look.")

    operations.notify(an_event(), [message])
    drain_queue()

    assert Notice.objects.get().subject == f"Proof received: {'x' * 183}…"
    assert len(mailoutbox) == 1


def test_an_account_that_is_off_is_told_nothing(mailoutbox, drain_queue):
    message = Message([UserFactory(is_active=False)], "Look", "Something happened.")

    operations.notify(an_event(), [message])
    drain_queue()

    assert (list(Notice.objects.all()), mailoutbox) == ([], [])


def test_sending_again_sends_nothing(mailoutbox):
    operations.notify(an_event(), [Message([UserFactory()], "Look", "Something happened.")])
    notice = Notice.objects.get()

    operations.send(notice.pk)
    operations.send(notice.pk)

    assert len(mailoutbox) == 1


def test_an_event_that_nobody_waits_for_makes_no_notice():
    consume(an_event())

    assert not Notice.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_noting_needs_the_same_reads_for_one_and_for_three(django_assert_num_queries, count):
    event = an_event()
    readers = UserFactory.create_batch(count)

    # Savepoint, the rows, what is unsent; then one task each.
    with django_assert_num_queries(4 + count):
        operations.notify(event, [Message(readers, "Look", "Something happened.")])


def test_a_confirmed_registration_tells_its_players(mailoutbox, drain_queue):
    registration = RegistrationFactory()
    happened("registration.confirmed", registration)

    drain_queue()

    assert [mail.to for mail in mailoutbox] == [[registration.user.email]]
