from django import forms
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from tournaments.control.log_kinds import GROUPS
from tournaments.core.models import Tournament


class LogFilterForm(forms.Form):
    """What of the log is wanted. What is wrong in it is left out."""

    group = forms.ChoiceField(label=_("What"), required=False)
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Who"), required=False, empty_label=_("Everybody")
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, tournament: Tournament, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [
            ("", _("Everything")),
            *((key, group.label) for key, group in GROUPS.items()),
        ]
        acted = tournament.events.exclude(actor=None).order_by().values("actor")
        self.fields["person"].queryset = User.objects.filter(pk__in=acted).order_by("username")

    def chosen(self) -> dict:
        return self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
