import json
from base64 import urlsafe_b64decode

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid

from tests.factories import TournamentFactory, UserFactory
from tests.factories.webhooks import PUSH_SERVICE, browser_keys, browser_of
from tests.internet import PUBLIC, internet
from tournaments.core.operations import happened
from tournaments.notifications import push, vapid
from tournaments.notifications.failures import DeliveryFailed
from tournaments.notifications.models import Notice, PushSubscription

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_keys(settings):
    settings.OUTBOUND_SCHEMES = ["https", "http"]
    settings.VAPID_PRIVATE_KEY = vapid.new_private_key()
    settings.VAPID_CONTACT = "mailto:host@cup.example"


def a_notice(**fields):
    user = UserFactory()
    keys = fields.pop("keys", None) or browser_keys()
    browser = browser_of(user, endpoint=f"http://{PUSH_SERVICE}/one", **keys)
    return Notice.objects.create(
        event=happened("test.happened", TournamentFactory()),
        recipient=user,
        subscription=browser,
        channel=Notice.Channel.PUSH,
        **{"subject": "Play now", "text": "Station 3.", "path": "/matches/1/", **fields},
    )


def the_internet(**answer):
    return internet(names={PUSH_SERVICE: [PUBLIC]}, **answer)


def failure_of(notice, **answer):
    with the_internet(**answer), pytest.raises(DeliveryFailed) as failed:
        push.deliver(notice)
    return failed.value


@pytest.mark.parametrize(
    ("is_urgent", "ttl", "urgency"), [(True, "3600", "high"), (False, "86400", "normal")]
)
def test_the_browser_alone_can_read_it(is_urgent, ttl, urgency):
    key = ec.generate_private_key(ec.SECP256R1())
    keys = browser_keys(key)
    notice = a_notice(keys=keys, is_urgent=is_urgent)

    with the_internet(status=201) as net:
        push.deliver(notice)

    [(path, headers, body)] = net.received
    secret = urlsafe_b64decode(keys["auth"] + "==")
    read = http_ece.decrypt(body, private_key=key, auth_secret=secret, version="aes128gcm")
    assert json.loads(read) == {
        "title": "Play now",
        "body": "Station 3.",
        "path": "/matches/1/",
        "tag": f"event-{notice.event_id}",
    }
    headers = {name.lower(): value for name, value in headers.items()}
    assert (path, headers["ttl"], headers["urgency"]) == ("/one", ttl, urgency)
    assert headers["authorization"].endswith(f"k={vapid.public_key()}")
    assert Vapid.verify(headers["authorization"])
    assert net.connected == [(PUBLIC, 80)]


def test_a_long_notice_in_bengali_fits_into_what_services_take():
    payload = push.payload_of(a_notice(subject="ক" * 200, text="খ" * 5000))

    assert len(json.dumps(payload, ensure_ascii=False).encode()) < 3900


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(status):
    failure = failure_of(a_notice(), status=status)

    assert (failure.permanent, failure.gone) == (True, True)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("status", "permanent", "seconds"), [(429, False, 7), (500, False, 7), (400, True, None)]
)
def test_other_answers_are_tried_again_unless_we_are_at_fault(status, permanent, seconds):
    notice = a_notice()

    failure = failure_of(notice, status=status, headers={"Retry-After": "7"}, body=b"secrets")

    assert (failure.permanent, failure.retry_after) == (permanent, seconds)
    assert failure.error == f"The push service did not take the notice ({status})."
    assert PushSubscription.objects.exists()


def test_a_service_that_leads_inside_gets_nothing():
    with internet(names={PUSH_SERVICE: ["127.0.0.1"]}) as net, pytest.raises(DeliveryFailed) as no:
        push.deliver(a_notice())

    assert (no.value.permanent, net.connected) == (True, [])


def test_a_service_that_cannot_be_found_is_tried_again():
    with internet(), pytest.raises(DeliveryFailed) as failed:
        push.deliver(a_notice())

    assert failed.value.permanent is False


def test_without_keys_nothing_is_sent(settings):
    settings.VAPID_PRIVATE_KEY = ""

    with the_internet() as net, pytest.raises(DeliveryFailed) as failed:
        push.deliver(a_notice())

    assert (failed.value.permanent, net.connected) == (True, [])
