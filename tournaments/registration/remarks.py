"""What an official wants changed, field by field."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tournaments.core.models import Tournament
from tournaments.registration.questions import questions_of

# The key of remarks on who plays; keys of questions are their own.
ROSTER = "roster"


def fields_of(tournament: Tournament) -> dict[str, str]:
    """What can be remarked on, by key: who plays, and each question in its order."""
    labels = {question.key: question.label for question in questions_of(tournament)}
    return {ROSTER: _("Players"), **labels}


def lines_of(tournament: Tournament, remarks: Mapping[str, str]) -> list[str]:
    """Each remark after the name of its field, in the order of the fields."""
    labels = fields_of(tournament)
    known = [key for key in labels if key in remarks]
    gone = [key for key in remarks if key not in labels]
    return [f"{labels.get(key, key)}: {remarks[key]}" for key in (*known, *gone)]
