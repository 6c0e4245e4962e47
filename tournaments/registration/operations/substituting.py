from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from tournaments.core.operations import happened
from tournaments.registration.models import Registration, RosterEntry, Substitution
from tournaments.registration.operations.locking import locked
from tournaments.registration.rules.players import player_ids
from tournaments.registration.rules.reviewing import check_manages
from tournaments.registration.rules.rostering import (
    check_can_ask,
    check_in_play,
    check_not_asked,
    check_swap,
    check_waits,
    check_words,
)

Status = Substitution.Status
Role = RosterEntry.Role


@transaction.atomic
def ask_substitution(
    registration: Registration, *, by: User, outgoing: RosterEntry, incoming: User, reason: str
) -> Substitution:
    """Ask to put ``incoming`` in the place of ``outgoing``, once rosters are locked."""
    registration = locked(registration)
    check_can_ask(registration, by=by)
    reason = check_words(reason, _("Say why the player cannot play."))
    check_not_asked(outgoing)
    check_swap(registration, outgoing, incoming, by=by)
    substitution = Substitution.objects.create(
        registration=registration, outgoing=outgoing, incoming=incoming, reason=reason, asked_by=by
    )
    _log("asked", substitution, by=by, reason=reason, after=_named(substitution))
    return substitution


@transaction.atomic
def approve_substitution(substitution: Substitution, *, by: User, answer: str = "") -> Substitution:
    """Let them change places; all is checked again as it stands now. Again: nothing more.

    A substitute who steps up leaves the own place to the other; anybody else's place is given up.
    """
    substitution = _locked(substitution)
    if substitution.status == Status.APPROVED:
        return substitution
    registration = substitution.registration
    check_manages(registration.tournament, by=by)
    check_waits(substitution)
    check_in_play(registration)
    check_swap(registration, substitution.outgoing, substitution.incoming, by=by)
    named = _named(substitution)
    _decide(substitution, Status.APPROVED, by=by, answer=answer.strip())
    _swap(substitution)
    _log("approved", substitution, by=by, reason=substitution.answer, after=named)
    return substitution


@transaction.atomic
def deny_substitution(substitution: Substitution, *, by: User, answer: str) -> Substitution:
    """Leave the roster as it is, and say why. Again: nothing more."""
    substitution = _locked(substitution)
    if substitution.status == Status.DENIED:
        return substitution
    check_manages(substitution.registration.tournament, by=by)
    check_waits(substitution)
    answer = check_words(answer, _("Say why not: the team reads it."))
    _decide(substitution, Status.DENIED, by=by, answer=answer)
    _log("denied", substitution, by=by, reason=answer, after=_named(substitution))
    return substitution


def _locked(substitution: Substitution) -> Substitution:
    """The request, fresh, after its registration; what it is about is fetched with it."""
    registration = locked(substitution.registration)
    rows = Substitution.objects.select_related("outgoing__user", "incoming")
    fresh = rows.get(pk=substitution.pk)
    fresh.registration = registration
    return fresh


def _decide(substitution: Substitution, status: Status, *, by: User, answer: str) -> None:
    substitution.status, substitution.answer = status, answer
    substitution.decided_by, substitution.decided_at = by, timezone.now()
    substitution.save(update_fields=["status", "answer", "decided_by", "decided_at"])


def _swap(substitution: Substitution) -> None:
    """Give the place away. The row of who had it stays, for the request that names it."""
    outgoing, incoming = substitution.outgoing, substitution.incoming
    outgoing.live = False
    outgoing.save(update_fields=["live"])
    bench = RosterEntry.objects.filter(registration=outgoing.registration_id, user=incoming).first()
    if bench:
        bench.role, bench.player_id = outgoing.role, _player_id(substitution)
        bench.save(update_fields=["role", "player_id"])
        other = _enter(substitution, outgoing.user, Role.SUBSTITUTE, outgoing.player_id)
        outgoing.answers.update(roster_entry=other)
    else:
        _enter(substitution, incoming, outgoing.role, _player_id(substitution))
        outgoing.answers.all().delete()


def _enter(substitution: Substitution, user: User, role: str, player_id: str) -> RosterEntry:
    registration = substitution.registration
    return RosterEntry.objects.create(
        registration=registration,
        tournament=registration.tournament,
        user=user,
        role=role,
        player_id=player_id,
    )


def _player_id(substitution: Substitution) -> str:
    if substitution.outgoing.role not in RosterEntry.PLAYS:
        return ""
    user = substitution.incoming
    return player_ids(substitution.registration.tournament, [user]).get(user.pk, "")


def _named(substitution: Substitution) -> dict[str, Any]:
    return {
        "substitution": substitution.pk,
        "outgoing": substitution.outgoing.display_name,
        "outgoing_user": substitution.outgoing.user_id,
        "incoming": substitution.incoming.username,
        "incoming_user": substitution.incoming_id,
    }


def _log(
    what: str, substitution: Substitution, *, by: User, reason: str, after: dict[str, Any]
) -> None:
    registration = substitution.registration
    kind = f"registration.substitution_{what}"
    happened(kind, registration, actor=by, after=after, reason=reason)
