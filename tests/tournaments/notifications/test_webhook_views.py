import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deltacrown.teams.models import Membership
from tests.factories import TeamFactory, TournamentFactory, UserFactory, organizer_of
from tests.factories.people import captain_of
from tests.factories.staff import staff_of
from tests.factories.webhooks import DISCORD, webhook_of
from tests.internet import PUBLIC, internet
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event
from tournaments.notifications.models import Webhook

pytestmark = pytest.mark.django_db

LISTING = "/notifications/webhooks/"


@pytest.fixture(autouse=True)
def discord():
    with internet(names={"discord.com": [PUBLIC]}) as net:
        yield net


@pytest.fixture
def cup():
    return TournamentFactory()


@pytest.fixture
def team():
    return TeamFactory(size=2)


def address_of(owner, verb="") -> str:
    kind = "team" if hasattr(owner, "slug") else "organizer"
    return f"{LISTING}{kind}/{owner.pk}/{verb}"


def text_of(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").find("main")
    return " ".join(main.get_text(" ").split())


def test_an_organizer_connects_a_channel(client, cup):
    client.force_login(organizer_of(cup))

    before = text_of(client.get(address_of(cup.organizer)))
    response = client.post(address_of(cup.organizer), {"url": DISCORD}, follow=True)

    assert "Connect a channel" in before
    assert response.redirect_chain == [(address_of(cup.organizer), 302)]
    assert "Connected" in text_of(response)
    assert "The webhook is set." in response.content.decode()
    assert "1234" not in response.content.decode()
    assert cup.organizer.webhooks.get().url == DISCORD


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://127.0.0.1/api/webhooks/1", "This is no webhook of Discord."),
        ("https://discord.com:22/api/webhooks/1", "The address may not name a port."),
        ("http://discord.com/api/webhooks/1", "The address has to begin with https://."),
        ("discord", "Enter a valid URL."),
        ("", "This field is required."),
    ],
)
def test_an_address_that_is_refused_says_why_at_its_field(client, cup, url, message):
    client.force_login(organizer_of(cup))

    response = client.post(address_of(cup.organizer), {"url": url})

    [error] = response.context["form"].errors["url"]
    assert error.startswith(message)
    assert not Webhook.objects.exists()


def test_it_is_tried_switched_on_again_and_removed(client, cup):
    client.force_login(organizer_of(cup))
    webhook = webhook_of(
        cup.organizer, switched_off_at="2026-07-01T00:00:00Z", last_error="Gone (404)."
    )
    page = text_of(client.get(address_of(cup.organizer)))
    assert ("Switched off" in page, "Gone (404)." in page) == (True, True)

    off = client.post(address_of(cup.organizer, "test/"), follow=True).content.decode()
    assert "The webhook is switched off. Switch it on first." in off

    on = client.post(address_of(cup.organizer, "switch-on/"), follow=True)
    assert "The last message failed" in text_of(on)

    sent = client.post(address_of(cup.organizer, "test/"), follow=True).content.decode()
    assert "The test message is on its way." in sent

    assert "Disconnect the Discord channel" in text_of(
        client.get(address_of(cup.organizer, "remove/"))
    )
    assert Webhook.objects.filter(pk=webhook.pk).exists()
    client.post(address_of(cup.organizer, "remove/"))
    assert not Webhook.objects.exists()
    kinds = Event.objects.filter(kind__startswith="webhook.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "webhook.switched_on",
        "webhook.tested",
        "webhook.removed",
    ]


def test_the_listing_names_what_somebody_runs(client, cup, team):
    user = organizer_of(cup)
    Membership.objects.create(team=team, user=user, role=Membership.Role.MANAGER)
    webhook_of(team, last_error="Busy.")
    others = TeamFactory()
    Membership.objects.create(team=others, user=user)
    client.force_login(user)

    response = client.get(LISTING)

    assert [(each.kind, each.owner) for each in response.context["places"]] == [
        ("organizer", cup.organizer),
        ("team", team),
    ]
    assert ("Not connected" in text_of(response), str(others) in text_of(response)) == (True, False)


def test_who_runs_nothing_reads_why_the_listing_is_empty(client):
    client.force_login(UserFactory())

    assert "You run no team" in text_of(client.get(LISTING))


def test_the_listing_asks_as_often_for_three_teams_as_for_one(client, team):
    user = captain_of(team)
    client.force_login(user)
    client.get(LISTING)
    before = queries_of(client)

    for other in TeamFactory.create_batch(2, captain=user):
        webhook_of(other)

    assert queries_of(client) == before


def queries_of(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(LISTING)
    return len(queries)


# --- who may ---------------------------------------------------------------------------

VERBS = ["", "test/", "switch-on/", "remove/"]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_sent_to_do_so(client, team, verb, method):
    webhook_of(team)

    response = getattr(client, method)(address_of(team, verb))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert client.get(LISTING).status_code == 302


@pytest.mark.parametrize("verb", VERBS)
def test_strangers_learn_nothing(client, cup, team, verb):
    webhook_of(team)
    webhook_of(cup.organizer)
    player = team.memberships.get(role=Membership.Role.PLAYER).user
    strangers = {
        team: [player, organizer_of(cup)],
        cup.organizer: [
            captain_of(team),
            organizer_of(TournamentFactory()),
            staff_of(cup, StaffRole.CO_ORGANIZER),
        ],
    }

    for owner, people in strangers.items():
        for user in people:
            client.force_login(user)
            assert client.post(address_of(owner, verb), {"url": DISCORD}).status_code == 404

    assert Webhook.objects.count() == 2
    assert not Event.objects.filter(kind__startswith="webhook.").exists()


def test_there_is_nothing_at_other_addresses(client, cup):
    client.force_login(organizer_of(cup))

    for address in ("player/1/", "organizer/0/", f"organizer/{cup.organizer.pk}/test/"):
        method = client.post if address.endswith("test/") else client.get
        assert method(f"{LISTING}{address}").status_code == 404


@pytest.mark.parametrize("verb", ["test/", "switch-on/"])
def test_looking_does_nothing(client, cup, verb):
    client.force_login(organizer_of(cup))
    webhook_of(cup.organizer)

    assert client.get(address_of(cup.organizer, verb)).status_code == 405


def test_too_often_is_too_often(client, cup, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "webhook": (2, 3600)}
    client.force_login(organizer_of(cup))
    webhook_of(cup.organizer)

    answers = [client.post(address_of(cup.organizer, "test/")).status_code for _number in range(3)]

    assert answers == [302, 302, 429]
