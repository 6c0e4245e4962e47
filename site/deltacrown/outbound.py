"""How our server fetches an address that somebody gave it: a webhook, a browser's push service.

Such an address may lead inside: to this machine, to its neighbours, to the metadata of a cloud. So
the name is looked up once, each address it has must be public, and the connection goes to one of
those, never to a second answer. No redirect is followed, and nothing of an answer's body is read:
its status and its headers are all that callers get. requests-hardened keeps the connection to the
number and the certificate to the name; what it leaves open is closed here.
"""

import ipaddress
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from requests import PreparedRequest, Response
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import EXTRA_BLOCKED_NET_RANGES
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import parse_url
from urllib3.util.connection import allowed_gai_family

from deltacrown.errors import Refused

LONGEST = 2000
PORTS = {"https": 443, "http": 80}
# Seconds to connect, and to wait for each piece of an answer; for all of its head together.
TIMEOUT = (5, 10)
DEADLINE = 15
CONFIG = Config(
    ip_filter_enable=True,
    ip_filter_allow_loopback_ips=False,
    never_redirect=True,
    default_timeout=TIMEOUT,
    user_agent_override="DeltaCrown",
)

# What RFC 3986 allows in an address. Programs read all the rest in different ways.
CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%\[\]]+")
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# At least two labels, the last one with a letter in front: no number in any notation.
NAME = re.compile(rf"(?:{LABEL}\.)+(?=[a-z]){LABEL}", re.IGNORECASE)
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an address leads: the name that it says, and the number that was checked."""

    scheme: str
    name: str
    number: str

    @property
    def url(self) -> str:
        host = f"[{self.number}]" if ":" in self.number else self.number
        return f"{self.scheme}://{host}/"


def check_address(url: str) -> None:
    """Refuse ``url`` unless our server may send to it. It is looked up, nothing is sent."""
    find(url)


def session() -> HTTPSession:
    """A session of requests that goes to public addresses only; it raises Refused for others."""
    return _Session(CONFIG)


def find(url: str) -> Destination:
    """The destination of ``url``; the name is looked up once, and all it leads to is public."""
    parts = _split(url)
    name = parts.hostname or ""
    numbers = _look_up(name, PORTS[parts.scheme])
    if not all(_is_public(number) for number in numbers):
        raise Refused(_("This address does not lead to a public server."), code="not_public")
    return Destination(parts.scheme, name, numbers[0])


def _split(url: str) -> SplitResult:
    """The parts of an address that reads the same to everybody."""
    if len(url) > LONGEST or not CHARACTERS.fullmatch(url):
        raise Refused(_("This is not an address of the web."), code="malformed")
    try:
        parts, again = urlsplit(url), parse_url(url)
        port = parts.port
    except ValueError:
        raise Refused(_("This is not an address of the web."), code="malformed") from None
    if parts.scheme not in settings.OUTBOUND_SCHEMES:
        raise Refused(_("The address has to begin with https://."), code="scheme")
    if "@" in parts.netloc:
        raise Refused(_("An address with a user name in it is not accepted."), code="login")
    _check_name(parts.netloc.partition(":")[0])
    if port not in (None, PORTS[parts.scheme]):
        raise Refused(_("The address may not name a port."), code="port")
    if again.host != parts.hostname:
        raise Refused(_("This is not an address of the web."), code="malformed")
    return parts


def _check_name(host: str) -> None:
    if host.startswith("[") or host.rstrip(".").rpartition(".")[2][:1].isdigit():
        message = _("The address has to have a name, such as example.org, not a number.")
        raise Refused(message, code="number")
    if len(host) > 253 or not NAME.fullmatch(host):
        message = _("The address has to have a full name, such as example.org.")
        raise Refused(message, code="name")


def _look_up(name: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(name, port, allowed_gai_family(), socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    if not found:
        message = _("The server of this address could not be found. Look for a mistyped name.")
        raise Refused(message, code="not_found")
    return [str(sockaddr[0]) for *__, sockaddr in found]


def _is_public(number: str) -> bool:
    """Whether the whole internet reaches the same server under this number.

    Of IPv6 only what is given out for that: no IPv4 in a disguise (mapped, translated, tunnelled).
    """
    address = ipaddress.ip_address(number)
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if address.version == 6 and address not in GLOBAL_UNICAST:
        return False
    return not any(address in network for network in EXTRA_BLOCKED_NET_RANGES)


# --- the connection ------------------------------------------------------------------


class _Deadline:
    """A connection that gives up when the head of an answer comes in drops."""

    sock: socket.socket | None

    def getresponse(self) -> Any:
        timer = Timer(DEADLINE, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            return super().getresponse()  # type: ignore[misc]
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        if sock := self.sock:
            with suppress(OSError):  # closed already
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _HTTPConnection(_Deadline, HTTPConnection):
    pass


class _HTTPSConnection(_Deadline, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _HTTPConnection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection


class _Adapter(IPFilterAdapter):
    """Connects to the number that was checked, and asks for a certificate of the name.

    The library would look the name up by itself and see to the first number alone. It gets the
    number instead of the name, and so has a second word on it.
    """

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        destination = find(request.url or "")
        numbered = request.copy()
        numbered.url = destination.url
        host, pool = super().build_connection_pool_key_attributes(numbered, verify, cert)
        if destination.scheme == "https":
            pool["assert_hostname"] = pool["server_hostname"] = destination.name
        request.headers["Host"] = destination.name
        return host, pool


class _Session(HTTPSession):
    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.trust_env = False  # no proxies, certificates or passwords of the machine
        for scheme in PORTS:
            self.mount(f"{scheme}://", _Adapter(is_https_proto=scheme == "https"))

    def send(self, request: PreparedRequest, **kwargs: Any) -> Response:
        """Send, and close the answer with its body unread, whatever the caller asked for."""
        kwargs |= {
            "allow_redirects": False,
            "proxies": {},
            "stream": True,
            "timeout": TIMEOUT,
            "verify": kwargs.get("verify") or True,
        }
        response = super().send(request, **kwargs)
        response.close()
        response.raw = BytesIO()
        return response

    def get_redirect_target(self, resp: Response) -> None:
        """None: to find the next address of a redirect, requests would read its whole body."""
