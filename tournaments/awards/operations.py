import secrets

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltacrown.errors import Refused
from tournaments.awards.models import Certificate, Placement
from tournaments.awards.placing import final_placements
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.core.roles import check_may
from tournaments.registration.models import Entrant

Kind = Certificate.Kind

# Without look-alike letters, so that a code can be typed from paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16

BY_PLACE = {1: Kind.CHAMPION, 2: Kind.RUNNER_UP, 3: Kind.THIRD_PLACE}


@transaction.atomic
def place_entrants(tournament: Tournament) -> None:
    """Write the final place of each entrant. Again: the same rows."""
    Placement.objects.bulk_create(
        [
            Placement(tournament=tournament, entrant_id=pk, first=block.first, last=block.last)
            for block in final_placements(tournament)
            for pk in block.entrants
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def issue_certificates(tournament: Tournament) -> None:
    """Issue one certificate to each placed entrant that was not disqualified.

    Again: none twice, and no new codes.

    Whoever stands alone on places 1 to 3 gets the certificate of that place; everybody
    else one for taking part.
    """
    have = set(tournament.certificates.values_list("entrant_id", flat=True))
    placed = tournament.placements.select_related("entrant__registration__team").prefetch_related(
        "entrant__registration__roster__user"
    )
    entrants = len(placed)
    with translation.override(tournament.page.locale.language_code):
        Certificate.objects.bulk_create(
            [
                _certificate(tournament, placement, entrants)
                for placement in placed
                if placement.entrant_id not in have
                and placement.entrant.left_by != Entrant.LeftBy.DISQUALIFICATION
            ]
        )


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


def _certificate(tournament: Tournament, placement: Placement, entrants: int) -> Certificate:
    is_alone = placement.first == placement.last
    kind = BY_PLACE.get(placement.first, Kind.PARTICIPANT) if is_alone else Kind.PARTICIPANT
    code = "".join(secrets.choice(ALPHABET) for _number in range(CODE_LENGTH))
    registration = placement.entrant.registration
    members = [entry.user.username for entry in registration.roster.all()]
    return Certificate(
        tournament=tournament,
        entrant=placement.entrant,
        kind=kind,
        code=code,
        facts={
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
            "code": code,
            "language": translation.get_language(),
        },
    )


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
