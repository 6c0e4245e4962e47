"""Keeping a ruling: what it changed, why, and all that it takes to undo it exactly."""

from collections.abc import Collection, Sequence

from tournaments.brackets.models import Match, Stage
from tournaments.control.concerned import changed_matches, concerned
from tournaments.control.hanging import Carried
from tournaments.control.models import Correction
from tournaments.control.rows import Rows, difference, digest, rows_of
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, match_topic
from tournaments.registration.models import Entrant

EVENTS = {
    Correction.Kind.RESULT: "match.corrected",
    Correction.Kind.VOID: "match.voided",
    Correction.Kind.DRAW: "stage.exchanged",
}


def record(
    tournament: Tournament,
    *,
    kind: Correction.Kind,
    match: Match | None,
    by,
    reason: str,
    summary: Sequence[str],
    before: Rows,
    carried: Carried,
    was: dict,
    becomes: dict,
    stage: Stage | None = None,
    entrants: Collection[Entrant] = (),
) -> Correction:
    """Write the correction and the event, once everything is as it shall be.

    It is about ``match``; or else about a ``stage`` and these ``entrants``.
    """
    after = rows_of(tournament)
    own, others = concerned(before, after, match=match and match.pk, entrants=entrants)
    correction = Correction.objects.create(
        tournament=tournament,
        kind=kind,
        match=Match.objects.filter(pk=match.pk).first() if match else None,
        reason=reason.strip(),
        made_by=by,
        summary=[*summary],
        before=difference(before, after).as_json()
        | {
            "match": match and match.pk,
            "carried": carried.as_json(),
            "concerned": {"own": own, "others": others},
        },
        after=digest(after),
    )
    happened(
        EVENTS[kind],
        match or stage,
        actor=by,
        before=was,
        after=becomes | {"correction": correction.pk},
        reason=correction.reason,
        changes=[match_topic(pk) for pk in sorted(changed_matches(before, after))],
    )
    return correction
