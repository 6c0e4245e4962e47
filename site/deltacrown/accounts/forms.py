from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from deltacrown.accounts.models import GameAccount, Profile
from deltacrown.accounts.phones import e164
from deltacrown.accounts.rules import check_birth_date
from deltacrown.errors import Refused

T = TypeVar("T")
NOT_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


def zone_choices() -> list[tuple[str, str]]:
    places = (
        name
        for name in sorted(available_timezones())
        if "/" in name and not name.startswith(NOT_PLACES)
    )
    usual = _("As the site: %(zone)s") % {"zone": settings.TIME_ZONE}
    return [("", usual), *((name, name.replace("_", " ")) for name in places)]


class ProfileForm(forms.ModelForm):
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        required=False,
        help_text=_("Every time on the site is shown in this zone."),
    )

    country = CountryField(blank=True, blank_label=_("Not told")).formfield(
        label=_("Country"), help_text=_("Everybody sees this.")
    )

    class Meta:
        model = Profile
        fields = ["timezone", "country", "birth_date", "phone", "discord", "biography"]
        widgets = {
            "birth_date": forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}
            ),
            "phone": forms.TextInput(
                attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}
            ),
            "discord": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            "biography": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "discord": _("Everybody who is signed in sees this."),
            "biography": _("Everybody sees this. At most 300 characters."),
        }

    def clean_birth_date(self) -> date | None:
        born = self.cleaned_data["birth_date"]
        if born:
            self._ask(check_birth_date, born)
        return born

    def clean_phone(self) -> str:
        """One way to write each number: a number of Bangladesh unless it has a country's code."""
        phone = self.cleaned_data["phone"]
        return self._ask(e164, phone) if phone else ""

    @staticmethod
    def _ask(rule: Callable[[Any], T], value: Any) -> T:
        """Let a rule speak, and its refusal be an error of the field."""
        try:
            return rule(value)
        except Refused as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal


class GameAccountForm(forms.Form):
    """A player's id in one game, which says what its ids are called and look like."""

    player_id = forms.CharField(
        max_length=GameAccount._meta.get_field("player_id").max_length,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, game, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["player_id"].label = game.player_id_label or _("Player id")
        self.fields["player_id"].help_text = game.player_id_help
