"""The forms in which sides report and dispute, and officials rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.brackets.models import Match
from tournaments.brackets.operations import Verdict
from tournaments.engine.formats import parse_spec
from tournaments.matches.forms import GamesForm, ResultForm
from tournaments.matches.models import Dispute, Report
from tournaments.matches.operations import forfeited, played

LONGEST_TEXT = Dispute._meta.get_field("text").max_length


class ReportForm(GamesForm):
    """What one side says a match ended with."""

    note = forms.CharField(
        label=_("Note for the other side and the officials"),
        max_length=Report._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ConfirmForm(forms.Form):
    """The report that was read, so that another one is not confirmed in its place."""

    report = forms.IntegerField(widget=forms.HiddenInput)


class DisputeForm(forms.Form):
    reason = forms.ChoiceField(label=_("What it is about"), choices=Dispute.Reason.choices)
    text = forms.CharField(
        label=_("What happened"),
        max_length=LONGEST_TEXT,
        help_text=_("The other side and the officials read it. Say what you want decided."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TextForm(forms.Form):
    """Why a dispute is handed on, or dismissed."""

    text = forms.CharField(
        label=_("Why"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


class RulingForm(ResultForm):
    """What the match ended with by a ruling. Who won is said, and must fit the scores."""

    winner = forms.ChoiceField(
        label=_("Who won"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Only where it was played: it must fit the scores."),
    )
    text = forms.CharField(
        label=_("Reasons of the ruling"),
        max_length=Dispute._meta.get_field("ruling").max_length,
        help_text=_("Both sides read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, match: Match, **kwargs):
        super().__init__(*args, match=match, **kwargs)
        one, other = self.names
        self.fields["winner"].choices = [("1", one), ("2", other)]
        if parse_spec(match.stage.spec).draws:
            self.fields["winner"].choices += [("0", _("Nobody: a draw"))]
        self.fields["outcome"].choices += [
            (f"out_{slot}", _("%(name)s is disqualified from this match") % {"name": name})
            for slot, name in enumerate(self.names, start=1)
        ]

    def clean(self):
        values = super().clean()
        if not self.errors and values["outcome"] == "played" and not values["winner"]:
            self.add_error("winner", _("Say who won."))
        return values

    def _without_scores(self, values):
        return values  # those of the reports may be filled in, and fall away

    def verdict(self) -> Verdict | None:
        """What the form says; ``Refused`` for scores that cannot be, None if the winner differs."""
        values = self.cleaned_data
        if values["outcome"].startswith("out_"):
            return forfeited([int(values["outcome"][-1])], Match.DecidedBy.DISQUALIFICATION)
        if self.absent:
            return forfeited(self.absent)
        verdict = played(self.match, values["games"], overtime=values["overtime"])
        if (verdict.winner or 0) == int(values["winner"]):
            return verdict
        self.add_error("winner", _("The scores say otherwise. Look at both again."))
        return None
