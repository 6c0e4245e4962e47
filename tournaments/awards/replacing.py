"""Certificates that say something else by now: the old code is void, a new one is issued.

An entrant has one certificate of each kind, so one that is issued anew keeps its row, and its
old codes in it: whoever has the paper reads that it was replaced, when and why.
"""

import secrets
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tournaments.awards.models import Certificate
from tournaments.core.models import Tournament
from tournaments.core.operations import happened
from tournaments.registration.models import Entrant

# Without look-alike letters, so that a code can be typed from paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
# A certificate that says these is true; a name that changed since does not make it untrue.
OF_THE_RESULT = ("kind", "placement_text", "statement")
# What stands in the facts of a row besides what is printed.
OF_THE_ROW = ("code", "replaced", "was_replaced")

Facts = dict[str, Any]


def made_true(entrant: Entrant, facts: Facts | None, tournament: Tournament) -> list[Certificate]:
    """Let ``entrant`` hold a certificate that says ``facts``, or none; those still to be saved.

    What an official revoked stays, and is not issued anew.
    """
    own = list(entrant.certificates.all())
    if any(each.revoked_at and not each.was_replaced for each in own):
        return []
    held = next((each for each in own if not each.revoked_at), None)
    if held and facts and all(held.facts.get(key) == facts[key] for key in OF_THE_RESULT):
        return []
    of_kind = next((each for each in own if facts and each.kind == facts["kind"]), None)
    if held and held is not of_kind:
        _withdraw(held)
    if facts is None:
        return []
    if of_kind:
        _issue_anew(of_kind, facts)
        return []
    return [_new(entrant, facts, tournament)]


def _says(certificate: Certificate) -> Facts:
    return {key: value for key, value in certificate.facts.items() if key not in OF_THE_ROW}


def _new(entrant: Entrant, facts: Facts, tournament: Tournament) -> Certificate:
    code = _code()
    return Certificate(
        tournament=tournament,
        entrant=entrant,
        kind=facts["kind"],
        code=code,
        facts={**facts, "code": code},
    )


def _withdraw(certificate: Certificate) -> None:
    certificate.revoked_at, certificate.revoke_reason = timezone.now(), _reason()
    certificate.facts["was_replaced"] = True
    certificate.save(update_fields=["revoked_at", "revoke_reason", "facts"])
    happened("certificate.replaced", certificate, reason=certificate.revoke_reason)


def _issue_anew(certificate: Certificate, facts: Facts) -> None:
    """Give a row a new code and new facts; the old code leads to what it said."""
    now = timezone.now()
    at = certificate.revoked_at or now
    old = {
        "at": at.isoformat(),
        "reason": certificate.revoke_reason or _reason(),
        "facts": _says(certificate),
    }
    before, code = certificate.facts.get("replaced", {}), _code()
    certificate.facts = {
        **facts,
        "code": code,
        "replaced": {**before, certificate.code: old},
    }
    certificate.code, certificate.issued_at = code, now
    was_withdrawn = certificate.revoked_at is not None
    certificate.revoked_at, certificate.revoke_reason = None, ""
    certificate.save()
    if not was_withdrawn:
        happened("certificate.replaced", certificate, reason=old["reason"])


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _number in range(CODE_LENGTH))


def _reason() -> str:
    return _("The results of the tournament were corrected.")
