"""What somebody asks to register, before it is a registration."""

from collections.abc import Iterable
from dataclasses import dataclass

from deltacrown.accounts.models import User
from deltacrown.teams.models import Team
from tournaments.core.models import Tournament
from tournaments.registration.guests import GuestTeam
from tournaments.registration.models import Registration, RosterEntry

Role = RosterEntry.Role


@dataclass(frozen=True, slots=True)
class Entry:
    """``by`` alone, a ``team`` with the people it names, or ``guests`` without accounts."""

    by: User
    team: Team | None = None
    guests: GuestTeam | None = None
    starters: tuple[User, ...] = ()
    substitutes: tuple[User, ...] = ()
    coaches: tuple[User, ...] = ()

    @classmethod
    def of(
        cls,
        by: User,
        *,
        team: Team | None = None,
        guests: GuestTeam | None = None,
        players: Iterable[User] = (),
        substitutes: Iterable[User] = (),
        coaches: Iterable[User] = (),
    ) -> "Entry":
        """The entry as it is asked for; somebody named twice in one role is named once."""
        if team is None:
            return cls(by, guests=guests, starters=() if guests else (by,))
        named = (tuple(dict.fromkeys(people)) for people in (players, substitutes, coaches))
        return cls(by, team, None, *named)

    @property
    def players(self) -> tuple[User, ...]:
        return self.starters + self.substitutes

    @property
    def people(self) -> tuple[User, ...]:
        """Everybody with an account that it concerns, once: who registers, plays and coaches."""
        return tuple(dict.fromkeys((self.by, *self.players, *self.coaches)))

    def registration(self, tournament: Tournament) -> Registration:
        """The registration that it makes, without number, status or reference."""
        whole = self.team or self.guests
        return Registration(
            tournament=tournament,
            user=None if whole else self.by,
            team=self.team,
            is_guest=self.guests is not None,
            registered_by=self.by,
            name=whole.name if whole else self.by.username,
            tag=whole.tag if whole else "",
        )

    def roster(self, registration: Registration, player_ids: dict[int, str]) -> list[RosterEntry]:
        """The rows of its roster. ``player_ids`` are those of the users who have one."""
        if self.guests:
            return self.guests.roster(registration)
        roles = ((Role.STARTER, self.starters), (Role.SUBSTITUTE, self.substitutes))
        return [
            RosterEntry(
                registration=registration,
                tournament=registration.tournament,
                user=user,
                role=role,
                player_id=player_ids.get(user.pk, ""),
            )
            for role, people in (*roles, (Role.COACH, self.coaches))
            for user in people
        ]
