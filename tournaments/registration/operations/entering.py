from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import Profile, User
from deltacrown.errors import Refused
from deltacrown.teams.models import Team
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock, together
from tournaments.registration.answers import check_answers, save_answers
from tournaments.registration.beginnings import first_status
from tournaments.registration.deadlines import deadline
from tournaments.registration.entry import Entry
from tournaments.registration.guests import GuestTeam
from tournaments.registration.models import EntryDraft, Registration, RosterEntry
from tournaments.registration.queries import places_of
from tournaments.registration.references import new_reference
from tournaments.registration.rules import check_can_register, player_ids

Status = Registration.Status


@transaction.atomic
def register(
    *,
    tournament: Tournament,
    by: User,
    team: Team | None = None,
    players: Iterable[User] = (),
    substitutes: Iterable[User] = (),
    coaches: Iterable[User] = (),
    guests: GuestTeam | None = None,
    answers: Mapping[str, Any] | None = None,
    member_answers: Mapping[int, Mapping[str, Any]] | None = None,
    terms_accepted: bool = False,
    fee_due: bool,
) -> Registration:
    """Register ``by``, or ``team`` with the people it names, or ``guests`` without accounts.

    The tournament row is locked, so two captains cannot both take the last place; who comes
    when it is full joins the waitlist, if there is room. Refused with the reason when it is not
    possible; nothing is left behind then.
    """
    tournament = lock(tournament)
    entry = Entry.of(
        by, team=team, guests=guests, players=players, substitutes=substitutes, coaches=coaches
    )
    places = places_of(tournament)
    check_can_register(tournament, entry, places=places, terms_accepted=terms_accepted)
    answered = check_answers(tournament, answers, member_answers, entry.players)

    registration = entry.registration(tournament)
    registration.region = _country_of(registration.user)
    registration.number = tournament.last_number + 1
    registration.status = first_status(
        tournament, places, is_guest=registration.is_guest, fee_due=fee_due
    )
    registration.expires_at = deadline(tournament, registration.status)
    if registration.status == Status.CONFIRMED:
        registration.checked_in_at = registration.presence_at(timezone.now())
    registration.terms_accepted_at = timezone.now() if tournament.terms else None
    _insert(registration, entry)
    if tournament.custom_fields:
        save_answers(registration, answered.own, answered.members)
    EntryDraft.objects.filter(tournament=tournament, user=by).delete()
    tournament.last_number = registration.number
    tournament.save(update_fields=["last_number"])
    _log(registration, place=places.waiting + 1)
    return registration


def _country_of(user: User | None) -> str:
    if user is None:
        return ""
    return Profile.objects.filter(user=user).values_list("country", flat=True).first() or ""


def _insert(registration: Registration, entry: Entry) -> None:
    """Insert the rows. The constraints have the last word; a taken reference is tried anew."""
    ids = player_ids(registration.tournament, entry.players)
    while True:
        registration.reference = new_reference()
        try:
            with transaction.atomic():
                registration.save(force_insert=True)
                RosterEntry.objects.bulk_create(entry.roster(registration, ids))
        except IntegrityError as clash:
            registration.pk = None
            if Registration.objects.filter(reference=registration.reference).exists():
                continue
            message = _("Somebody in it is registered for this tournament already.")
            raise Refused(message, code="already_registered") from clash
        return


def _log(registration: Registration, *, place: int) -> None:
    """Log what was made; ``place`` is that in the line, for one that waits."""
    after = {"status": registration.status, "reference": registration.reference}
    if registration.status == Status.WAITLISTED:
        after["place"] = place
    if registration.expires_at:
        after["expires_at"] = registration.expires_at
    by = registration.registered_by
    with together():
        happened("registration.made", registration, actor=by, after=after)
        if registration.status == Status.CONFIRMED:
            happened("registration.confirmed", registration, actor=by, after=after)
