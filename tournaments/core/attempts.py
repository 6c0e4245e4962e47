"""Attempts that count by themselves, whatever becomes of them: by the name of the view."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Attempt:
    """One named limit, and by whom it counts; nobody (empty) is not counted."""

    limit: str
    subject: Callable[[HttpRequest], str]


def by_person(request: HttpRequest) -> str:
    return str(request.user.pk or "")


def by_address(request: HttpRequest) -> str:
    """The address of the network that the request came from, as far as it can be trusted.

    Of IPv6 the first half: the rest is the customer's own to choose.
    """
    address = _forwarded(request) or _address(request.META.get("REMOTE_ADDR", ""))
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address or "unknown")


def by_login(request: HttpRequest) -> str:
    return _written(request, "login")


def by_mail(request: HttpRequest) -> str:
    return _written(request, "email")


# Only POST counts: to look at a form costs nothing.
ATTEMPTS: dict[str, tuple[Attempt, ...]] = {
    "account_login": (Attempt("sign_in_address", by_address), Attempt("sign_in", by_login)),
    "account_signup": (Attempt("sign_up_address", by_address), Attempt("account_mail", by_mail)),
    "account_reset_password": (
        Attempt("password_reset_address", by_address),
        Attempt("account_mail", by_mail),
    ),
    "account_reset_password_from_key": (Attempt("password_reset_address", by_address),),
    "account_email": (Attempt("account_change", by_person),),
    "account_change_password": (Attempt("account_change", by_person),),
    "account_set_password": (Attempt("account_change", by_person),),
    "account_reauthenticate": (Attempt("account_change", by_person),),
    "teams:invite": (Attempt("team_invitation", by_person),),
    "teams:invite_agent": (Attempt("team_invitation", by_person),),
    "teams:ask": (Attempt("team_invitation", by_person),),
}


def _written(request: HttpRequest, field: str) -> str:
    """What was typed, as a sum: a table of counts is no place for names and slips of the hand."""
    value = request.POST.get(field, "").strip().lower()
    return sha256(value.encode(errors="replace")).hexdigest() if value else ""


def _forwarded(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """What the outermost trusted proxy wrote; what stands left of it anybody can write."""
    written = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    return _address(written[-proxies]) if 0 < proxies <= len(written) else None


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
