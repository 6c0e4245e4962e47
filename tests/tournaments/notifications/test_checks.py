import pytest

from tournaments.notifications import vapid
from tournaments.notifications.checks import push_can_be_signed

KEY = vapid.new_private_key()
CONTACT = "mailto:host@cup.example"


@pytest.mark.parametrize(
    ("key", "contact"),
    [(KEY, CONTACT), (KEY, "https://cup.example"), ("", ""), (KEY, "")],
    ids=range(4),
)
def test_push_that_works_or_is_off_is_sound(settings, key, contact):
    settings.VAPID_PRIVATE_KEY, settings.VAPID_CONTACT = key, contact

    assert push_can_be_signed() == []


@pytest.mark.parametrize(
    ("key", "contact"),
    [("abc", CONTACT), ("A" * 43, CONTACT), (KEY[:20], CONTACT), (KEY, "host@cup.example")],
    ids=range(4),
)
def test_keys_that_no_push_service_takes_are_an_error(settings, key, contact):
    settings.VAPID_PRIVATE_KEY, settings.VAPID_CONTACT = key, contact

    assert [found.id for found in push_can_be_signed()] == ["tournaments.E004"]
