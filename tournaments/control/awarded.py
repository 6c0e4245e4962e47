"""What places are worth, for the picture of a competition: prizes, and certificates in force."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from tournaments.awards.models import Certificate
from tournaments.awards.operations import kind_of
from tournaments.core.models import Tournament
from tournaments.engine.types import EntrantId, Placement

Lines = dict[str, tuple[str, str]]


def place_text(block: Placement) -> str:
    return str(block.first) if block.first == block.last else f"{block.first}–{block.last}"


def prize_lines(
    tournament: Tournament, blocks: Sequence[Placement], names: Mapping[EntrantId, str]
) -> Lines:
    """Each prize of the table, with those who share its places."""
    found: Lines = {}
    for prize in tournament.prizes:
        winners = [
            names[pk]
            for block in blocks
            if block.first <= prize["last"] and prize["first"] <= block.last
            for pk in block.entrants
        ]
        found[f"{prize['first']}-{prize['last']}"] = (_prize(prize), ", ".join(sorted(winners)))
    return found


def certificate_lines(
    tournament: Tournament, blocks: Sequence[Placement], names: Mapping[EntrantId, str]
) -> Lines:
    """What each certificate in force would say at the end; nothing before any was issued."""
    held = set(tournament.certificates.filter(revoked_at=None).values_list("entrant_id", flat=True))
    if not held:
        return {}
    return {
        names[pk]: (names[pk], _certificate(block))
        for block in blocks
        for pk in block.entrants
        if pk in held
    }


def _certificate(block: Placement) -> str:
    kind = Certificate.Kind(kind_of(block.first, block.last))
    return _("%(certificate)s, place %(place)s") % {
        "certificate": kind.label,
        "place": place_text(block),
    }


def _prize(prize: Mapping) -> str:
    places = (
        str(prize["first"])
        if prize["first"] == prize["last"]
        else f"{prize['first']}–{prize['last']}"
    )
    worth = " ".join(str(prize.get(part) or "") for part in ("amount", "currency"))
    if not prize.get("amount"):
        worth = prize.get("extra") or ""
    return _("Prize of place %(places)s (%(worth)s)") % {"places": places, "worth": worth}
