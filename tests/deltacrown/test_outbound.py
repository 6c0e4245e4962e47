"""Which addresses our server fetches: part 4, item 7 of what the site must withstand."""

from unittest import mock

import pytest

from deltacrown import outbound
from deltacrown.errors import Refused
from tests.internet import PUBLIC, internet


def refusal(url):
    """The code with which ``url`` is refused before any name is looked up."""
    with (
        mock.patch("socket.getaddrinfo", side_effect=AssertionError("looked up")),
        pytest.raises(Refused) as refused,
    ):
        outbound.check_address(url)
    assert refused.value.message
    return refused.value.code


@pytest.mark.parametrize(
    ("url", "code"),
    [
        # other schemes
        ("http://hooks.example.org/", "scheme"),
        ("ftp://hooks.example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://hooks.example.org/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,x", "scheme"),
        ("//hooks.example.org/", "scheme"),
        ("hooks.example.org", "scheme"),
        # this machine
        ("https://localhost/", "name"),
        ("https://localhost./", "name"),
        ("https://LOCALHOST/", "name"),
        ("https://127.0.0.1/", "number"),
        ("https://127.0.0.2/", "number"),
        ("https://127.1/", "number"),
        ("https://127.0.0.1./", "number"),
        ("https://0/", "number"),
        ("https://0.0.0.0/", "number"),
        ("https://2130706433/", "number"),
        ("https://0x7f000001/", "number"),
        ("https://0x7f.0.0.1/", "number"),
        ("https://0x7f.1/", "number"),
        ("https://0177.0.0.1/", "number"),
        ("https://017700000001/", "number"),
        ("https://127.0.0.0x1/", "number"),
        ("https://[::1]/", "number"),
        ("https://[::]/", "number"),
        ("https://[0:0:0:0:0:0:0:1]/", "number"),
        ("https://[::ffff:127.0.0.1]/", "number"),
        ("https://[::ffff:7f00:1]/", "number"),
        # its neighbours, and the metadata of clouds
        ("https://10.0.0.1/", "number"),
        ("https://172.16.0.1/", "number"),
        ("https://192.168.0.1/", "number"),
        ("https://169.254.169.254/latest/meta-data/", "number"),
        ("https://2852039166/", "number"),
        ("https://[fc00::1]/", "number"),
        ("https://[fe80::1]/", "number"),
        ("https://[fe80::1%25eth0]/", "number"),
        ("https://[fd00:ec2::254]/", "number"),
        # a public number is none of our business either: no certificate names it
        ("https://93.184.216.34/", "number"),
        ("https://[2606:2800:220:1:248:1893:25c8:1946]/", "number"),
        # names that read differently to different programs
        ("https://hooks.example.org./", "name"),
        ("https://hooks..example.org/", "name"),
        ("https://-hooks.example.org/", "name"),
        ("https://hooks_.example.org/", "name"),
        ("https://intranet/", "name"),
        ("https:///path", "name"),
        ("https://", "name"),
        ("https://%6cocalhost/", "name"),
        ("https://%31%32%37.0.0.1/", "number"),
        (f"https://{'a.' * 130}org/", "name"),
        (f"https://{'a' * 64}.org/", "name"),
        ("https://ⓛocalhost/", "malformed"),
        ("https://①②⑦.0.0.1/", "malformed"),
        ("https://127。0。0。1/", "malformed"),
        ("https://hooks.exämple.org/", "malformed"),
        ("https://example.org\\@127.0.0.1/", "malformed"),
        ("https://example.org\\.evil.example/", "malformed"),
        ("https:\\\\127.0.0.1\\", "malformed"),
        ("https://exam\tple.org/", "malformed"),
        ("https://example.org/\r\nHost: 127.0.0.1", "malformed"),
        ("https://example.org/\x00", "malformed"),
        (" https://hooks.example.org/", "malformed"),
        ("https://hooks.example.org/ x", "malformed"),
        ("https://[::1/", "malformed"),
        ("https://[v1.x]/", "malformed"),
        ("", "malformed"),
        (f"https://hooks.example.org/{'x' * 2000}", "malformed"),
        # names and passwords
        ("https://me@hooks.example.org/", "login"),
        ("https://me:secret@hooks.example.org/", "login"),
        ("https://hooks.example.org@127.0.0.1/", "login"),
        ("https://@hooks.example.org/", "login"),
        # other ports
        ("https://hooks.example.org:22/", "port"),
        ("https://hooks.example.org:80/", "port"),
        ("https://hooks.example.org:8443/", "port"),
        ("https://hooks.example.org:0/", "port"),
        ("https://hooks.example.org:65536/", "malformed"),
        ("https://hooks.example.org:-1/", "malformed"),
        ("https://hooks.example.org:http/", "malformed"),
        ("https://hooks.example.org:443:25/", "malformed"),
    ],
)
def test_an_address_is_refused_as_it_is_written(url, code):
    assert refusal(url) == code


@pytest.mark.parametrize(
    "number",
    [
        # this machine
        *("127.0.0.1", "127.0.0.2", "127.255.255.255", "0.0.0.0", "0.0.0.1", "::1", "::"),  # noqa: S104
        # its neighbours
        *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd00:ec2::254"),
        *("169.254.169.254", "fe80::1", "fe80::1%eth0", "fec0::1", "100.64.0.1", "100.100.100.200"),
        # an IPv4 number in a disguise: mapped, compatible, translated, tunnelled
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1"),
        *("::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::5db8:d822", "64:ff9b:1::7f00:1"),
        *("2002:7f00:1::", "2002:a00:1::", "2002:5db8:d822::", "2001:0:7f00:1::1", "192.88.99.1"),
        # everybody, nobody, examples, tests
        *("224.0.0.1", "224.0.1.1", "239.255.255.250", "ff02::1", "ff0e::1", "255.255.255.255"),
        *("240.0.0.1", "192.0.0.8", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1"),
        *("2001:db8::1", "3fff::1", "100::1", "2001:20::1", "5f00::1", "4000::1"),
    ],
)
def test_a_name_that_leads_inside_is_refused(number):
    with (
        internet(names={"inside.example.org": [number]}) as net,
        pytest.raises(Refused) as refused,
    ):
        outbound.check_address("https://inside.example.org/")

    assert (refused.value.code, net.looked_up) == ("not_public", ["inside.example.org"])


def test_one_number_inside_among_public_ones_is_enough_to_refuse():
    with (
        internet(names={"both.example.org": [PUBLIC, "10.0.0.1"]}),
        pytest.raises(Refused) as refused,
    ):
        outbound.check_address("https://both.example.org/")

    assert refused.value.code == "not_public"


def test_a_name_that_nobody_knows_is_refused():
    with internet(), pytest.raises(Refused) as refused:
        outbound.check_address("https://nowhere.example.org/")

    assert refused.value.code == "not_found"


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.org/",
        "https://hooks.example.org:443/a?b=c#d",
        "https://hooks.example.org:/",
        "HTTPS://Hooks.Example.ORG/a%20b",
        "https://xn--bcher-kva.example/",
        "https://1hooks.example.org/",
    ],
)
@pytest.mark.parametrize("number", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946"])
def test_a_public_address_is_accepted_and_nothing_is_sent(url, number):
    names = ("hooks.example.org", "xn--bcher-kva.example", "1hooks.example.org")

    with internet(names={name: [number] for name in names}) as net:
        outbound.check_address(url)

    assert (len(net.looked_up), net.connected) == (1, [])
