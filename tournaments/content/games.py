"""The form of a game in the admin: its presets are checked as the engine would."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from tournaments.core.refusals import refused
from tournaments.engine import lobby_tables, tiebreaks
from tournaments.engine.free_for_all import LARGEST_LOBBY, Scoring
from tournaments.engine.types import Invalid


class ListField(forms.CharField):
    """Words or numbers in order, with commas or spaces between."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [word for word in re.split(r"[\s,]+", super().to_python(value)) if word]


class GameForm(WagtailAdminModelForm):
    tiebreaks = ListField(
        label=gettext_lazy("Tiebreaks"),
        required=False,
        help_text=format_lazy(
            "{order} {matches}. {lobbies} {games}.",
            order=gettext_lazy("In order, with commas between, for matches:"),
            matches=", ".join(tiebreaks.TIEBREAKS),
            lobbies=gettext_lazy("For lobbies:"),
            games=", ".join(lobby_tables.FFA_TIEBREAKS),
        ),
    )
    placement_points = ListField(
        label=gettext_lazy("Points by place"),
        required=False,
        help_text=gettext_lazy("In a lobby, from the first place on, such as 10, 6, 5, 4, 3."),
    )

    def clean_placement_points(self) -> list[int]:
        words = self.cleaned_data["placement_points"]
        if not all(word.isascii() and word.isdecimal() for word in words):
            raise forms.ValidationError(_("Only whole numbers can stand here."), "not_numbers")
        return [int(word) for word in words]

    def clean_lobby_size(self) -> int:
        size: int = self.cleaned_data["lobby_size"]
        if size == 1 or size > LARGEST_LOBBY:
            raise forms.ValidationError(
                _("A lobby takes 2 to %(most)s entrants; 0 is for games that two sides play."),
                params={"most": LARGEST_LOBBY},
                code="lobby_size",
            )
        return size

    def clean_player_id_pattern(self) -> str:
        pattern: str = self.cleaned_data["player_id_pattern"]
        try:
            re.compile(pattern)
        except re.error as error:
            raise forms.ValidationError(_("This is no regular expression."), "bad_regex") from error
        return pattern

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "lobby_size" in cleaned:
            self._check_tiebreaks(cleaned.get("tiebreaks", []), bool(cleaned["lobby_size"]))
        if cleaned.get("lobby_size"):
            self._check_scoring(cleaned)
        return cleaned

    def _check_tiebreaks(self, names: Iterable[str], for_lobbies: bool) -> None:
        check = lobby_tables.check_criteria if for_lobbies else tiebreaks.check_criteria
        try:
            if names:
                check(names)
        except Invalid as error:
            message = _("“%(name)s” is no tiebreak, or stands there twice.")
            self.add_error("tiebreaks", message % {"name": error.params.get("name")})

    def _check_scoring(self, cleaned: dict[str, Any]) -> None:
        if not {"placement_points", "kill_points", "kill_cap"} <= cleaned.keys():
            return
        try:
            Scoring(tuple(cleaned["placement_points"]), cleaned["kill_points"], cleaned["kill_cap"])
        except Invalid as error:
            self.add_error("placement_points", refused(error).message)
