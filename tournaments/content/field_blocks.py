"""The questions that an organizer puts to entrants, as blocks of the editor."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from tournaments.registration.questions import Kind, Scope

MOST_QUESTIONS = 20


class QuestionBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=120, label=_("Question"))
    kind = blocks.ChoiceBlock(choices=Kind.choices, default=Kind.TEXT, label=_("Answer"))
    scope = blocks.ChoiceBlock(
        choices=Scope.choices, default=Scope.REGISTRATION, label=_("Asked once for")
    )
    required = blocks.BooleanBlock(required=False, label=_("An answer is needed"))
    public = blocks.BooleanBlock(required=False, label=_("Everybody sees the answer"))
    help_text = blocks.CharBlock(max_length=200, required=False, label=_("Help"))
    choices = blocks.TextBlock(
        max_length=2000,
        required=False,
        label=_("Choices"),
        help_text=_("One a line. For a choice only."),
    )
    shown_if = blocks.CharBlock(
        max_length=120,
        required=False,
        label=_("Only asked if the answer to"),
        help_text=_("The words of a question above. Empty: always asked."),
    )
    shown_if_is = blocks.CharBlock(max_length=120, required=False, label=_("is"))

    class Meta:
        icon = "help"
        label = _("Question")


class QuestionsBlock(blocks.StreamBlock):
    question = QuestionBlock()

    class Meta:
        max_num = MOST_QUESTIONS

    def clean(self, value):
        value = super().clean(value)
        labels = [child.value["label"].strip().casefold() for child in value]
        if len(set(labels)) < len(labels):
            raise ValidationError(_("Ask each question once."), code="question_twice")
        return value
