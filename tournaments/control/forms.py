from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.registration.models import Entrant


class ReasonForm(forms.Form):
    """Why; read by everybody it concerns."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody it concerns reads this."),
    )


class PublicReasonForm(ReasonForm):
    """Why an official ruled so; it stands in the public log of decisions."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "It is kept with the ruling, and everybody can read it among the decisions."
        )


class SubstitutionAnswerForm(forms.Form):
    """What the team is told beside the decision; a denial needs it, as its operation says."""

    answer = forms.CharField(max_length=500, required=False)


class LeaveForm(ReasonForm):
    """How an entrant leaves, and why."""

    left_by = forms.ChoiceField(
        label=_("How"),
        choices=[
            (Entrant.LeftBy.WITHDRAWAL, _("It withdraws")),
            (Entrant.LeftBy.DISQUALIFICATION, _("It is disqualified")),
        ],
        initial=Entrant.LeftBy.WITHDRAWAL,
        widget=forms.RadioSelect,
    )


class SeedForm(forms.Form):
    seed = forms.IntegerField(label=_("Seed"), min_value=1, max_value=4096, required=False)


class LotsForm(forms.Form):
    """The order of entrants that are level: within each of the ``ties``, a place for each."""

    def __init__(self, *args, ties, **kwargs):
        super().__init__(*args, **kwargs)
        self.ties = [list(entrants) for entrants in ties]
        for entrants in self.ties:
            for entrant in entrants:
                self.fields[_field(entrant)] = forms.IntegerField(
                    label=entrant.name, min_value=1, max_value=len(entrants)
                )

    def clean(self):
        values = super().clean()
        for entrants in self.ties:
            places = [values.get(_field(entrant)) for entrant in entrants]
            if not self.errors and sorted(places) != list(range(1, len(places) + 1)):
                raise forms.ValidationError(_("Give each place once."), code="place_twice")
        return values

    @property
    def sets(self):
        """The fields of each tie."""
        return [[self[_field(entrant)] for entrant in entrants] for entrants in self.ties]

    @property
    def order(self):
        """All entrants, tie by tie, in the order given."""
        place = self.cleaned_data
        return [
            entrant
            for entrants in self.ties
            for entrant in sorted(entrants, key=lambda each: place[_field(each)])
        ]


def _field(entrant) -> str:
    return f"entrant_{entrant.pk}"
