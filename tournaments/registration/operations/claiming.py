import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.models import Event
from tournaments.core.operations import happened
from tournaments.registration.models import RosterEntry
from tournaments.registration.operations.locking import locked
from tournaments.registration.rules.claiming import (
    check_can_claim,
    check_can_renew,
    player_id_for,
)


@transaction.atomic
def claim_place(token: str, *, by: User) -> RosterEntry:
    """Take the place of a guest with its link. The status of the registration stays.

    The link is good for one: it is empty from then on.
    """
    entry = RosterEntry.objects.filter(claim_token=token).exclude(claim_token="").first()
    entry = entry and _locked(entry)
    if entry is None or entry.claim_token != token:
        message = _("This link is not good any more. Ask who registered the team for a new one.")
        raise Refused(message, code="link_used")
    check_can_claim(entry.registration, by=by)
    before = {"player_id": entry.player_id}
    entry.player_id = player_id_for(entry, by)
    entry.user, entry.claim_token = by, ""
    entry.save(update_fields=["user", "player_id", "claim_token"])
    after = _of(entry) | {"user": by.pk, "player_id": entry.player_id}
    happened("registration.place_claimed", entry.registration, actor=by, before=before, after=after)
    return entry


@transaction.atomic
def free_place(entry: RosterEntry, *, by: User) -> RosterEntry:
    """Keep the place for a guest again, with a new link, before the draw."""
    entry = _locked(entry)
    check_can_renew(entry.registration, by=by)
    if entry.user is None:
        return entry
    before = {"user": entry.user_id, "player_id": entry.player_id}
    entry.player_id = _id_before(entry)
    entry.user, entry.claim_token = None, _new_token()
    entry.save(update_fields=["user", "player_id", "claim_token"])
    after = _of(entry) | {"player_id": entry.player_id}
    happened("registration.place_freed", entry.registration, actor=by, before=before, after=after)
    return entry


@transaction.atomic
def renew_link(entry: RosterEntry, *, by: User) -> RosterEntry:
    """Make a new link to a place that nobody has claimed; the old one is good for nothing."""
    entry = _locked(entry)
    check_can_renew(entry.registration, by=by)
    if entry.user:
        message = _("%(name)s has claimed this place. Free it first.")
        raise Refused(message % {"name": entry.user.username}, code="claimed")
    entry.claim_token = _new_token()
    entry.save(update_fields=["claim_token"])
    happened("registration.link_renewed", entry.registration, actor=by, after=_of(entry))
    return entry


def _locked(entry: RosterEntry) -> RosterEntry:
    """The place, fresh, after its registration."""
    registration = locked(entry.registration)
    fresh = RosterEntry.objects.select_related("user").filter(pk=entry.pk).first()
    if fresh is None:
        raise Refused(_("This place is not on the roster any more."), code="not_on_roster")
    fresh.registration, fresh.tournament = registration, registration.tournament
    return fresh


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _of(entry: RosterEntry) -> dict[str, object]:
    return {"entry": entry.pk, "name": entry.name}


def _id_before(entry: RosterEntry) -> str:
    """The player id that was given for the guest, before somebody claimed the place."""
    claims = Event.objects.filter(
        tournament=entry.tournament,
        kind="registration.place_claimed",
        after__entry=entry.pk,
    )
    newest = claims.order_by("-pk").first()
    return newest.before["player_id"] if newest else entry.player_id
