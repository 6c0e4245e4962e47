"""Evidence as it lies with a match, sent by the operation that people use."""

from django.core.files.base import File

from deltacrown.accounts.models import User
from tests.factories.images import png_upload
from tests.factories.play import organizer_of
from tournaments.brackets.models import Match
from tournaments.matches.models import Evidence
from tournaments.matches.operations import add_evidence


def player_of(match: Match, slot: int = 1) -> User:
    """The player on one side of a match of solo players."""
    return match.sides.get(slot=slot).entrant.registration.registered_by


def evidence_of(
    match: Match, *, by: User | None = None, upload: File | None = None, note: str = ""
) -> Evidence:
    by = by or organizer_of(match.tournament)
    return add_evidence(match, by=by, upload=upload or png_upload(), note=note)
