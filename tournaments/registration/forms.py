"""What somebody fills in to register. Shapes only: the operation decides."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from deltacrown.teams.models import Membership, Team
from deltacrown.teams.queries import member_list
from tournaments.core.models import Tournament
from tournaments.registration.guests import GuestPlayer, GuestTeam
from tournaments.registration.models import Registration, RosterEntry
from tournaments.registration.prefilling import known_of, standing
from tournaments.registration.question_forms import QuestionsForm
from tournaments.registration.roster_fields import (
    GuestRow,
    Row,
    guest_fields,
    guest_numbers,
    role_field,
    role_name,
    usual_roles,
)

Role = RosterEntry.Role


class EntryForm(QuestionsForm):
    """Entering a tournament: alone, with a ``team``, or with guests who have no accounts."""

    field_of = {"terms": "terms", "team_name": "guest-name", "name_taken": "guest-name"}

    def __init__(
        self,
        *args: Any,
        tournament: Tournament,
        user: User,
        team: Team | None = None,
        is_guest: bool = False,
        registration: Registration | None = None,
        **kwargs: Any,
    ) -> None:
        self.team, self.is_guest = team, is_guest
        self.memberships = _memberships(team)
        people = _people(user, self.memberships, registration, is_guest=is_guest)
        if registration:
            known = standing(registration, user, people)
        else:
            known = known_of(user, people, tournament)
        super().__init__(*args, tournament=tournament, known=known, people=people, **kwargs)
        if team:
            self._add_roles()
        if is_guest:
            self.fields |= guest_fields(tournament)
            for name, value in known.guests.items():
                self.fields[name].initial = value
        if tournament.terms and not registration:
            self.fields["terms"] = forms.BooleanField(
                label=_("I accept the terms"),
                error_messages={"required": _("Accept the terms of the tournament.")},
            )

    def _add_roles(self) -> None:
        roles = usual_roles(self.memberships, self.tournament)
        if self.known.roles:
            roles = dict.fromkeys(roles, "") | self.known.roles
        for person in self.people:
            self.fields[role_name(person)] = role_field(person, roles[person.pk])

    @cached_property
    def rows(self) -> list[Row]:
        return [
            Row(
                person,
                self.known.player_ids.get(person.pk, ""),
                self[role_name(person)] if self.team else None,
                self.questions_to(person),
            )
            for person in self.people
        ]

    @property
    def guest_name(self) -> forms.BoundField:
        return self["guest-name"]

    @property
    def guest_tag(self) -> forms.BoundField:
        return self["guest-tag"]

    @property
    def guest_starters(self) -> list[GuestRow]:
        return self.guest_rows[: self.tournament.smallest_roster]

    @property
    def guest_others(self) -> list[GuestRow]:
        return self.guest_rows[self.tournament.smallest_roster :]

    @property
    def has_more_guests(self) -> bool:
        return any(row.name.value() or row.name.errors for row in self.guest_others)

    @cached_property
    def guest_rows(self) -> list[GuestRow]:
        return [
            GuestRow(number, self[f"guest-{number}-name"], self[f"guest-{number}-id"])
            for number in guest_numbers(self.tournament)
        ]

    @property
    def players(self) -> list[User]:
        return [*self._with(Role.STARTER), *self._with(Role.SUBSTITUTE)]

    def _with(self, role: str) -> list[User]:
        if not self.team:
            return self.people if role == Role.STARTER else []
        chosen = self.cleaned_data
        return [each for each in self.people if chosen.get(role_name(each)) == role]

    def entry(self) -> dict[str, Any]:
        """What ``enter`` is to be given."""
        return self._roster() | {
            "team": self.team,
            "answers": self.answered.own,
            "member_answers": self.answered.members,
            "terms_accepted": self.cleaned_data.get("terms", False),
        }

    def changes(self) -> dict[str, Any]:
        """What ``resubmit`` is to be given; a roster that nobody touched is left alone."""
        is_touched = any(name.startswith(("role-", "guest-")) for name in self.changed_data)
        return (self._roster() if is_touched else {}) | {
            "answers": self.answered.own,
            "member_answers": self.answered.members,
        }

    def _roster(self) -> dict[str, Any]:
        if self.is_guest:
            return {"guests": self._guests()}
        return {
            "players": self._with(Role.STARTER),
            "substitutes": self._with(Role.SUBSTITUTE),
            "coaches": self._with(Role.COACH),
        }

    def _guests(self) -> GuestTeam:
        cleaned = self.cleaned_data
        rows = [
            GuestPlayer(cleaned[f"guest-{number}-name"], cleaned[f"guest-{number}-id"])
            for number in guest_numbers(self.tournament)
        ]
        named = tuple(row for row in rows if row.name or row.player_id)
        return GuestTeam(cleaned["guest-name"], cleaned["guest-tag"], named)


def _memberships(team: Team | None) -> list[Membership]:
    return member_list(team) if team else []


def _people(
    user: User,
    memberships: list[Membership],
    registration: Registration | None,
    *,
    is_guest: bool,
) -> list[User]:
    """Who has an account and is asked."""
    if memberships:
        return [each.user for each in memberships]
    if registration:
        entries = registration.roster.exclude(user=None).select_related("user")
        return [entry.user for entry in entries]
    return [] if is_guest else [user]
