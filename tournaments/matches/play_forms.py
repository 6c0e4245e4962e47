from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.matches.chat_rules import LONGEST, LONGEST_REASON
from tournaments.matches.models import Fixture
from tournaments.matches.play_rules import MOST_MINUTES


def _length(name: str) -> int:
    return Fixture._meta.get_field(name).max_length


class RoomForm(forms.Form):
    """How the sides of a match find each other."""

    lobby_code = forms.CharField(
        label=_("Lobby code"), required=False, max_length=_length("lobby_code")
    )
    lobby_password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=_length("lobby_password"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    server = forms.CharField(label=_("Server"), required=False, max_length=_length("server"))
    voice_channel = forms.CharField(
        label=_("Voice channel"), required=False, max_length=_length("voice_channel")
    )
    stream_url = forms.URLField(
        label=_("Stream"),
        required=False,
        max_length=_length("stream_url"),
        assume_scheme="https",
        help_text=_("Where this match is shown. Everybody may see this one."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=_length("note"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def of(cls, fixture: Fixture | None, data: Any = None) -> "RoomForm":
        """The form as the lobby of ``fixture`` stands."""
        names = cls.base_fields
        initial = {name: getattr(fixture, name) for name in names} if fixture else {}
        return cls(data, initial=initial)


class RestartForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the match is restarted"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both sides read it."),
    )


class TimeForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("Minutes more"),
        initial=5,
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class MessageForm(forms.Form):
    """What is written into the room of a match. The operation looks at the characters."""

    text = forms.CharField(
        label=_("Message"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "send"}),
    )


class SidesForm(forms.Form):
    text = forms.CharField(
        label=_("To both sides"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the chat of the match, and everybody of both sides is told."),
    )


class ReportMessageForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong with it"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
