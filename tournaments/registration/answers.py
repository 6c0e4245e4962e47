"""What entrants answer to an organizer's questions: checked, made plain, and kept.

Checking twice changes nothing: what comes out may go in again, so a form can check for
kindness, and the operation checks for certain.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from deltacrown.uploads import CleanImage
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import may
from tournaments.registration.kinds import clean
from tournaments.registration.models import Answer, Registration, RosterEntry
from tournaments.registration.questions import Kind, Question, Scope, asked, questions_of
from tournaments.registration.rules.parts import is_member, speaks_for

Values = Mapping[str, Any]
# A question, by the primary key of the person it is put to (None: the registration) and its key.
Place = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers in the shape in which they are kept: of the registration, and of each person."""

    own: dict[str, Any] = field(default_factory=dict)
    members: dict[int, dict[str, Any]] = field(default_factory=dict)


class AnswersRefused(Refused):
    """Answers are missing or wrong; ``faults`` says what, by person (or None) and question."""

    def __init__(self, faults: Mapping[Place, str], *, labels: Mapping[Place, str]) -> None:
        message = " ".join(f"{labels[place]}: {fault}" for place, fault in faults.items())
        super().__init__(message, code="answers")
        self.faults = dict(faults)


def check_answers(
    tournament: Tournament,
    answers: Values | None = None,
    member_answers: Mapping[int, Values] | None = None,
    roster_users: Iterable[User] = (),
    *,
    kept: Collection[Place] = (),
) -> Answers:
    """Every question that is asked is answered rightly, or AnswersRefused with all faults.

    What was not asked is left out. ``kept`` are the places of pictures that stand already.
    """
    faults: dict[Place, str] = {}
    own = _checked(tournament, Scope.REGISTRATION, None, answers or {}, kept, faults)
    members = {}
    users = list(roster_users)
    for user in users:
        given = (member_answers or {}).get(user.pk, {})
        members[user.pk] = _checked(tournament, Scope.MEMBER, user, given, kept, faults)
    if faults:
        raise AnswersRefused(faults, labels=_labels(tournament, users))
    return Answers(own, members)


def _checked(
    tournament: Tournament,
    scope: Scope,
    user: User | None,
    given: Values,
    kept: Collection[Place],
    faults: dict[Place, str],
) -> dict[str, Any]:
    """The clean answers to the questions of ``scope``; adds to ``faults`` what is wrong."""
    person = user.pk if user else None
    questions = questions_of(tournament, scope)
    found: dict[str, Any] = {}
    # A question is asked or not by the answers before it, so they are cleaned one by one.
    for question in questions:
        if question not in asked(questions, found):
            continue
        place = person, question.key
        try:
            value = clean(question, given.get(question.key), game=tournament.game)
        except Refused as refusal:
            faults[place] = refusal.message
            continue
        if value is not None:
            found[question.key] = value
        elif question.required and place not in kept:
            faults[place] = _("Answer this question.")
    return found


def _labels(tournament: Tournament, users: list[User]) -> dict[Place, str]:
    """How each question is named where its fault is read away from its field."""
    own = questions_of(tournament, Scope.REGISTRATION)
    each = questions_of(tournament, Scope.MEMBER)
    return {(None, question.key): question.label for question in own} | {
        (user.pk, question.key): f"{user.username}, {question.label}"
        for user in users
        for question in each
    }


def save_answers(
    registration: Registration,
    answers: Values,
    member_answers: Mapping[int, Values] | None = None,
) -> None:
    """Keep checked answers in place of those that stand; the caller's transaction.

    A picture stays until another is given or its question is no longer asked.
    """
    tournament = registration.tournament
    entries = {entry.user_id: entry for entry in registration.roster.exclude(user=None)}
    stand = {(row.roster_entry_id, row.key): row for row in registration.answers.all()}
    rows = _rows(registration, None, questions_of(tournament, Scope.REGISTRATION), answers, stand)
    for user_id, given in (member_answers or {}).items():
        entry = entries[user_id]
        asks = questions_of(tournament, Scope.MEMBER)
        rows += _rows(registration, entry, asks, given, stand)
    stays = [row.pk for row in rows if row.pk]
    registration.answers.exclude(pk__in=stays).delete()
    Answer.objects.bulk_create(row for row in rows if not row.pk)


def _rows(
    registration: Registration,
    entry: RosterEntry | None,
    questions: list[Question],
    given: Values,
    stand: Mapping[tuple[int | None, str], Answer],
) -> list[Answer]:
    """The answers of one person or of the registration: new rows, and pictures that stay."""
    rows = []
    for question in asked(questions, given):
        value = given.get(question.key)
        if value is None:
            old = stand.get((entry.pk if entry else None, question.key))
            if question.kind == Kind.FILE and old:
                rows.append(old)
            continue
        row = Answer(
            registration=registration,
            roster_entry=entry,
            key=question.key,
            label=question.label,
            is_public=question.public,
        )
        if isinstance(value, CleanImage):
            row.value = value.format
            row.file.save(value.file.name, value.file, save=False)
        else:
            row.value = value
        rows.append(row)
    return rows


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as it is read. ``picture``: the key of an answer that is a file."""

    label: str
    person: str
    text: str
    is_public: bool = False
    picture: int | None = None


def shown_answers(registration: Registration, *, to: User) -> list[Shown]:
    """What one of its people may read; ``person`` is empty for the registration as a whole."""
    reads_all = speaks_for(registration, to)
    return [
        Shown(
            row.label,
            row.roster_entry.display_name if row.roster_entry else "",
            "" if row.file else as_text(row.value),
            row.is_public,
            row.pk if row.file else None,
        )
        for row in registration.answers.select_related("roster_entry__user")
        if reads_all or _concerns(row, to)
    ]


def _concerns(answer: Answer, user: User) -> bool:
    """Whether it is of the registration as a whole, of ``user``, or for everybody."""
    entry = answer.roster_entry
    return entry is None or entry.user_id == user.pk or answer.is_public


def as_text(value: Any) -> str:
    """The kept ``value`` of an answer in words."""
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case list():
            return ", ".join(value)
    return str(value)


def answers_of(registration: Registration) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """What stands, as a form begins with it: of the registration, and by user. No pictures."""
    own: dict[str, Any] = {}
    members: dict[int, dict[str, Any]] = {}
    for row in registration.answers.select_related("roster_entry"):
        if row.file:
            continue
        if row.roster_entry is None:
            own[row.key] = row.value
        elif row.roster_entry.user_id:
            members.setdefault(row.roster_entry.user_id, {})[row.key] = row.value
    return own, members


def pictures_of(registration: Registration) -> set[Place]:
    """Where pictures stand already."""
    rows = registration.answers.exclude(file="").select_related("roster_entry")
    return {(row.roster_entry.user_id if row.roster_entry else None, row.key) for row in rows}


def may_see(answer: Answer, user: User | AnonymousUser) -> bool:
    """Whether ``user`` may see a picture: whom it concerns, who answered for them, and officials
    who decide on entries.
    """
    if not user.is_authenticated:
        return False
    registration = answer.registration
    return (
        speaks_for(registration, user)
        or (is_member(registration, user) and _concerns(answer, user))
        or may(user, registration.tournament, Capability.MANAGE_REGISTRATIONS)
    )
