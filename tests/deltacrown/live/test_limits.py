import pytest
from starlette.requests import Request

from deltacrown.live.limits import Places, TooMany, address_of


@pytest.fixture
def limits(settings):
    settings.LIVE_MAX_STREAMS = 3
    settings.LIVE_MAX_STREAMS_PER_ADDRESS = 2


def refused(places, address):
    with pytest.raises(TooMany) as error, places.one_for(address):
        pass
    return error.value.status


def test_one_address_and_the_whole_process_are_limited(limits):
    places = Places()

    with places.one_for("a"), places.one_for("a"):
        assert refused(places, "a") == 429
        with places.one_for("b"):
            assert refused(places, "c") == 503


def test_a_place_is_free_again_however_the_stream_ends(limits):
    places = Places()
    for _time in range(5):
        with pytest.raises(ZeroDivisionError), places.one_for("a"):
            raise ZeroDivisionError

    with places.one_for("a"), places.one_for("a"):
        pass
    assert not places._by_address


@pytest.mark.parametrize(
    ("proxies", "written", "address"),
    [
        (0, None, "192.0.2.1/32"),
        (0, "198.51.100.7", "192.0.2.1/32"),
        (1, "203.0.113.5, 198.51.100.7", "198.51.100.7/32"),
        (2, "9.9.9.9, 203.0.113.5, 198.51.100.7", "203.0.113.5/32"),
        (2, "198.51.100.7", "192.0.2.1/32"),
        (1, "nonsense", "192.0.2.1/32"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.7", "198.51.100.7/32"),
    ],
)
def test_an_address_is_what_the_outermost_trusted_proxy_wrote(settings, proxies, written, address):
    settings.TRUSTED_PROXIES = proxies
    headers = [(b"x-forwarded-for", written.encode())] if written else []
    scope = {"type": "http", "headers": headers, "client": ("192.0.2.1", 4711)}

    assert address_of(Request(scope)) == address


def test_a_connection_without_an_address_counts_with_its_like(settings):
    assert address_of(Request({"type": "http", "headers": [], "client": None})) == "unknown"
