"""Where the connection goes, and what is left of the answer."""

import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deltacrown import outbound
from deltacrown.errors import Refused
from tests.internet import PUBLIC, internet

URL = "http://hooks.example.org/in?a=b"


@pytest.fixture(autouse=True)
def plain_http(settings):
    settings.OUTBOUND_SCHEMES = ["https", "http"]


def test_it_connects_to_the_number_that_was_checked_and_says_the_name():
    with internet() as net, outbound.session() as session:
        response = session.post(URL, json={"content": "Hello"})

    [(path, headers, body)] = net.received
    assert (response.status_code, path, body) == (204, "/in?a=b", b'{"content": "Hello"}')
    assert (headers["Host"], headers["User-Agent"]) == ("hooks.example.org", "DeltaCrown")
    assert (net.looked_up, net.connected) == (["hooks.example.org"], [(PUBLIC, 80)])


def test_an_ipv6_number_is_connected_to_as_it_was_checked():
    number = "2606:2800:220:1:248:1893:25c8:1946"
    sockets = socket.socket

    class OfThisMachine(sockets):
        """This machine may have no IPv6; the server of the test listens on IPv4."""

        def __init__(self, family=-1, *args, **kwargs):
            super().__init__(socket.AF_INET, *args, **kwargs)

    with (
        internet(names={"hooks.example.org": [number]}) as net,
        pytest.MonkeyPatch.context() as patch,
        outbound.session() as session,
    ):
        patch.setattr("socket.socket", OfThisMachine)
        session.post(URL)

    assert net.connected == [(number, 80)]


def test_a_second_answer_that_leads_inside_is_never_asked_for():
    """Rebinding: public for the check, this machine for the connection."""
    names = {"hooks.example.org": [[PUBLIC], ["127.0.0.1"]]}

    with internet(names=names) as net, outbound.session() as session:
        session.post(URL)

    assert (net.looked_up, net.connected) == (["hooks.example.org"], [(PUBLIC, 80)])


def test_each_sending_looks_again():
    """What was public when it was set leads inside today."""
    names = {"hooks.example.org": [[PUBLIC], ["169.254.169.254"]]}

    with internet(names=names) as net, outbound.session() as session:
        outbound.check_address(URL)
        with pytest.raises(Refused) as refused:
            session.post(URL)

    assert (refused.value.code, net.connected) == ("not_public", [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "http://169.254.169.254/", "https://other.example.org/", "/b"]
)
def test_a_redirect_is_not_followed(status, target):
    with internet() as net, outbound.session() as session:
        net.status, net.headers = status, {"Location": target}
        response = session.get(URL, allow_redirects=True)

    assert (response.status_code, response.history) == (status, [])
    assert (len(net.received), net.connected) == (1, [(PUBLIC, 80)])


def test_the_proxies_and_passwords_of_the_machine_are_left_alone(monkeypatch, tmp_path):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    (tmp_path / ".netrc").write_text("machine hooks.example.org login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))

    with internet() as net, outbound.session() as session:
        session.post(URL)
        session.post(URL, proxies={"http": "http://127.0.0.1:3128"})

    assert net.connected == [(PUBLIC, 80)] * 2
    assert all("Authorization" not in headers for __, headers, __ in net.received)


@pytest.mark.parametrize(
    "url", ["ftp://hooks.example.org/", "file:///etc/passwd", "http://127.0.0.1/"]
)
def test_an_address_that_was_never_checked_is_refused_at_the_sending(url):
    with (
        internet() as net,
        outbound.session() as session,
        pytest.raises((Refused, requests.exceptions.InvalidSchema)),
    ):
        session.post(url)

    assert net.connected == []


# --- answers -------------------------------------------------------------------------


def test_nothing_of_the_body_is_kept():
    with internet() as net, outbound.session() as session:
        net.status, net.body = 500, b"the database password is hunter2"
        response = session.post(URL)

    assert (response.status_code, response.content, response.text) == (500, b"", "")


def endless(piece, *, head=True, wait=0.0):
    """A server that never comes to an end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if head:
                self.send_response(302)
                self.send_header("Location", "/again")
                self.end_headers()
            try:
                while True:
                    self.wfile.write(piece)
                    time.sleep(wait)
            except OSError:
                return

        def log_message(self, *args):
            pass

    return Handler


def test_an_endless_body_ends_with_its_head():
    with internet(handler=endless(b"x" * 65536)), outbound.session() as session:
        response = session.get(URL)

    assert (response.status_code, response.content) == (302, b"")


def test_a_head_that_comes_in_drops_is_given_up(monkeypatch):
    monkeypatch.setattr(outbound, "DEADLINE", 0.3)
    drops = endless(b"HTTP/1.1 100 Continue\r\n\r\n", head=False, wait=0.05)
    began = time.monotonic()

    with (
        internet(handler=drops),
        outbound.session() as session,
        pytest.raises(requests.RequestException),
    ):
        session.get(URL)

    assert time.monotonic() - began < 5


def test_a_server_that_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(outbound, "TIMEOUT", (0.2, 0.2))

    class Silent(BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(2)

    with (
        internet(handler=Silent),
        outbound.session() as session,
        pytest.raises(requests.exceptions.ReadTimeout),
    ):
        session.get(URL, timeout=1000)


# --- certificates --------------------------------------------------------------------


@pytest.fixture
def certified(tmp_path):
    """A context for a server with a certificate of ``name``, and the authority that signed it."""

    def certify(name):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        pem = tmp_path / "server.pem"
        pem.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        return context, str(pem)

    return certify


SECURE = "https://hooks.example.org/in"


def test_the_certificate_has_to_be_one_of_the_name(certified):
    tls, authority = certified("hooks.example.org")
    names = []
    tls.sni_callback = lambda sock, name, context: names.append(name)

    with internet(tls=tls) as net, outbound.session() as session:
        response = session.post(SECURE, verify=authority)

    assert (response.status_code, names) == (204, [urlsplit(SECURE).hostname])
    assert net.connected == [(PUBLIC, 443)]


def test_a_certificate_of_another_name_is_refused(certified):
    tls, authority = certified("other.example.org")

    with (
        internet(tls=tls) as net,
        outbound.session() as session,
        pytest.raises(requests.exceptions.SSLError),
    ):
        session.post(SECURE, verify=authority)

    assert net.received == []


def test_nobody_can_switch_the_check_of_certificates_off(certified, monkeypatch):
    tls, authority = certified("hooks.example.org")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority)

    with (
        internet(tls=tls) as net,
        outbound.session() as session,
        pytest.raises(requests.exceptions.SSLError),
    ):
        session.post(SECURE, verify=False)

    assert net.received == []
