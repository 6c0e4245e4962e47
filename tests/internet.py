"""An internet of one server: names, numbers and connections that never leave this machine.

The real sockets are kept; what they look up and where they connect is replaced. So a test sees the
address that was given to ``connect``, and a public number leads to a server of its own.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread
from unittest import mock

PUBLIC = "93.184.216.34"


@dataclass
class Internet:
    """``names`` has the answers for each name in turn, the last one for ever."""

    names: dict[str, list[list[str]]]
    looked_up: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def look_up(self, host, port, *args, **kwargs):
        try:
            numbers = [str(ip_address(host))]
        except ValueError:
            self.looked_up.append(host)
            answers = self.names.get(host)
            if not answers:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None
            numbers = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            (
                socket.AF_INET6 if ":" in number else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (number, port, 0, 0) if ":" in number else (number, port),
            )
            for number in numbers
        ]


def _handler(net: Internet) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            net.received.append((self.path, dict(self.headers), sent))
            self.send_response(net.status)
            for name, value in net.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(net.body)

        do_GET = do_POST

        def log_message(self, *args) -> None:
            pass

    return Handler


@contextmanager
def internet(
    *, tls: ssl.SSLContext | None = None, names: dict | None = None, handler=None, **answer
) -> Iterator[Internet]:
    """All public numbers lead to one server, which gives one ``answer`` (status, headers, body).

    ``names`` maps a name to numbers, or to several answers of those.
    """
    answers = {
        name: found if isinstance(found[0], list) else [found]
        for name, found in (names or {"hooks.example.org": [PUBLIC]}).items()
    }
    net = Internet(answers, **answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler or _handler(net))
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    connect = socket.socket.connect

    def connect_here(sock, address):
        net.connected.append(address[:2])
        return connect(sock, server.server_address)

    try:
        with (
            mock.patch("socket.getaddrinfo", net.look_up),
            mock.patch("socket.socket.connect", connect_here),
        ):
            yield net
    finally:
        server.shutdown()
        server.server_close()
