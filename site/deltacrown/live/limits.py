"""How many streams there may be, in all and for one address of the network."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network

from django.conf import settings
from starlette.requests import HTTPConnection


class TooMany(Exception):
    """``status`` is what the answer says: 503 when the process is full, 429 for one address."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Places:
    def __init__(self) -> None:
        self._taken = 0
        self._by_address: Counter[str] = Counter()

    @contextmanager
    def one_for(self, address: str) -> Iterator[None]:
        """Hold a place while the stream is open, or raise ``TooMany``."""
        if self._taken >= settings.LIVE_MAX_STREAMS:
            raise TooMany(503)
        if self._by_address[address] >= settings.LIVE_MAX_STREAMS_PER_ADDRESS:
            raise TooMany(429)
        self._taken += 1
        self._by_address[address] += 1
        try:
            yield
        finally:
            self._taken -= 1
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]


def address_of(connection: HTTPConnection) -> str:
    """Who asks, as the outermost trusted proxy wrote it, or the connection's own address.

    Whoever has one address of IPv6 has the 2^64 around it.
    """
    written = connection.headers.get("x-forwarded-for", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    given = written[-proxies].strip() if 0 < proxies <= len(written) else ""
    own = connection.client.host if connection.client else ""
    return _network(given) or _network(own) or "unknown"


def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((address, 64 if address.version == 6 else 32), strict=False))
