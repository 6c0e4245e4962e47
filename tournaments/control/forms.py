from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why; read by everybody it concerns."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody it concerns reads this."),
    )


class SeedForm(forms.Form):
    seed = forms.IntegerField(label=_("Seed"), min_value=1, max_value=4096, required=False)


class LotsForm(forms.Form):
    """The order of entrants that are level: one number for each."""

    def __init__(self, *args, entrants, **kwargs):
        super().__init__(*args, **kwargs)
        self.entrants = list(entrants)
        for entrant in self.entrants:
            self.fields[f"entrant_{entrant.pk}"] = forms.IntegerField(
                label=entrant.name, min_value=1, max_value=len(self.entrants)
            )

    def clean(self):
        values = super().clean()
        places = [values.get(f"entrant_{entrant.pk}") for entrant in self.entrants]
        if not self.errors and sorted(places) != list(range(1, len(places) + 1)):
            raise forms.ValidationError(_("Give each place once."), code="place_twice")
        return values

    @property
    def order(self):
        return sorted(self.entrants, key=lambda entrant: self.cleaned_data[f"entrant_{entrant.pk}"])
