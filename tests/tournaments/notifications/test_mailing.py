from datetime import date
from email import message_from_bytes

import pytest

from tests.factories import UserFactory
from tests.factories.notices import NoticeFactory
from tournaments.notifications.mailing import digest_of, mail_of
from tournaments.notifications.unsubscribing import Leave, read_token, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_cup_example(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://cup.example"


def notice(**fields):
    reader = UserFactory(username="reader", email="reader@example.com")
    return NoticeFactory(
        recipient=reader, category="match", subject="Play", text="One.\n\n<b>Two</b>", **fields
    )


def html_of(mail):
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    return html


def test_the_text_says_it_leads_there_says_why_and_how_to_stop():
    told = notice()
    leave = token_of(Leave(told.recipient_id, "match", "email"))

    mail = mail_of(told)

    assert (mail.to, mail.subject) == (["reader@example.com"], "[DeltaCrown] Play")
    assert mail.body == (
        "One.\n\n<b>Two</b>\n\n"
        "https://cup.example/t/spring-cup/\n\n"
        "-- \n"
        "You get this mail because of: Your matches.\n"
        f"Stop these mails: https://cup.example/notifications/unsubscribe/{leave}/\n"
        "All settings: https://cup.example/notifications/settings/\n"
    )


def test_the_html_says_the_same_and_escapes_it():
    html = html_of(mail_of(notice()))

    assert "<p>One.</p>" in html
    assert "&lt;b&gt;Two&lt;/b&gt;" in html
    assert 'href="https://cup.example/t/spring-cup/"' in html
    assert "Your matches" in html
    assert "<table" not in html
    assert "/notifications/unsubscribe/" in html


def test_mail_programs_find_the_way_out_and_know_a_mail_again():
    told = notice()

    one, two = (message_from_bytes(mail_of(told).message().as_bytes()) for _time in range(2))

    assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = "".join(one["List-Unsubscribe"].split())
    assert address.startswith("<https://cup.example/notifications/unsubscribe/")
    assert one["Message-ID"] == two["Message-ID"] == f"<notice-{told.pk}@cup.example>"
    assert one["Auto-Submitted"] == "auto-generated"


def test_the_daily_mail_lists_everything_and_leaves_everything():
    told = notice()

    mail = digest_of(told.recipient, [told], date(2026, 7, 10))

    assert mail.subject == "[DeltaCrown] 1 notice"
    assert mail.body.startswith(
        "* Play\n\nOne.\n\n<b>Two</b>\n\nhttps://cup.example/t/spring-cup/\n"
    )
    assert "&lt;b&gt;Two&lt;/b&gt;" in html_of(mail)
    assert mail.extra_headers["Message-ID"] == f"<digest-{told.recipient_id}-20260710@cup.example>"
    token = mail.extra_headers["List-Unsubscribe"].removesuffix("/>").rpartition("/")[2]
    assert read_token(token) == Leave(told.recipient_id, "", "email")


@pytest.mark.parametrize(
    "token", ["", "x", "x:y:z", token_of(Leave(1, "match", "email"))[:-1]], ids=range(4)
)
def test_a_token_that_was_not_made_here_is_none(token):
    assert read_token(token) is None
