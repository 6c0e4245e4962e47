from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tournaments.brackets.models import Match, Stage
from tournaments.engine.formats import parse_spec
from tournaments.engine.free_for_all import Finish
from tournaments.engine.results import Game
from tournaments.engine.specs import FreeForAllSpec
from tournaments.registration.models import Entrant

HIGHEST_SCORE = 999
MOST_KILLS = 999


def is_lobby(match: Match) -> bool:
    """Whether everybody in ``match`` plays everybody at once."""
    return isinstance(parse_spec(match.stage.spec), FreeForAllSpec)


def result_form(data=None, *, match: Match) -> forms.Form:
    """The form for the result of ``match``: of a lobby, or of two sides."""
    return (LobbyForm if is_lobby(match) else ResultForm)(data, match=match)


class GamesForm(forms.Form):
    """The games of a match of two sides. A game left empty was not played."""

    overtime = forms.BooleanField(label=_("After extra time"), required=False)

    def __init__(self, *args, match: Match, **kwargs):
        super().__init__(*args, **kwargs)
        self.match = match
        self.names = names = [side.entrant.name for side in match.sides.all()]
        for number in range(1, match.best_of + 1):
            for slot, name in enumerate(names, start=1):
                self.fields[f"game_{number}_{slot}"] = self._score(
                    _("Game %(number)d, %(name)s") % {"number": number, "name": name}
                )
                self.fields[f"tiebreak_{number}_{slot}"] = self._score(
                    _("Tie-break of game %(number)d, %(name)s") % {"number": number, "name": name}
                )

    @staticmethod
    def _score(label: str) -> forms.IntegerField:
        return _number(label, least=0, most=HIGHEST_SCORE)

    @property
    def score_rows(self):
        """The number of each game, with the fields of the two scores."""
        return self._rows("game")

    @property
    def tiebreak_rows(self):
        return self._rows("tiebreak")

    @property
    def has_tiebreaks(self) -> bool:
        """Whether a tie-break was given, or is wrong."""
        return any(
            field.value() not in (None, "") for _number, row in self.tiebreak_rows for field in row
        )

    def _rows(self, kind: str):
        return [
            (number, [self[f"{kind}_{number}_{slot}"] for slot in (1, 2)])
            for number in range(1, self.match.best_of + 1)
        ]

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        return self._with_games(values)

    def _with_games(self, values):
        games, ended = [], False
        for number in range(1, self.match.best_of + 1):
            scores = [values.get(f"game_{number}_{slot}") for slot in (1, 2)]
            tiebreaks = [values.get(f"tiebreak_{number}_{slot}") for slot in (1, 2)]
            if scores == tiebreaks == [None, None]:
                ended = True
            elif ended:
                self.add_error(
                    None, _("Game %(number)d follows an empty one.") % {"number": number}
                )
            elif None in scores:
                self.add_error(
                    f"game_{number}_{scores.index(None) + 1}",
                    _("Give the score of both sides, or of neither."),
                )
            else:
                games.append(Game(*scores, *tiebreaks))
        if not games and not self.errors:
            self.add_error(None, _("Give the score of at least one game."))
        values["games"] = games
        return values


class ResultForm(GamesForm):
    """The games of a match, or who did not show up."""

    outcome = forms.ChoiceField(
        label=_("How it was decided"),
        initial="played",
        widget=forms.RadioSelect,
    )
    field_order = ["outcome"]

    def __init__(self, *args, match: Match, **kwargs):
        super().__init__(*args, match=match, **kwargs)
        self.fields["outcome"].choices = [
            ("played", _("It was played")),
            ("absent_1", _("%(name)s did not show up") % {"name": self.names[0]}),
            ("absent_2", _("%(name)s did not show up") % {"name": self.names[1]}),
            ("absent_both", _("Neither side showed up")),
        ]

    def _with_games(self, values):
        if values["outcome"] == "played":
            return super()._with_games(values)
        return self._without_scores(values)

    def _without_scores(self, values):
        if any(value is not None for name, value in values.items() if name.startswith("game_")):
            message = _("A match that was not played has no scores. Say one or the other.")
            self.add_error(None, message)
        return values

    @property
    def absent(self) -> list[int]:
        """The slots that did not show up; empty for a match that was played."""
        return {"absent_1": [1], "absent_2": [2], "absent_both": [1, 2]}.get(
            self.cleaned_data["outcome"], []
        )


