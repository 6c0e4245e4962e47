import json

import pytest

from deltacrown.errors import Refused
from deltacrown.teams.models import Membership
from tests.factories import TeamFactory, TournamentFactory, UserFactory, organizer_of
from tests.factories.people import captain_of
from tests.factories.webhooks import DISCORD, webhook_of
from tests.internet import PUBLIC, internet
from tests.racing import race
from tournaments.core.models import Event
from tournaments.notifications.failures import DeliveryFailed
from tournaments.notifications.models import Notice, Webhook
from tournaments.notifications.operations import webhooks

pytestmark = pytest.mark.django_db

OTHER = "https://canary.discord.com/api/webhooks/5678/other"
GONE = DeliveryFailed("Gone.", permanent=True, gone=True)
WRONG = DeliveryFailed("Wrong.", permanent=True)
BUSY = DeliveryFailed("Busy.", permanent=False, retry_after=3)


@pytest.fixture
def discord():
    names = ("discord.com", "canary.discord.com", "ptb.discord.com", "discordapp.com")
    with internet(names={name: [PUBLIC] for name in names}) as net:
        yield net


@pytest.fixture
def organizer():
    """With somebody who acts for it."""
    cup = TournamentFactory()
    cup.organizer.by = organizer_of(cup)
    return cup.organizer


def kinds() -> list[str]:
    events = Event.objects.filter(kind__startswith="webhook.").order_by("pk")
    return list(events.values_list("kind", flat=True))


def test_an_organizer_sets_one_and_then_another(discord, organizer):
    webhooks.set_webhook(organizer, url=DISCORD, by=organizer.by)
    first = organizer.webhooks.get()
    webhooks.note_webhook_failure(first.pk, GONE)
    webhooks.set_webhook(organizer, url=OTHER, by=organizer.by)

    webhook = organizer.webhooks.get()
    assert (webhook.pk, webhook.url, webhook.made_by) == (first.pk, OTHER, organizer.by)
    assert (webhook.failures, webhook.switched_off_at, webhook.last_error) == (0, None, "")
    assert (len(discord.looked_up), discord.connected) == (2, [])


def test_no_log_has_the_address(discord, organizer):
    webhooks.set_webhook(organizer, url=DISCORD, by=organizer.by)

    [event] = Event.objects.filter(kind="webhook.set")
    assert "secret" not in json.dumps([event.before, event.after, event.reason])


@pytest.mark.parametrize("role", sorted(Membership.RUNS))
def test_who_runs_a_team_sets_one(discord, role):
    team = TeamFactory()
    member = captain_of(team)
    if role != Membership.Role.OWNER:
        member = Membership.objects.create(team=team, user=UserFactory(), role=role).user

    webhooks.set_webhook(team, url=DISCORD, by=member)

    assert team.webhooks.get().url == DISCORD


def test_others_set_none_and_nothing_is_looked_up(discord, organizer):
    team = TeamFactory(size=2)
    player = team.memberships.get(role=Membership.Role.PLAYER).user

    for owner, by, code in (
        (team, player, "not_manager"),
        (team, organizer.by, "not_manager"),
        (organizer, player, "not_organizer"),
        (organizer, organizer_of(TournamentFactory()), "not_organizer"),
    ):
        with pytest.raises(Refused) as refused:
            webhooks.set_webhook(owner, url=DISCORD, by=by)
        assert refused.value.code == code

    assert (Webhook.objects.count(), discord.looked_up, kinds()) == (0, [], [])


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://example.org/api/webhooks/1/x", "not_discord"),
        ("https://discord.com.evil.example/api/webhooks/1/x", "not_discord"),
        ("https://evil.example/discord.com/api/webhooks/1/x", "not_discord"),
        ("https://discord.com/channels/1/2", "not_discord"),
        ("https://discord.com@evil.example/api/webhooks/1/x", "not_discord"),
        ("https://127.0.0.1/api/webhooks/1/x", "not_discord"),
        ("https://[discord.com/api/webhooks/1/x", "not_discord"),
        ("", "not_discord"),
        ("http://discord.com/api/webhooks/1/x", "scheme"),
        ("https://me@discord.com/api/webhooks/1/x", "login"),
        ("https://discord.com:8443/api/webhooks/1/x", "port"),
        ("https://discord.com./api/webhooks/1/x", "not_discord"),
    ],
)
def test_an_address_that_is_none_of_discord_is_refused(discord, organizer, url, code):
    with pytest.raises(Refused) as refused:
        webhooks.set_webhook(organizer, url=url, by=organizer.by)

    assert (refused.value.code, Webhook.objects.count()) == (code, 0)
    assert (discord.looked_up, discord.connected) == ([], [])


