from functools import partial

import pytest

from deltacrown.errors import Refused
from tests.factories import TournamentFactory, UserFactory
from tests.factories.webhooks import PUSH_SERVICE, browser_keys, browser_of
from tests.internet import PUBLIC, internet
from tests.racing import race
from tournaments.core.operations import happened
from tournaments.notifications import vapid
from tournaments.notifications.models import Notice, PushSubscription
from tournaments.notifications.operations import browsers

pytestmark = pytest.mark.django_db

HERE = f"https://{PUSH_SERVICE}/here"


@pytest.fixture(autouse=True)
def with_keys(settings):
    settings.VAPID_PRIVATE_KEY = vapid.new_private_key()
    settings.VAPID_CONTACT = "mailto:host@cup.example"


@pytest.fixture(autouse=True)
def service():
    with internet(names={PUSH_SERVICE: [PUBLIC]}) as net:
        yield net


def test_a_browser_is_noted_once(service):
    user, keys = UserFactory(), browser_keys()

    browsers.subscribe(user, endpoint=HERE, **keys, browser="Firefox")
    browsers.subscribe(user, endpoint=HERE, **keys, browser="x" * 500)

    known = user.push_subscriptions.get()
    assert {"p256dh": known.p256dh, "auth": known.auth} == keys
    assert (known.endpoint, len(known.browser)) == (HERE, 120)
    assert service.connected == []


def test_who_signs_in_after_another_takes_the_browser_over():
    before, now, keys = UserFactory(), UserFactory(), browser_keys()

    browsers.subscribe(before, endpoint=HERE, **keys)
    browsers.subscribe(now, endpoint=HERE, **keys)

    assert PushSubscription.objects.get().user == now


def test_what_waits_for_one_person_does_not_come_where_another_took_over():
    before, keys = UserFactory(), browser_keys()
    browser = browsers.subscribe(before, endpoint=HERE, **keys)
    event = happened("test.happened", TournamentFactory())
    Notice.objects.create(event=event, recipient=before, channel="push", subscription=browser)
    inbox = Notice.objects.create(event=event, recipient=before, channel="inbox")

    browsers.subscribe(UserFactory(), endpoint=HERE, **keys)

    assert list(Notice.objects.all()) == [inbox]


def test_who_knows_anothers_address_alone_does_not():
    known = browser_of(UserFactory(), endpoint=HERE)

    for keys in (
        browser_keys(),
        browser_keys() | {"auth": known.auth},
        browser_keys() | {"p256dh": known.p256dh},
    ):
        with pytest.raises(Refused) as refused:
            browsers.subscribe(UserFactory(), endpoint=HERE, **keys)
        assert refused.value.code == "other_browser"

    assert PushSubscription.objects.get().user == known.user


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [
        ("https://127.0.0.1/push", "number"),
        ("https://localhost/push", "name"),
        ("http://push.example.org/", "scheme"),
        ("https://push.example.org:8080/", "port"),
        ("https://nowhere.example.org/", "not_found"),
        (f"https://push.example.org/{'x' * 600}", "malformed"),
        ("", "malformed"),
    ],
)
def test_an_address_that_leads_elsewhere_is_refused(endpoint, code):
    with pytest.raises(Refused) as refused:
        browsers.subscribe(UserFactory(), endpoint=endpoint, **browser_keys())

    assert (refused.value.code, PushSubscription.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"p256dh": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "B" + "A" * 86},
        {"p256dh": "ключ"},
        {"auth": ""},
        {"auth": "AAAA"},
        {"auth": "A" * 60},
        {"auth": "%%%"},
    ],
)
def test_keys_that_nobody_can_write_to_are_refused(wrong, service):
    with pytest.raises(Refused) as refused:
        browsers.subscribe(UserFactory(), endpoint=HERE, **(browser_keys() | wrong))

    assert (refused.value.code, service.looked_up) == ("keys", [])


def test_without_keys_of_the_site_there_is_none(settings):
    settings.VAPID_CONTACT = ""

    with pytest.raises(Refused) as refused:
        browsers.subscribe(UserFactory(), endpoint=HERE, **browser_keys())

    assert refused.value.code == "off"


def test_the_oldest_goes_beyond_ten():
    user, other = UserFactory(), browser_of(UserFactory(), "other")
    for number in range(10):
        browser_of(user, f"{number}")

    browsers.subscribe(user, endpoint=HERE, **browser_keys())

    endpoints = user.push_subscriptions.values_list("endpoint", flat=True)
    assert list(endpoints) == [*(f"https://{PUSH_SERVICE}/{n}" for n in range(1, 10)), HERE]
    assert PushSubscription.objects.filter(pk=other.pk).exists()


def test_switching_off_takes_ones_own_alone():
    user, other = UserFactory(), UserFactory()
    browser_of(user, endpoint=HERE)

    browsers.unsubscribe(other, endpoint=HERE)
    assert user.push_subscriptions.exists()

    browsers.unsubscribe(user, endpoint=HERE)
    assert not PushSubscription.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_browser_that_subscribes_twice_at_once_is_noted_once():
    user, keys = UserFactory(), browser_keys()
    runner = partial(browsers.subscribe, user, endpoint=HERE, **keys)

    answers = race(5, runner, runner, before_each=user.push_subscriptions.all().delete)

    assert (answers, user.push_subscriptions.count()) == ([["done", "done"]] * 5, 1)
