"""Reads for the public page of a certificate."""

from tournaments.awards.models import Certificate


def certificate_with(code: str) -> Certificate | None:
    """The certificate with this code, as people type it: small letters, spaces and dashes too."""
    plain = code.upper().replace("-", "").replace(" ", "")
    return (
        Certificate.objects.filter(code=plain)
        .select_related("tournament__page", "entrant__placement")
        .first()
    )
