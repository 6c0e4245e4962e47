from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from tournaments.core.models import Tournament
from tournaments.registration.models import Note, Registration
from tournaments.registration.remarks import fields_of
from tournaments.registration.rules.check_in import EXTENSIONS


class Order(models.TextChoices):
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")
    DEADLINE = "deadline", _("Deadline first")
    NAME = "name", _("By name")


class FilterForm(forms.Form):
    """What of the registrations to list. What makes no sense is left out, not refused."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, reference or player")}),
    )
    order = forms.ChoiceField(label=_("Order"), required=False, choices=Order.choices)
    status = forms.ChoiceField(
        required=False, choices=Registration.Status.choices, widget=forms.HiddenInput
    )

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class Bulk(models.TextChoices):
    APPROVE = "approve", _("Approve")
    CHECK_IN = "check_in", _("Check in")
    REJECT = "reject", _("Reject")


class BulkForm(forms.Form):
    """One decision on those registrations that were ticked."""

    action = forms.ChoiceField(choices=Bulk.choices)
    reference = forms.MultipleChoiceField()

    def __init__(self, *args, tournament: Tournament, **kwargs):
        super().__init__(*args, **kwargs)
        references = tournament.registrations.values_list("reference", flat=True)
        self.fields["reference"].choices = [(each, each) for each in references]


class RemarksForm(forms.Form):
    """What is to be changed: in general, and at each field."""

    reason = forms.CharField(
        label=_("In general"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Its players read this and the remarks."),
    )

    def __init__(self, *args, tournament: Tournament, **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = list(fields_of(tournament))
        for key, label in fields_of(tournament).items():
            self.fields[_field(key)] = forms.CharField(
                label=_("Remark on: %(field)s") % {"field": label},
                required=False,
                max_length=300,
            )

    def remarks(self) -> dict[str, str]:
        return {key: self.cleaned_data[_field(key)] for key in self.keys}


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("A note"),
        max_length=Note._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Officials of this tournament read it. Its players do not."),
    )


class ForcedForm(forms.Form):
    """Why somebody is checked in outside the window."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Check-in is not open now, so say why. It is kept in the history."),
    )


class ExtendForm(forms.Form):
    minutes = forms.TypedChoiceField(
        coerce=int, choices=[(minutes, minutes) for minutes in EXTENSIONS]
    )


def _field(key: str) -> str:
    return f"remark_{key}"
