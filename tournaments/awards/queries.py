"""Reads for the pages of certificates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from deltacrown.accounts.models import User
from tournaments.awards.models import Certificate
from tournaments.core.models import Tournament


def certificate_with(code: str) -> Certificate | None:
    """The certificate with this code, as people type it: small letters, spaces and dashes too."""
    return _in_full().filter(code=_plain(code)).first()


@dataclass(frozen=True, slots=True)
class Replaced:
    """A code that is void, since the certificate was issued anew under another one."""

    certificate: Certificate
    facts: dict[str, Any]
    at: datetime
    reason: str


def replaced_with(code: str) -> Replaced | None:
    """What stood under a code before the results were corrected; never the code that is valid."""
    plain = _plain(code)
    certificate = _in_full().filter(facts__replaced__has_key=plain).first()
    if certificate is None:
        return None
    old = certificate.facts["replaced"][plain]
    return Replaced(certificate, old["facts"], parse_datetime(old["at"]), old["reason"])


def _in_full() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("tournament__page", "entrant__placement")


def _plain(code: str) -> str:
    return code.upper().replace("-", "").replace(" ", "")


def certificates_of(user: User) -> QuerySet[Certificate]:
    """What ``user`` earned, alone or in a team, newest first; revoked ones too."""
    return (
        Certificate.objects.filter(entrant__registration__roster__user=user)
        .select_related("tournament", "entrant__placement")
        .order_by("-issued_at", "-pk")
    )


def certificates_in(tournament: Tournament) -> QuerySet[Certificate]:
    """All certificates of ``tournament``, by place."""
    return tournament.certificates.select_related("entrant__placement").order_by(
        "entrant__placement__first", "entrant__seed"
    )
