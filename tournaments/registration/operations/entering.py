from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from deltacrown.accounts.models import Profile, User
from deltacrown.errors import Refused
from deltacrown.teams.models import Team
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.registration.models import Registration, RosterEntry
from tournaments.registration.references import new_reference
from tournaments.registration.rules import check_can_register, player_ids


@transaction.atomic
def register(
    *,
    tournament: Tournament,
    by: User,
    team: Team | None = None,
    players: Iterable[User] = (),
    fee_due: bool,
) -> Registration:
    """Register ``by``, or ``team`` with ``players``; confirmed at once when no fee is due.

    The tournament row is locked, so two captains cannot both take the last place.
    Refused with the reason when it is not possible; nothing is left behind then.
    """
    tournament = lock(tournament)
    roster = list(dict.fromkeys(players)) if team else [by]
    check_can_register(tournament, by=by, team=team, players=roster)
    Status = Registration.Status
    registration = _insert(
        Registration(
            tournament=tournament,
            user=None if team else by,
            team=team,
            registered_by=by,
            name=team.name if team else by.username,
            region="" if team else _country_of(by),
            number=tournament.last_number + 1,
            status=Status.AWAITING_PAYMENT if fee_due else Status.CONFIRMED,
        ),
        roster,
    )
    tournament.last_number = registration.number
    tournament.save(update_fields=["last_number"])
    after = {"status": registration.status, "reference": registration.reference}
    happened("registration.made", registration, actor=by, after=after)
    if not fee_due:
        happened("registration.confirmed", registration, actor=by, after=after)
    return registration


def _country_of(user: User) -> str:
    return Profile.objects.filter(user=user).values_list("country", flat=True).first() or ""


def _insert(registration: Registration, roster: Sequence[User]) -> Registration:
    """Insert the rows. The constraints have the last word; a taken reference is tried anew."""
    ids = player_ids(registration.tournament, roster)
    while True:
        registration.reference = new_reference()
        try:
            with transaction.atomic():
                registration.save(force_insert=True)
                RosterEntry.objects.bulk_create(
                    RosterEntry(
                        registration=registration,
                        tournament=registration.tournament,
                        user=player,
                        player_id=ids.get(player.pk, ""),
                    )
                    for player in roster
                )
        except IntegrityError as clash:
            registration.pk = None
            if Registration.objects.filter(reference=registration.reference).exists():
                continue
            message = _("Somebody in it is registered for this tournament already.")
            raise Refused(message, code="already_registered") from clash
        return registration
