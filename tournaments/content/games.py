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
from tournaments.matches.models import VetoAction

MOST_MAPS = 30
LONGEST_MAP = VetoAction._meta.get_field("map").max_length
LONGEST_SIDE = VetoAction._meta.get_field("start_side").max_length
SHORTEST_TURN, LONGEST_TURN = 10, 3600


class ListField(forms.CharField):
    """Words or numbers in order, with commas or spaces between."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [word for word in re.split(r"[\s,]+", super().to_python(value)) if word]


class LinesField(forms.CharField):
    """Names in order, one a line; spaces around them do not count."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in super().to_python(value).splitlines()]
        return [line for line in lines if line]

    def validate(self, value: Any) -> None:
        super().validate("\n".join(value))
        if len({name.casefold() for name in value}) < len(value):
            raise forms.ValidationError(_("A name stands there twice."), code="twice")


def _check_length(names: list[str], most: int) -> None:
    for name in names:
        if len(name) > most:
            raise forms.ValidationError(
                _("“%(name)s” is longer than %(most)d characters."),
                params={"name": name, "most": most},
                code="long",
            )


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

    map_pool = LinesField(
        label=gettext_lazy("Maps"),
        required=False,
        help_text=gettext_lazy("Those of the veto, one a line. Empty: no veto."),
    )
    start_sides = LinesField(
        label=gettext_lazy("Sides to start on"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Two lines, such as Attack and Defence, for each map of a veto. Empty: no choice."
        ),
    )

    def clean_map_pool(self) -> list[str]:
        maps: list[str] = self.cleaned_data["map_pool"]
        _check_length(maps, LONGEST_MAP)
        if len(maps) > MOST_MAPS:
            raise forms.ValidationError(
                _("A veto has at most %(most)d maps."), params={"most": MOST_MAPS}, code="many"
            )
        return maps

    def clean_start_sides(self) -> list[str]:
        sides: list[str] = self.cleaned_data["start_sides"]
        _check_length(sides, LONGEST_SIDE)
        if len(sides) not in {0, 2}:
            raise forms.ValidationError(_("A game has two sides to start on, or none."), "not_two")
        return sides

    def clean_veto_seconds(self) -> int:
        seconds: int = self.cleaned_data["veto_seconds"]
        if seconds and not SHORTEST_TURN <= seconds <= LONGEST_TURN:
            raise forms.ValidationError(
                _("A turn takes %(least)d to %(most)d seconds; 0 is for turns without an end."),
                params={"least": SHORTEST_TURN, "most": LONGEST_TURN},
                code="seconds",
            )
        return seconds

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
