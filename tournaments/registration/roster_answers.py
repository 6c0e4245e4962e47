"""What players answer when a roster changes."""

from collections.abc import Iterable, Mapping
from typing import Any

from deltacrown.accounts.models import User
from tournaments.registration.answers import Answers, answers_of, check_answers, pictures_of
from tournaments.registration.models import Registration
from tournaments.registration.questions import Scope, questions_of


def check_member_answers(
    registration: Registration,
    member_answers: Mapping[int, Mapping[str, Any]],
    players: Iterable[User],
) -> Answers:
    """The answers of ``players``; what is not given anew stays.

    The registration's own stay as they are: a question that came later is none of the roster's.
    """
    own, members = answers_of(registration)
    asked = questions_of(registration.tournament, Scope.REGISTRATION)
    kept = pictures_of(registration) | {(None, question.key) for question in asked}
    given = {**members, **member_answers}
    return check_answers(registration.tournament, own, given, players, kept=kept)
