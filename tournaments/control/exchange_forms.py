from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.brackets.models import Stage
from tournaments.registration.models import Entrant


class ExchangeForm(forms.Form):
    """Two entrants of a stage, in the order of its seeds."""

    one = forms.ModelChoiceField(Entrant.objects.none(), label=_("First entrant"))
    other = forms.ModelChoiceField(Entrant.objects.none(), label=_("Changes places with"))

    def __init__(self, *args, stage: Stage, **kwargs):
        super().__init__(*args, **kwargs)
        entrants = Entrant.objects.filter(stage_entries__stage=stage)
        seeds = dict(stage.entries.values_list("entrant", "seed"))
        for field in self.fields.values():
            field.queryset = entrants.order_by("stage_entries__seed")
            field.label_from_instance = lambda entrant: f"{seeds[entrant.pk]}. {entrant.name}"

    def clean(self):
        values = super().clean()
        if values.get("one") and values.get("one") == values.get("other"):
            self.add_error("other", _("Choose two different entrants."))
        return values
