"""Forms about people: staff, bans, and what is written to entrants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from tournaments.control.models import Announcement
from tournaments.core.capabilities import CAPABILITIES, StaffRole


class PersonForm(forms.Form):
    """Somebody by the name that everybody sees."""

    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        help_text=_("Exactly as in their profile."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_username(self) -> str:
        name = self.cleaned_data["username"]
        self.user = User.objects.filter(username__iexact=name, is_active=True).first()
        if self.user is None:
            raise forms.ValidationError(
                _("No account has this username. Ask for it, and check the spelling."),
                code="unknown",
            )
        return name


class RoleForm(forms.Form):
    """``roles`` are those that this visitor may give."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]


class InvitationForm(PersonForm, RoleForm):
    field_order = ["username", "role"]


class BanForm(PersonForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this."),
    )
    ends_at = forms.DateTimeField(
        label=_("Until"),
        required=False,
        help_text=_("Without an end it holds until you lift it."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class LiftForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnnouncementForm(forms.Form):
    """``numbers`` tells how many registrations there are in each status."""

    subject = forms.CharField(
        label=_("Subject"), max_length=Announcement._meta.get_field("subject").max_length
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=Announcement._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Plain text. It goes out by e-mail, with a link to the tournament."),
    )
    statuses = forms.MultipleChoiceField(
        label=_("To registrations that are"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, numbers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["statuses"].choices = [
            (
                status.value,
                _("%(status)s (%(number)d)") % {"status": status.label, "number": number},
            )
            for status, number in numbers.items()
        ]


def what_roles_may(roles: list[StaffRole]) -> list[dict]:
    """Each role with what it allows, for the page that offers them."""
    return [
        {
            "label": role.label,
            "capabilities": sorted(str(each.label) for each in CAPABILITIES[role]),
        }
        for role in roles
    ]
