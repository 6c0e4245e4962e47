from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.operations import happened
from tournaments.registration.models import Note, Registration
from tournaments.registration.rules.reviewing import check_manages

LONGEST = Note._meta.get_field("text").max_length


@transaction.atomic
def add_note(registration: Registration, *, by: User, text: str) -> Note:
    """Write something about the registration that officials read, and nobody else."""
    check_manages(registration.tournament, by=by)
    if not (text := text.strip()):
        raise Refused(_("Write something."), code="note_empty")
    if len(text) > LONGEST:
        message = _("A note has at most %(most)s letters.")
        raise Refused(message % {"most": LONGEST}, code="note_too_long")
    note = Note.objects.create(registration=registration, author=by, text=text)
    happened("registration.noted", registration, actor=by, after={"note": note.pk})
    return note
