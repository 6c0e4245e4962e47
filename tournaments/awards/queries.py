"""Reads for the pages of certificates."""

from django.db.models import QuerySet

from deltacrown.accounts.models import User
from tournaments.awards.models import Certificate
from tournaments.core.models import Tournament


def certificate_with(code: str) -> Certificate | None:
    """The certificate with this code, as people type it: small letters, spaces and dashes too."""
    plain = code.upper().replace("-", "").replace(" ", "")
    return (
        Certificate.objects.filter(code=plain)
        .select_related("tournament__page", "entrant__placement")
        .first()
    )


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
