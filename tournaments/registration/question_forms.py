"""Questions to a registration and its people, in one form."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.models import Tournament
from tournaments.registration.answers import Answers, AnswersRefused, check_answers
from tournaments.registration.prefilling import Known
from tournaments.registration.question_fields import AnswerField, Asked, name_of
from tournaments.registration.questions import Question, Scope, questions_of


class QuestionsForm(forms.Form):
    """The questions of a tournament, put to the registration and to each of ``people``."""

    use_required_attribute = False  # a question may be hidden, and a member may not play
    # Where a refusal of the operation is shown, by its code; all others stand above the form.
    field_of: Mapping[str, str] = {}

    def __init__(
        self, *args: Any, tournament: Tournament, known: Known, people: list[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tournament, self.known, self.people = tournament, known, people
        self.own = questions_of(tournament, Scope.REGISTRATION)
        self.of_each = questions_of(tournament, Scope.MEMBER)
        self._ask(None, self.own)
        for person in people:
            self._ask(person, self.of_each)

    def _ask(self, person: User | None, questions: list[Question]) -> None:
        for question in questions:
            place = (person.pk if person else None), question.key
            initial = self.known.answer_to(question, person)
            self.fields[name_of(place)] = AnswerField(question, initial=initial)

    @cached_property
    def own_questions(self) -> list[Asked]:
        return self._asked(None, self.own)

    def questions_to(self, person: User) -> list[Asked]:
        return self._asked(person.pk, self.of_each)

    def _asked(self, person: int | None, questions: list[Question]) -> list[Asked]:
        return [
            Asked(
                question,
                self[name_of((person, question.key))],
                name_of((person, question.shown_if)) if question.shown_if else "",
                self.known.remarks.get(question.key, ""),
                (person, question.key) in self.known.pictures,
            )
            for question in questions
        ]

    @property
    def players(self) -> list[User]:
        """Who is asked: everybody, unless the form says who plays."""
        return self.people

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.answered = self._check()
        return cleaned

    def _check(self) -> Answers:
        try:
            return check_answers(
                self.tournament,
                self._given(None, self.own),
                {person.pk: self._given(person.pk, self.of_each) for person in self.players},
                self.players,
                kept=self.known.pictures,
            )
        except AnswersRefused as refusal:
            for place, fault in refusal.faults.items():
                self.add_error(name_of(place), fault)
        return Answers()

    def _given(self, person: int | None, questions: list[Question]) -> dict[str, Any]:
        names = {question.key: name_of((person, question.key)) for question in questions}
        return {key: self.cleaned_data.get(name) for key, name in names.items()}

    def refuse(self, refusal: Refused) -> None:
        """Show what the operation said, at the field that it is about."""
        field = self.field_of.get(refusal.code)
        self.add_error(field if field in self.fields else None, refusal.message)
