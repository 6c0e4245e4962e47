from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltacrown.errors import Refused
from tournaments.awards.models import Certificate, Placement
from tournaments.awards.placing import final_placements
from tournaments.awards.replacing import made_true
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.core.roles import check_may
from tournaments.registration.models import Entrant

Kind = Certificate.Kind

BY_PLACE = {1: Kind.CHAMPION, 2: Kind.RUNNER_UP, 3: Kind.THIRD_PLACE}


@transaction.atomic
def place_entrants(tournament: Tournament) -> None:
    """Write the final place of each entrant. Again: the same rows, with new places if any."""
    blocks = final_placements(tournament)
    place = {pk: (block.first, block.last) for block in blocks for pk in block.entrants}
    known = {placement.entrant_id: placement for placement in tournament.placements.all()}
    moved = []
    for pk, placement in known.items():
        if pk in place and (placement.first, placement.last) != place[pk]:
            placement.first, placement.last = place[pk]
            moved.append(placement)
    Placement.objects.bulk_update(moved, ["first", "last"])
    Placement.objects.bulk_create(
        [
            Placement(tournament=tournament, entrant_id=pk, first=first, last=last)
            for pk, (first, last) in place.items()
            if pk not in known
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def issue_certificates(tournament: Tournament) -> None:
    """See that each placed entrant that was not disqualified holds one certificate that is true.

    Again: none twice, and no new codes. One that says something else by now, since the
    tournament was reopened, is replaced; one that an official revoked stays revoked.

    Whoever stands alone on places 1 to 3 gets the certificate of that place; everybody
    else one for taking part.
    """
    placed = list(
        tournament.placements.select_related("entrant__registration__team").prefetch_related(
            "entrant__registration__roster__user", "entrant__certificates"
        )
    )
    with translation.override(tournament.page.locale.language_code):
        wanted = [
            (placement.entrant, None if _is_out(placement) else facts_of(placement, len(placed)))
            for placement in placed
        ]
        made = []
        for entrant, facts in wanted:
            made += made_true(entrant, facts, tournament)
        Certificate.objects.bulk_create(made)


@transaction.atomic
def revoke(certificate: Certificate, *, by, reason: str) -> None:
    """Declare a certificate void; its page says so from now on."""
    tournament = lock(certificate.tournament)
    check_may(by, tournament, Capability.MANAGE_CERTIFICATES)
    if not reason.strip():
        raise Refused(_("Give a reason."), code="reason_missing")
    certificate = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if certificate.revoked_at:
        return
    certificate.revoked_at = timezone.now()
    certificate.revoke_reason = reason.strip()
    certificate.save(update_fields=["revoked_at", "revoke_reason"])
    happened("certificate.revoked", certificate, actor=by, reason=certificate.revoke_reason)


def kind_of(first: int, last: int) -> Kind:
    """Which certificate a place is worth."""
    return BY_PLACE.get(first, Kind.PARTICIPANT) if first == last else Kind.PARTICIPANT


def facts_of(placement: Placement, entrants: int) -> dict[str, Any]:
    """What the certificate for a place says, in the language that is on; without its code."""
    tournament = placement.tournament
    kind = kind_of(placement.first, placement.last)
    registration = placement.entrant.registration
    members = [entry.user.username for entry in registration.roster.all()]
    return {
        "kind": kind.value,
        "heading": str(_HEADINGS[kind]()),
        "statement": _statement(kind, entrants),
        "recipient": placement.entrant.name,
        "tournament": tournament.title,
        "game": tournament.game.name,
        "organizer": tournament.organizer.name,
        "date_text": date_format(timezone.localdate(tournament.completed_at), "j F Y"),
        "placement_text": _("Place %(place)s") % {"place": placement.label},
        "members": members if registration.team_id else [],
        "language": translation.get_language(),
    }


def _is_out(placement: Placement) -> bool:
    return placement.entrant.left_by == Entrant.LeftBy.DISQUALIFICATION


_HEADINGS = {
    Kind.CHAMPION: lambda: _("Certificate of victory"),
    Kind.RUNNER_UP: lambda: _("Certificate of achievement"),
    Kind.THIRD_PLACE: lambda: _("Certificate of achievement"),
    Kind.PARTICIPANT: lambda: _("Certificate of participation"),
}


def _statement(kind: Kind, entrants: int) -> str:
    statement = {
        Kind.CHAMPION: ngettext(
            "for winning the tournament among %(number)d entrant",
            "for winning the tournament among %(number)d entrants",
            entrants,
        ),
        Kind.RUNNER_UP: ngettext(
            "for taking second place among %(number)d entrant",
            "for taking second place among %(number)d entrants",
            entrants,
        ),
        Kind.THIRD_PLACE: ngettext(
            "for taking third place among %(number)d entrant",
            "for taking third place among %(number)d entrants",
            entrants,
        ),
        Kind.PARTICIPANT: ngettext(
            "for taking part among %(number)d entrant",
            "for taking part among %(number)d entrants",
            entrants,
        ),
    }[kind]
    return statement % {"number": entrants}
