import json

import pytest

from tests.factories import TournamentFactory
from tests.factories.webhooks import webhook_of
from tests.internet import PUBLIC, Internet, internet
from tournaments.core.operations import happened
from tournaments.notifications import discord
from tournaments.notifications.failures import DeliveryFailed
from tournaments.notifications.models import Notice, Webhook

pytestmark = pytest.mark.django_db

URL = "http://discord.com/api/webhooks/1234/secret"


@pytest.fixture(autouse=True)
def plain_http(settings):
    settings.OUTBOUND_SCHEMES = ["https", "http"]
    settings.WAGTAILADMIN_BASE_URL = "https://cup.example"


def a_notice(text="Drawn.", **fields):
    cup = TournamentFactory()
    webhook = webhook_of(cup.organizer, **{"url": URL, **fields})
    return Notice.objects.create(
        event=happened("test.happened", cup),
        webhook=webhook,
        channel=Notice.Channel.DISCORD,
        text=text,
        path="/t/cup/",
    )


def the_internet(**answer):
    return internet(names={"discord.com": [PUBLIC]}, **answer)


def failure_of(notice, **answer):
    """How a delivery failed that was answered so, and what the webhook remembers."""
    with the_internet(**answer), pytest.raises(DeliveryFailed) as failed:
        discord.deliver(notice)
    failure = failed.value
    webhook = Webhook.objects.get()
    assert webhook.last_error == failure.error
    return failure, webhook


def test_the_text_is_posted_with_the_address_it_leads_to():
    notice = a_notice("Spring Cup: “Main” is drawn.")

    with the_internet() as net:
        discord.deliver(notice)

    [(path, headers, body)] = net.received
    assert (path, headers["Content-Type"]) == ("/api/webhooks/1234/secret", "application/json")
    assert json.loads(body) == {
        "content": "Spring Cup\\: “Main” is drawn.\nhttps://cup.example/t/cup/",
        "allowed_mentions": {"parse": []},
    }
    assert net.connected == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("**bold** __line__ ~~no~~", r"\*\*bold\*\* \_\_line\_\_ \~\~no\~\~"),
        ("`code` ||spoiler||", r"\`code\` \|\|spoiler\|\|"),
        ("<@123> <#4> <:x:5>", r"\<@123\> \<\#4\> \<\:x\:5\>"),
        ("[click](https://evil.example)", r"\[click\]\(https\://evil.example\)"),
        ("\\*", r"\\\*"),
        ("> quote\n- item\n# title", "\\> quote\n\\- item\n\\# title"),
    ],
)
def test_names_are_no_markup(name, shown):
    content = discord.content_of(a_notice(name))["content"]

    assert content == f"{shown}\nhttps://cup.example/t/cup/"


def test_a_long_text_is_cut_and_keeps_its_address():
    content = discord.content_of(a_notice("x" * 4000))["content"]

    assert len(content) == 2000
    assert content.endswith("x…\nhttps://cup.example/t/cup/")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_webhook_that_is_gone_is_switched_off(status):
    failure, webhook = failure_of(a_notice(), status=status)

    assert (failure.permanent, failure.gone) == (True, True)
    assert webhook.switched_off_at
    assert webhook.last_error == f"Discord knows this webhook no more ({status})."


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("3", 3), ("0.25", 1), ("-5", 1), ("1e9", 3600), ("inf", None), ("nan", None), ("x", None)],
)
def test_when_discord_asks_us_to_wait_we_wait(header, seconds):
    failure, webhook = failure_of(a_notice(), status=429, headers={"Retry-After": header})

    assert (failure.permanent, failure.retry_after) == (False, seconds)
    assert (webhook.failures, webhook.switched_off_at) == (0, None)


@pytest.mark.parametrize(("status", "permanent"), [(500, False), (503, False), (400, True)])
def test_other_answers_are_tried_again_unless_we_are_at_fault(status, permanent):
    failure, webhook = failure_of(a_notice(), status=status, body=b"the secrets of a server")

    assert (failure.permanent, failure.gone) == (permanent, False)
    assert failure.error == f"Discord did not take the message ({status})."
    assert (webhook.failures, webhook.switched_off_at) == (int(permanent), None)


def test_a_redirect_is_no_success():
    headers = {"Location": "http://127.0.0.1/"}

    failure, _webhook = failure_of(a_notice(), status=302, headers=headers)

    assert failure.permanent


def test_a_server_that_cannot_be_reached_is_tried_again(monkeypatch):
    def refuse(*args):
        raise ConnectionRefusedError

    notice = a_notice()
    monkeypatch.setattr("socket.getaddrinfo", Internet({"discord.com": [[PUBLIC]]}).look_up)
    monkeypatch.setattr("socket.socket.connect", refuse)

    with pytest.raises(DeliveryFailed) as failed:
        discord.deliver(notice)

    failure = failed.value
    assert (failure.permanent, failure.error) == (False, "Discord could not be reached.")


@pytest.mark.parametrize(
    ("names", "permanent"), [({"discord.com": ["10.0.0.1"]}, True), ({"other.example": []}, False)]
)
def test_a_name_that_leads_inside_today_gets_nothing(names, permanent):
    with (
        internet(names={name: [numbers] for name, numbers in names.items()}) as net,
        pytest.raises(DeliveryFailed) as failed,
    ):
        discord.deliver(a_notice())

    assert (failed.value.permanent, net.connected) == (permanent, [])


def test_an_address_that_is_none_of_discord_gets_nothing():
    with the_internet() as net, pytest.raises(DeliveryFailed):
        discord.deliver(a_notice(url="http://hooks.example.org/api/webhooks/1"))

    assert (net.looked_up, net.connected) == ([], [])


def test_a_webhook_that_is_off_gets_nothing():
    notice = a_notice(switched_off_at="2026-07-01T00:00:00Z")

    with the_internet() as net, pytest.raises(DeliveryFailed) as failed:
        discord.deliver(notice)

    assert (failed.value.permanent, net.connected) == (True, [])


def test_what_arrives_forgets_earlier_failures():
    notice = a_notice(failures=3, last_error="Discord did not take the message (400).")

    with the_internet():
        discord.deliver(notice)

    webhook = Webhook.objects.get()
    assert (webhook.failures, webhook.last_error) == (0, "")
