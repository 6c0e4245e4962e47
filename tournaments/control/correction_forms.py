"""The forms in which a result is put right: those in which it was entered, with what stands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.brackets.models import Match
from tournaments.matches.forms import LobbyForm, ResultForm, is_lobby


class CorrectResultForm(ResultForm):
    """Also who is disqualified; scores count only where the match was played."""

    def __init__(self, *args, match: Match, **kwargs):
        super().__init__(*args, match=match, **kwargs)
        self.fields["outcome"].choices += [
            (f"out_{slot}", _("%(name)s is disqualified") % {"name": name})
            for slot, name in enumerate(self.names, start=1)
        ]
        self.initial |= _as_it_stands(match)

    def _without_scores(self, values):
        return values  # those that stand are filled in, and fall away

    @property
    def disqualified(self) -> list[int]:
        """The slot of the side that is disqualified, if any is."""
        return {"out_1": [1], "out_2": [2]}.get(self.cleaned_data["outcome"], [])


class CorrectLobbyForm(LobbyForm):
    def __init__(self, *args, match: Match, **kwargs):
        super().__init__(*args, match=match, **kwargs)
        for side in self.sides:
            self.initial |= {
                f"place_{side.slot}": side.place,
                f"kills_{side.slot}": side.kills,
                f"absent_{side.slot}": side.place is None,
            }


def correction_form(data=None, *, match: Match) -> forms.Form:
    """The form for another result of ``match``, filled in with the one that stands."""
    return (CorrectLobbyForm if is_lobby(match) else CorrectResultForm)(data, match=match)


def _as_it_stands(match: Match) -> dict:
    sides = list(match.sides.all())
    loser = next((side.slot for side in sides if not side.is_winner), None)
    outcome = {
        Match.DecidedBy.DOUBLE_FORFEIT: "absent_both",
        Match.DecidedBy.FORFEIT: f"absent_{loser}",
        Match.DecidedBy.WALKOVER: f"absent_{loser}",
        Match.DecidedBy.DISQUALIFICATION: f"out_{loser}",
    }.get(match.decided_by, "played")
    found = {"outcome": outcome, "overtime": match.overtime}
    for side in sides:
        for game in side.games.all():
            found[f"game_{game.number}_{side.slot}"] = game.score
            found[f"tiebreak_{game.number}_{side.slot}"] = game.tiebreak
    return found
