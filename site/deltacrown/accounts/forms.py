from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import GameAccount, Profile

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

    class Meta:
        model = Profile
        fields = ["timezone", "country", "biography"]
        widgets = {
            "country": forms.TextInput(attrs={"autocomplete": "country-name"}),
            "biography": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"biography": _("Everybody sees this. At most 300 characters.")}


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
