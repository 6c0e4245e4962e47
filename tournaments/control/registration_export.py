"""The registrations of a tournament as a table, a row for each."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tournaments.core.models import Tournament
from tournaments.payments.models import Payment
from tournaments.registration.models import Answer, Registration
from tournaments.registration.questions import Question, Scope, questions_of


def registration_rows(tournament: Tournament) -> Iterator[list[Any]]:
    """The headings, then each registration in order of number; one column a question."""
    questions = questions_of(tournament)
    yield _headings(questions)
    rows = tournament.registrations.select_related("registered_by", "payment").prefetch_related(
        "roster__user", "answers__roster_entry__user"
    )
    for registration in rows.order_by("number"):
        registration.tournament = tournament
        yield [*_facts(registration), *_answers(registration, questions)]


def _headings(questions: list[Question]) -> list[str]:
    return [
        _("Number"),
        _("Reference"),
        _("Name"),
        _("Tag"),
        _("Status"),
        _("Registered at"),
        _("Registered by"),
        _("Deadline"),
        _("Seed"),
        _("Checked in"),
        _("Players"),
        _("Player ids"),
        _("Payment"),
        _("Amount"),
        _("Currency"),
        *(question.label for question in questions),
    ]


def _facts(registration: Registration) -> list[Any]:
    roster = list(registration.roster.all())
    ids = [(each.display_name, each.player_id) for each in roster if each.player_id]
    payment: Payment | None = getattr(registration, "payment", None)
    return [
        registration.number,
        registration.reference,
        registration.name,
        registration.tag,
        registration.get_status_display(),
        _time(registration.created_at),
        registration.registered_by.username,
        _time(registration.expires_at),
        registration.seed,
        _time(registration.checked_in_at),
        "; ".join(f"{each.display_name} ({each.get_role_display()})" for each in roster),
        "; ".join(f"{name}: {player_id}" for name, player_id in ids),
        payment.get_status_display() if payment else "",
        payment.amount if payment else "",
        payment.currency if payment else "",
    ]


def _answers(registration: Registration, questions: list[Question]) -> Iterator[str]:
    """The answers, each in the column of its question; of players with their names."""
    given: dict[str, list[Answer]] = {}
    for answer in registration.answers.all():
        given.setdefault(answer.key, []).append(answer)
    for question in questions:
        answers = given.get(question.key, [])
        if question.scope == Scope.MEMBER:
            named = [(each.roster_entry, plain(each)) for each in answers if each.roster_entry]
            yield "; ".join(f"{entry.display_name}: {value}" for entry, value in named)
        else:
            yield "; ".join(plain(each) for each in answers)


def plain(answer: Answer) -> str:
    """An answer as people read it."""
    match answer.value:
        case True:
            return _("Yes")
        case False:
            return _("No")
        case list() as several:
            return ", ".join(map(str, several))
        case None:
            return ""
    return str(answer.value)


def _time(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
