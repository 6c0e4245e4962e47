"""Who of a team plays, and guests, as fields of a form."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from deltacrown.teams.models import Membership
from tournaments.core.models import Tournament
from tournaments.registration.models import RosterEntry
from tournaments.registration.question_fields import Asked

Role = RosterEntry.Role
NOT_IN = ""
ROLES = [(NOT_IN, _("Does not play")), *Role.choices]


@dataclass(frozen=True, slots=True)
class Row:
    """A person, the part they have in the team, and what they are asked."""

    user: User
    player_id: str
    role: forms.BoundField | None
    questions: list[Asked]


@dataclass(frozen=True, slots=True)
class GuestRow:
    number: int
    name: forms.BoundField
    player_id: forms.BoundField


def role_name(person: User) -> str:
    return f"role-{person.pk}"


def role_field(person: User, role: str) -> forms.ChoiceField:
    return forms.ChoiceField(choices=ROLES, required=False, initial=role, label=person.username)


def usual_roles(memberships: Iterable[Membership], tournament: Tournament) -> dict[int, str]:
    """The part of each member as it most likely is: the first start, the next stand by."""
    starts, plays = tournament.smallest_roster, tournament.largest_roster
    roles = {each.user_id: NOT_IN for each in memberships}
    benched = [each for each in memberships if each.role == Membership.Role.SUBSTITUTE]
    first = [each for each in memberships if each.role in Membership.PLAYS and each not in benched]
    for place, each in enumerate([*first, *benched][:plays]):
        roles[each.user_id] = Role.STARTER if place < starts else Role.SUBSTITUTE
    coaches = [each.user_id for each in memberships if each.role == Membership.Role.COACH]
    return roles | dict.fromkeys(coaches, Role.COACH)


def guest_fields(tournament: Tournament) -> dict[str, forms.Field]:
    """The name of a guest team, and as many rows as it may have players."""
    game = tournament.game
    fields: dict[str, forms.Field] = {
        "guest-name": forms.CharField(label=_("Name of the team"), max_length=50),
        "guest-tag": forms.CharField(label=_("Tag"), max_length=6, required=False),
    }
    for number in guest_numbers(tournament):
        is_needed = number <= tournament.smallest_roster
        fields[f"guest-{number}-name"] = forms.CharField(
            label=_("Name"),
            max_length=60,
            required=is_needed,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        fields[f"guest-{number}-id"] = forms.CharField(
            label=game.player_id_label or _("Player id"),
            max_length=60,
            required=is_needed and bool(game.player_id_pattern),
            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        )
    return fields


def guest_numbers(tournament: Tournament) -> range:
    return range(1, tournament.largest_roster + 1)
