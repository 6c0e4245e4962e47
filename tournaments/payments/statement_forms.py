from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from tournaments.core.models import Organizer
from tournaments.payments.models import StatementLine
from tournaments.payments.rules import VERIFY
from tournaments.payments.statements.listing import METHODS, organizers_of
from tournaments.payments.statements.reading import COLUMNS, NEEDED

SITE = "site"


def account_choices(user: User) -> list[tuple[str, Any]]:
    """Whose accounts ``user`` may import the statements of."""
    of_the_site = [(SITE, _("The whole site"))] if user.has_perm(VERIFY) else []
    return of_the_site + [(str(each.pk), each.name) for each in organizers_of(user)]


class AccountForm(forms.Form):
    """One account: whose it is, and the method by which money comes in on it."""

    organizer = forms.ChoiceField(label=_("Whose account"))
    method = forms.ChoiceField(
        label=_("Method"), choices=[(method.value, method.label) for method in METHODS]
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organizer"].choices = account_choices(user)

    def chosen_organizer(self) -> Organizer | None:
        chosen = self.cleaned_data["organizer"]
        return None if chosen == SITE else Organizer.objects.get(pk=chosen)


class FileForm(AccountForm):
    upload = forms.FileField(
        label=_("File"),
        help_text=_("The statement as CSV, at most 5 MB and 20,000 rows."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )


class ColumnsForm(forms.Form):
    """Which heading of the file holds what."""

    def __init__(self, *args, headers: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        headings = [(each, each) for each in dict.fromkeys(headers) if each]
        for name, (label, _known) in COLUMNS.items():
            is_needed = name in NEEDED
            nothing = _("Choose a column") if is_needed else _("Not in this file")
            self.fields[name] = forms.ChoiceField(
                label=label, required=is_needed, choices=[("", nothing), *headings]
            )

    def columns(self) -> dict[str, str]:
        return {name: heading for name, heading in self.cleaned_data.items() if heading}


class LineFilterForm(forms.Form):
    """Which lines to list. What makes no sense is left out, not refused."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *StatementLine.State.choices]
    )
    method = forms.ChoiceField(
        label=_("Method"),
        required=False,
        choices=[("", _("All")), *((method.value, method.label) for method in METHODS)],
    )
    organizer = forms.ChoiceField(label=_("Whose account"), required=False)

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        accounts = account_choices(user)
        self.fields["organizer"].choices = [("", _("All")), *accounts]
        if len(accounts) == 1:
            self.fields["organizer"].widget = forms.HiddenInput()

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class TickedForm(forms.Form):
    """Proofs to verify: those without doubts, and those that are ticked in spite of theirs."""

    ticked = forms.TypedMultipleChoiceField(coerce=int, required=False)
    despite = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            sent = self.data.getlist(name)
            field.choices = [(key, key) for key in sent if key.isdecimal() and len(key) < 19]
