"""Questions as fields of a form. What an answer may be, ``answers`` says; these only ask."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tournaments.registration.answers import Place
from tournaments.registration.questions import NO, YES, Kind, Question

FEW = 5  # choices that are shown at once instead of in a list to open
PICTURES = "image/jpeg,image/png,image/webp,image/gif"
LINES: dict[Kind, dict[str, str]] = {
    Kind.NUMBER: {"inputmode": "decimal"},
    Kind.DATE: {"type": "date"},
    Kind.URL: {"type": "url", "autocomplete": "url", "placeholder": "https://"},
    Kind.EMAIL: {"type": "email", "autocomplete": "email"},
    Kind.PHONE: {"type": "tel", "autocomplete": "tel"},
    Kind.PLAYER_ID: {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
}


class AnswerField(forms.Field):
    """One question. Its answer is judged with all others, since one may hang on another."""

    def __init__(self, question: Question, *, initial: Any = None) -> None:
        self.question = question
        super().__init__(
            label=question.label,
            required=question.required,
            widget=_widget(question),
            initial=initial,
            help_text=question.help_text,
        )

    def validate(self, value: Any) -> None:
        """Nothing here: ``answers.check_answers`` does."""

    def to_python(self, value: Any) -> Any:
        if self.question.kind == Kind.TOGGLE and isinstance(value, str):
            return {YES: True, NO: False}.get(value)
        return value

    def prepare_value(self, value: Any) -> Any:
        if self.question.kind == Kind.TOGGLE and self.required and isinstance(value, bool):
            return YES if value else NO
        return value


def _widget(question: Question) -> forms.Widget:
    match question.kind:
        case Kind.TEXT:
            return forms.Textarea(attrs={"rows": 2, "maxlength": 1000})
        case Kind.CHOICE if len(question.choices) <= FEW:
            return forms.RadioSelect(choices=_pairs(question))
        case Kind.CHOICE:
            return forms.Select(choices=[("", _("Choose …")), *_pairs(question)])
        case Kind.CHOICES:
            return forms.CheckboxSelectMultiple(choices=_pairs(question))
        case Kind.TOGGLE if question.required:  # so that “no” is an answer, too
            return forms.RadioSelect(choices=[(YES, _("Yes")), (NO, _("No"))])
        case Kind.TOGGLE:
            return forms.CheckboxInput()
        case Kind.FILE:
            return forms.FileInput(attrs={"accept": PICTURES})
    return forms.TextInput(attrs=LINES[question.kind] | {"maxlength": 200})


def _pairs(question: Question) -> list[tuple[str, str]]:
    return [(choice, choice) for choice in question.choices]


def name_of(place: Place) -> str:
    """The name of the field for a question that is put to somebody, or to the registration."""
    person, key = place
    return f"q-{key}" if person is None else f"q{person}-{key}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the form, and what it hangs on, for the script that hides it."""

    question: Question
    field: forms.BoundField
    shown_if: str = ""
    remark: str = ""
    stands: bool = False  # a picture that was sent before
