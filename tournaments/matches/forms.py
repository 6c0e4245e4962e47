from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.brackets.models import Match
from tournaments.engine.results import Game

HIGHEST_SCORE = 999


class ResultForm(forms.Form):
    """The games of a match, or who did not show up. A game left empty was not played."""

    outcome = forms.ChoiceField(
        label=_("How it was decided"),
        initial="played",
        widget=forms.RadioSelect,
    )
    overtime = forms.BooleanField(label=_("After extra time"), required=False)

    def __init__(self, *args, match: Match, **kwargs):
        super().__init__(*args, **kwargs)
        self.match = match
        self.names = names = [side.entrant.name for side in match.sides.all()]
        self.fields["outcome"].choices = [
            ("played", _("It was played")),
            ("absent_1", _("%(name)s did not show up") % {"name": names[0]}),
            ("absent_2", _("%(name)s did not show up") % {"name": names[1]}),
            ("absent_both", _("Neither side showed up")),
        ]
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
        widget = forms.NumberInput(attrs={"inputmode": "numeric"})
        return forms.IntegerField(
            label=label, min_value=0, max_value=HIGHEST_SCORE, required=False, widget=widget
        )

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
        if values["outcome"] != "played":
            return self._without_scores(values)
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