class LobbyForm(forms.Form):
    """Who came where in a lobby, and how many each eliminated; a row for each entrant.

    The rows stand in the order of seeds, and so do the places to begin with; who has left the
    tournament is absent.
    """

    def __init__(self, *args, match: Match, **kwargs):
        super().__init__(*args, **kwargs)
        self.match = match
        self.sides = list(match.sides.all())
        places = iter(range(1, len(self.sides) + 1))
        for side in self.sides:
            name, has_left = side.entrant.name, side.entrant.left_at is not None
            place = _number(_("Place of %(name)s") % {"name": name}, 1, len(self.sides))
            kills = _number(_("Kills of %(name)s") % {"name": name}, 0, MOST_KILLS)
            place.initial, kills.initial = (None, None) if has_left else (next(places), 0)
            self.fields[f"place_{side.slot}"] = place
            self.fields[f"kills_{side.slot}"] = kills
            self.fields[f"absent_{side.slot}"] = forms.BooleanField(
                label=_("%(name)s did not show up") % {"name": name},
                required=False,
                initial=has_left,
            )

    @property
    def rows(self):
        """Of each entrant: its name, the three fields, and what is wrong with them."""
        return [
            {
                "name": side.entrant.name,
                "place": self[f"place_{side.slot}"],
                "kills": self[f"kills_{side.slot}"],
                "absent": self[f"absent_{side.slot}"],
                "errors": [
                    error
                    for kind in ("place", "kills", "absent")
                    for error in self.errors.get(f"{kind}_{side.slot}", [])
                ],
            }
            for side in self.sides
        ]

    def clean(self):
        values = super().clean()
        for side in self.sides:
            self._check_row(values, side.slot)
        if not self.errors:
            self._check_places(values)
        if not self.errors:
            values["finishes"] = [
                Finish(
                    side.entrant_id,
                    values[f"place_{side.slot}"],
                    values[f"kills_{side.slot}"] or 0,
                )
                for side in self.sides
            ]
        return values

    def _check_row(self, values, slot: int) -> None:
        place, kills = values.get(f"place_{slot}"), values.get(f"kills_{slot}")
        if f"place_{slot}" in self.errors or f"kills_{slot}" in self.errors:
            return
        if not values.get(f"absent_{slot}"):
            if place is None:
                self.add_error(f"place_{slot}", _("Give the place, or say that it was absent."))
        elif kills:
            self.add_error(f"kills_{slot}", _("Who was absent has no kills."))
        else:
            values[f"place_{slot}"] = None  # it may be there from the order to begin with

    def _check_places(self, values) -> None:
        """After a tie as many places stay free as entrants share it: 1, 2, 2, 4."""
        placed = sorted(
            (place, side.slot) for side in self.sides if (place := values[f"place_{side.slot}"])
        )
        if not placed:
            self.add_error(None, _("Somebody must have a place."))
        expected = 1
        for ahead, (place, slot) in enumerate(placed):
            if ahead == 0 or place != placed[ahead - 1][0]:
                expected = ahead + 1
            if place != expected:
                message = ngettext(
                    "%(place)d cannot be: %(ahead)d is ahead, so the next place is %(expected)d.",
                    "%(place)d cannot be: %(ahead)d are ahead, so the next place is %(expected)d.",
                    ahead,
                )
                self.add_error(
                    f"place_{slot}",
                    message % {"place": place, "ahead": ahead, "expected": expected},
                )
                return


def _number(label: str, least: int, most: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=False, widget=widget
    )


class ChallengeForm(forms.Form):
    """Two entrants of a ladder."""

    challenger = forms.ModelChoiceField(Entrant.objects.none())
    challenged = forms.ModelChoiceField(Entrant.objects.none())

    def __init__(self, *args, stage: Stage, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = Entrant.objects.filter(stage_entries__stage=stage)
