from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.control.day_acting import ACTS

MOST = 500  # matches in one request


class ActForm(forms.Form):
    """What to do, and to which matches: those that are ticked, or all that are ready in a round."""

    act = forms.ChoiceField(choices=list(ACTS.items()))
    match = forms.TypedMultipleChoiceField(coerce=int, required=False)
    round = forms.IntegerField(required=False, min_value=1)
    text = forms.CharField(label=_("Message"), max_length=500, required=False)

    def __init__(self, data) -> None:
        super().__init__(data)
        given = data.getlist("match")[:MOST] if hasattr(data, "getlist") else []
        self.fields["match"].choices = [(each, each) for each in given if each.isdecimal()]

    def clean(self) -> dict:
        values = super().clean()
        if not values.get("match") and not values.get("round"):
            raise forms.ValidationError(_("Choose at least one match."), code="nothing_chosen")
        if values.get("act") == "message" and not values.get("text", "").strip():
            raise forms.ValidationError(_("Write a message first."), code="no_text")
        return values
