from django import forms
from django.utils.translation import gettext_lazy as _

from deltacrown.errors import Refused
from deltacrown.teams import queries, rules
from deltacrown.teams.models import Invitation, Listing, Membership, Team

NAME_ATTRIBUTES = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class GameField(forms.ModelChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(queryset=None, **kwargs)

    def fill(self) -> None:
        """The games of now; their model is known once all apps are loaded."""
        self.queryset = queries.games()


class RefusableForm(forms.Form):
    """A form that shows what an operation refused, at the field that it is about."""

    FIELD_OF: dict[str, str] = {}

    def refuse(self, refusal: Refused) -> None:
        self.add_error(self.FIELD_OF.get(refusal.code), refusal.message)


class TeamForm(RefusableForm):
    # Every other refusal of a team is about its logo.
    FIELD_OF = {"name_taken": "name", "not_manager": None}

    name = forms.CharField(
        label=_("Name"),
        max_length=Team._meta.get_field("name").max_length,
        help_text=_("As it will stand on brackets."),
    )
    tag = forms.CharField(
        label=_("Tag"),
        max_length=Team._meta.get_field("tag").max_length,
        required=False,
        help_text=_("At most six letters, shown where the name is too long."),
    )
    game = GameField(
        label=_("Game"),
        required=False,
        empty_label=_("More than one, or none yet"),
        help_text=_("Players find the team by it."),
    )
    # Not an ImageField: the operation decodes the image, once, and with limits.
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        allow_empty_file=True,
        help_text=_("A JPEG, PNG or WebP image, best a square one, of at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["game"].fill()

    def clean_name(self) -> str:
        """One blank between words, so that two names never differ by blanks alone."""
        return " ".join(self.cleaned_data["name"].split())

    def refuse(self, refusal: Refused) -> None:
        self.add_error(self.FIELD_OF.get(refusal.code, "logo"), refusal.message)


class EditTeamForm(TeamForm):
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    def __init__(self, *args, team: Team, **kwargs) -> None:
        initial = {"name": team.name, "tag": team.tag, "game": team.game_id}
        super().__init__(*args, initial=initial, **kwargs)
        if not team.logo:
            del self.fields["remove_logo"]


def message_field(**kwargs) -> forms.CharField:
    return forms.CharField(
        max_length=Invitation._meta.get_field("message").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        **kwargs,
    )


class InviteForm(RefusableForm):
    """Whom to invite, as what. ``role`` is what the visitor is in the team."""

    FIELD_OF = {
        "unknown_player": "username",
        "already_member": "username",
        "already_invited": "username",
        "already_asked": "username",
        "role": "role",
    }

    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        help_text=_("Exactly as in their profile. They decide whether they join."),
        widget=forms.TextInput(attrs=NAME_ATTRIBUTES),
    )
    role = forms.ChoiceField(label=_("As"))
    message = message_field(label=_("Message"))

    def __init__(self, *args, role: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _labelled(rules.roles_offered_by(role))


class InviteAgentForm(RefusableForm):
    """Into which of the visitor's teams a free agent is invited, as a player."""

    team = forms.ModelChoiceField(queryset=Team.objects.none(), label=_("Team"), empty_label=None)
    message = message_field(label=_("Message"))

    def __init__(self, *args, teams, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams


class AskForm(RefusableForm):
    message = message_field(
        label=_("Message"), help_text=_("What you play, and when you have time.")
    )


class RoleForm(RefusableForm):
    """Another role for a member. ``role`` is what the visitor is in the team."""

    FIELD_OF = {"role": "role"}

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args, role: str, member: Membership, **kwargs) -> None:
        super().__init__(*args, initial={"role": member.role}, **kwargs)
        self.fields["role"].choices = _labelled(rules.roles_given_by(role))


def listing_text(**kwargs) -> forms.CharField:
    return forms.CharField(
        max_length=Listing._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        **kwargs,
    )


class FreeAgentForm(RefusableForm):
    """A player looks for a team."""

    FIELD_OF = {"already_listed": "game"}

    game = GameField(label=_("Game"), empty_label=None)
    text = listing_text(
        label=_("About you as a player"),
        help_text=_(
            "Your role, your rank, when you have time. Everybody sees this: leave out your "
            "phone number. At most 300 characters."
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["game"].fill()


class OpenTeamForm(RefusableForm):
    """A team looks for players."""

    FIELD_OF = {"already_listed": "team", "no_game": "team"}

    team = forms.ModelChoiceField(queryset=Team.objects.none(), label=_("Team"), empty_label=None)
    text = listing_text(
        label=_("Whom you look for"),
        help_text=_("Roles, rank, when you train. Everybody sees this. At most 300 characters."),
    )

    def __init__(self, *args, teams, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams


def _labelled(roles: tuple[Membership.Role, ...]) -> list[tuple[str, str]]:
    return [(role.value, role.label) for role in roles]
