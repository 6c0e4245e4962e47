import pytest
from django.urls import get_resolver

from tournaments.core.attempts import ATTEMPTS, by_address, by_login, by_mail


@pytest.mark.parametrize(
    ("proxies", "connection", "forwarded", "address"),
    [
        (0, "203.0.113.9", None, "203.0.113.9"),
        (0, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (1, "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "10.0.0.1", "198.51.100.1", "10.0.0.1"),
        (1, "10.0.0.1", "nonsense", "10.0.0.1"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", None, "10.0.0.1"),
        (0, "", None, "unknown"),
        (0, "2001:db8:1:2:3::9", None, "2001:db8:1:2::/64"),
        (0, "::ffff:203.0.113.9", None, "203.0.113.9"),
    ],
)
def test_the_address_is_what_a_trusted_proxy_wrote(
    rf, settings, proxies, connection, forwarded, address
):
    settings.TRUSTED_PROXIES = proxies
    request = rf.post("/", REMOTE_ADDR=connection)
    if forwarded is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded

    assert by_address(request) == address


def test_names_are_the_same_in_capitals_and_kept_as_a_sum(rf):
    one = by_login(rf.post("/", {"login": " Rafi@Example.com "}))
    other = by_login(rf.post("/", {"login": "rafi@example.com"}))

    assert one == other
    assert len(one) == 64


@pytest.mark.parametrize("value", ["x" * 5000, "null\x00", "\ud800"])
def test_whatever_is_typed_has_a_sum(rf, value):
    request = rf.post("/")
    request.POST = {"email": value}

    assert len(by_mail(request)) == 64


def test_nothing_typed_is_nobody(rf):
    assert by_login(rf.post("/", {"login": " "})) == ""


@pytest.mark.parametrize("name", sorted(ATTEMPTS))
def test_each_attempt_is_of_a_view_that_is_there(name):
    resolver = get_resolver()
    namespace, _colon, view = name.rpartition(":")
    if namespace:
        resolver = resolver.namespace_dict[namespace][1]

    assert resolver.reverse_dict.getlist(view)
