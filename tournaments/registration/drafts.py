"""A form that is not sent yet, and the draft that keeps it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.registration.models import EntryDraft

# Which of several forms it was: the team, or guests.
CHOICES = ("team", "guests")
LONGEST = 2000
# Accepted when the form is sent, not before.
NEVER = {"terms"}


def draft_of(tournament: Tournament, user: User) -> EntryDraft | None:
    if not user.is_authenticated:
        return None
    return EntryDraft.objects.filter(tournament=tournament, user=user).first()


def written_in(form: forms.Form, data: QueryDict) -> dict[str, list[str]]:
    """What of ``data`` belongs to the fields of ``form``. Files are not kept."""
    names = [
        name
        for name, field in form.fields.items()
        if name not in NEVER and not field.widget.needs_multipart_form
    ]
    chosen = {name: data.getlist(name) for name in CHOICES if data.get(name)}
    return chosen | {name: [_plain(each) for each in data.getlist(name)] for name in names}


def _plain(value: str) -> str:
    """No database keeps a NUL, and nobody types one."""
    return value[:LONGEST].replace("\x00", "")


def initial_of(form: forms.Form, values: Mapping[str, list[str]]) -> dict[str, Any]:
    """``values`` as the fields of ``form`` begin with them; fields of which it knows nothing
    begin as usual.
    """
    written = MultiValueDict(values)
    return {
        name: field.widget.value_from_datadict(written, MultiValueDict(), name)
        for name, field in form.fields.items()
        if name in values
    }
