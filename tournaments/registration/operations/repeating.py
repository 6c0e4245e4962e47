from django.db import transaction
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.core.operations import happened
from tournaments.registration.models import Answer, Registration, RosterEntry
from tournaments.registration.operations.locking import locked
from tournaments.registration.queries import places_of
from tournaments.registration.references import new_reference
from tournaments.registration.rules.moves import check_reason
from tournaments.registration.rules.players import check_players_free
from tournaments.registration.rules.reviewing import check_can_readmit, check_place_free

KEPT = (
    "tournament",
    "user",
    "team",
    "registered_by",
    "name",
    "tag",
    "is_guest",
    "rating",
    "region",
    "terms_accepted_at",
)


@transaction.atomic
def repeat(registration: Registration, *, by: User, reason: str) -> Registration:
    """Enter those who did not show up once more, confirmed and checked in.

    A registration that is over stays so: this is a new one with the same people, answers and
    roster. Refused when no place is free, or one of them is in again.
    """
    old = locked(registration)
    reason = check_reason(reason)
    check_can_readmit(old, by=by)
    roster = list(old.roster.select_related("user"))
    check_players_free(old.tournament, [entry.user for entry in roster if entry.user])
    check_place_free(places_of(old.tournament))
    new = _copy(old, by=by)
    entries = _copy_roster(roster, new)
    _copy_answers(old, new, entries)
    happened(
        "registration.readmitted",
        new,
        actor=by,
        after={"status": new.status, "reference": new.reference, "earlier": old.reference},
        reason=reason,
    )
    return new


def _copy(old: Registration, *, by: User) -> Registration:
    tournament = old.tournament
    tournament.last_number += 1
    tournament.save(update_fields=["last_number"])
    return Registration.objects.create(
        **{name: getattr(old, name) for name in KEPT},
        number=tournament.last_number,
        reference=_unused_reference(),
        status=Registration.Status.CONFIRMED,
        seed=_seed_of(old),
        seed_is_locked=old.seed_is_locked and _seed_of(old) is not None,
        checked_in_at=timezone.now(),
        checked_in_by=by,
    )


def _seed_of(old: Registration) -> int | None:
    """Its seed, unless somebody else has it by now."""
    is_taken = old.tournament.registrations.open().filter(seed=old.seed).exists()
    return None if is_taken else old.seed


def _unused_reference() -> str:
    while Registration.objects.filter(reference=(reference := new_reference())).exists():
        continue
    return reference


def _copy_roster(roster: list[RosterEntry], new: Registration) -> dict[int, RosterEntry]:
    """The new rows by the keys of the old. The link with which a guest claims a place moves on."""
    RosterEntry.objects.filter(pk__in=[each.pk for each in roster]).update(claim_token="")
    return {
        each.pk: RosterEntry.objects.create(
            registration=new,
            tournament=new.tournament,
            user=each.user,
            name=each.name,
            role=each.role,
            player_id=each.player_id,
            claim_token=each.claim_token,
        )
        for each in roster
    }


def _copy_answers(old: Registration, new: Registration, entries: dict[int, RosterEntry]) -> None:
    Answer.objects.bulk_create(
        Answer(
            registration=new,
            roster_entry=entries.get(each.roster_entry_id),
            key=each.key,
            label=each.label,
            value=each.value,
            file=each.file.name,
            is_public=each.is_public,
        )
        for each in old.answers.all()
    )
