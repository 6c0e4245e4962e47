import pytest

from deltacrown.errors import Refused
from tests.factories import RegistrationFactory
from tests.factories.staff import moderator_of
from tournaments.core.models import Event
from tournaments.registration import operations
from tournaments.registration.models import Note

pytestmark = pytest.mark.django_db


def test_officials_write_notes():
    registration = RegistrationFactory()
    by = moderator_of(registration.tournament)

    operations.add_note(registration, by=by, text=" Paid twice last year. ")

    note = Note.objects.get()
    assert (note.registration, note.author, note.text) == (
        registration,
        by,
        "Paid twice last year.",
    )
    event = Event.objects.get()
    assert (event.kind, event.after) == ("registration.noted", {"note": note.pk})


@pytest.mark.parametrize(("text", "code"), [(" ", "note_empty"), ("x" * 2001, "note_too_long")])
def test_a_note_says_something_and_not_too_much(text, code):
    registration = RegistrationFactory()

    with pytest.raises(Refused) as refusal:
        operations.add_note(registration, by=moderator_of(registration.tournament), text=text)

    assert refusal.value.code == code
    assert not Note.objects.exists()