def test_a_name_of_discord_that_leads_inside_is_refused(organizer):
    with internet(names={"discord.com": ["10.0.0.1"]}), pytest.raises(Refused) as refused:
        webhooks.set_webhook(organizer, url=DISCORD, by=organizer.by)

    assert (refused.value.code, Webhook.objects.count()) == ("not_public", 0)


def test_a_test_message_goes_out_once(discord, organizer, drain_queue, settings):
    settings.OUTBOUND_SCHEMES = ["http"]
    webhook = webhook_of(organizer, url=DISCORD.replace("https", "http"))

    webhooks.test_webhook(webhook, by=organizer.by)
    drain_queue()

    [(_path, _headers, body)] = discord.received
    notice = webhook.notices.get()
    assert organizer.name in json.loads(body)["content"].replace("\\", "")
    assert webhook.get_absolute_url() in json.loads(body)["content"]
    assert (notice.recipient, notice.channel) == (None, Notice.Channel.DISCORD)
    assert notice.sent_at


def test_one_that_is_off_is_not_tried(organizer):
    webhook = webhook_of(organizer)
    webhooks.note_webhook_failure(webhook.pk, GONE)
    webhook.refresh_from_db()

    with pytest.raises(Refused) as refused:
        webhooks.test_webhook(webhook, by=organizer.by)

    assert refused.value.code == "off"


def test_one_that_is_gone_is_switched_off_and_who_set_it_is_told(organizer, drain_queue):
    webhook = webhook_of(organizer, made_by=organizer.by)

    webhooks.note_webhook_failure(webhook.pk, GONE)
    webhooks.note_webhook_failure(webhook.pk, GONE)
    drain_queue()

    webhook.refresh_from_db()
    told = organizer.by.notices.get(channel=Notice.Channel.INBOX)
    assert webhook.switched_off_at
    assert (webhook.failures, webhook.last_error) == (1, "Gone.")
    assert kinds() == ["webhook.switched_off"]
    assert told.subject == f"The webhook of {organizer} is switched off"
    assert "Gone." in told.text


def test_ten_messages_in_a_row_switch_one_off(organizer):
    webhook = webhook_of(organizer)

    for _number in range(9):
        webhooks.note_webhook_failure(webhook.pk, WRONG)
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.switched_off_at) == (9, None)

    webhooks.note_webhook_failure(webhook.pk, WRONG)
    webhook.refresh_from_db()
    assert webhook.switched_off_at


def test_what_arrives_begins_the_row_anew_and_what_waits_is_none_of_it(organizer):
    webhook = webhook_of(organizer)

    for _number in range(6):
        webhooks.note_webhook_failure(webhook.pk, WRONG)
        webhooks.note_webhook_failure(webhook.pk, WRONG)
        webhooks.note_webhook_success(webhook.pk)
    for _number in range(20):
        webhooks.note_webhook_failure(webhook.pk, BUSY)

    webhook.refresh_from_db()
    assert (webhook.failures, webhook.switched_off_at) == (0, None)
    assert webhook.last_error == "Busy."


def test_a_failure_of_one_that_was_removed_is_nothing():
    webhooks.note_webhook_failure(1, GONE)
    webhooks.note_webhook_success(1)

    assert kinds() == []


def test_one_that_is_off_is_switched_on_again(organizer):
    webhook = webhook_of(organizer)
    webhooks.note_webhook_failure(webhook.pk, GONE)

    webhooks.switch_on_webhook(webhook, by=organizer.by)
    webhooks.switch_on_webhook(webhook, by=organizer.by)

    webhook.refresh_from_db()
    assert (webhook.failures, webhook.switched_off_at) == (0, None)
    assert kinds() == ["webhook.switched_off", "webhook.switched_on"]


def test_removing_forgets_the_address_and_what_was_sent(organizer, drain_queue):
    webhook = webhook_of(organizer)
    webhooks.test_webhook(webhook, by=organizer.by)

    webhooks.remove_webhook(webhook, by=organizer.by)
    drain_queue()  # the test message is about something that is gone

    assert (Webhook.objects.count(), Notice.objects.count()) == (0, 0)
    assert kinds() == ["webhook.tested", "webhook.removed"]


@pytest.mark.parametrize("verb", ["remove_webhook", "test_webhook", "switch_on_webhook"])
def test_strangers_do_nothing_with_it(organizer, verb):
    webhook = webhook_of(organizer)

    with pytest.raises(Refused) as refused:
        getattr(webhooks, verb)(webhook, by=UserFactory())

    assert (refused.value.code, kinds()) == ("not_organizer", [])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_set_one_at_once_leave_one(discord, organizer):
    answers = race(
        5,
        lambda: webhooks.set_webhook(organizer, url=DISCORD, by=organizer.by),
        lambda: webhooks.set_webhook(organizer, url=OTHER, by=organizer.by),
        before_each=organizer.webhooks.all().delete,
    )

    assert (answers, organizer.webhooks.count()) == ([["done", "done"]] * 5, 1)
