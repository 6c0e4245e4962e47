from django import forms
from django.utils.translation import gettext_lazy as _

from deltacrown.teams.models import Team


class TeamForm(forms.Form):
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

    def clean_name(self) -> str:
        """One blank between words, so that two names never differ by blanks alone."""
        return " ".join(self.cleaned_data["name"].split())


class MemberForm(forms.Form):
    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        help_text=_("Exactly as in their profile. They can leave the team at any time."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
