import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories import UserFactory
from tests.factories.webhooks import PUSH_SERVICE, browser_keys, browser_of
from tests.internet import PUBLIC, internet
from tournaments.notifications import vapid
from tournaments.notifications.browser_views import name_of
from tournaments.notifications.models import PushSubscription

pytestmark = pytest.mark.django_db

HERE = f"https://{PUSH_SERVICE}/here"
CARD = reverse("notifications:browsers")
SUBSCRIBE = reverse("notifications:subscribe_browser")
UNSUBSCRIBE = reverse("notifications:unsubscribe_browser")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0"
SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15"


@pytest.fixture(autouse=True)
def with_keys(settings):
    settings.VAPID_PRIVATE_KEY = vapid.new_private_key()
    settings.VAPID_CONTACT = "mailto:host@cup.example"
    with internet(names={PUSH_SERVICE: [PUBLIC]}):
        yield


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def page_of(client):
    return BeautifulSoup(client.get(CARD).content, "html.parser").find("main")


def test_the_card_carries_what_its_script_needs(client, user):
    browser_of(user, "one")
    browser_of(UserFactory(), "two")

    card = page_of(client)

    form = card.find("form", attrs={"data-push": True})
    assert (form["data-key"], form["data-worker"]) == (vapid.public_key(), "/service-worker.js")
    assert (form["data-subscribe"], form["data-unsubscribe"]) == (SUBSCRIBE, UNSUBSCRIBE)
    rows = card.find_all(attrs={"data-push-endpoint": True})
    assert [row["data-push-endpoint"] for row in rows] == [f"https://{PUSH_SERVICE}/one"]
    assert card.find("noscript").get_text() == "Switching this on needs JavaScript."


def test_without_keys_the_site_says_that_it_does_not_send(client, user, settings):
    settings.VAPID_PRIVATE_KEY = ""

    assert "This site does not send to browsers." in page_of(client).get_text()


def test_a_browser_is_switched_on_and_off(client, user):
    answer = client.post(
        SUBSCRIBE, {"endpoint": HERE, **browser_keys()}, headers={"user-agent": FIREFOX}
    )
    assert (answer.status_code, answer.json()) == (201, {})
    known = user.push_subscriptions.get()
    assert (known.endpoint, known.browser) == (HERE, "Firefox, Linux")

    assert client.post(UNSUBSCRIBE, {"endpoint": HERE}).json() == {}
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"endpoint": "https://169.254.169.254/"}, "The address has to have a name"),
        ({"endpoint": "https://nowhere.example.org/"}, "The server of this address"),
        ({"auth": "AAAA"}, "The keys of this browser are wrong."),
        ({"endpoint": ""}, "The browser did not say where to send."),
        ({"p256dh": "A" * 500}, "The browser did not say where to send."),
    ],
)
def test_what_is_refused_says_why(client, user, sent, message):
    answer = client.post(SUBSCRIBE, {"endpoint": HERE, **browser_keys(), **sent})

    assert (answer.status_code, PushSubscription.objects.count()) == (400, 0)
    assert answer.json()["message"].startswith(message)


def test_a_lost_phone_is_removed_without_a_script(client, user):
    known = browser_of(user)
    address = reverse("notifications:remove_browser", args=[known.pk])

    assert client.get(address).status_code == 405
    assert client.post(address).url == CARD
    assert not PushSubscription.objects.exists()


def test_nobody_touches_anothers_browser(client, user):
    other = browser_of(UserFactory())

    client.post(UNSUBSCRIBE, {"endpoint": other.endpoint})
    answer = client.post(reverse("notifications:remove_browser", args=[other.pk]))

    assert answer.status_code == 404
    assert PushSubscription.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    "address", [CARD, SUBSCRIBE, UNSUBSCRIBE, "/notifications/browsers/1/remove/"]
)
def test_who_is_not_signed_in_is_sent_to_do_so(client, address):
    method = client.get if address == CARD else client.post

    assert method(address).url.startswith(reverse("account_login"))


def test_too_often_is_too_often(client, user, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "push_subscription": (1, 3600)}
    keys = browser_keys()

    answers = [client.post(SUBSCRIBE, {"endpoint": HERE, **keys}).status_code for _number in "ab"]

    assert answers == [201, 429]


def test_the_worker_stands_at_the_top_of_the_site_and_may_be_kept(client):
    answer = client.get("/service-worker.js")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "public, max-age=600"
    assert "Cookie" not in answer.get("Vary", "")
    assert b'addEventListener("push"' in b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        (CHROME, "Chrome, Android"),
        (EDGE, "Edge, Windows"),
        (SAFARI, "Safari, Mac"),
        ("<script>", "Browser"),
        ("", "Browser"),
    ],
)
def test_a_browser_has_the_name_that_people_use(user_agent, name):
    assert name_of(user_agent) == name
