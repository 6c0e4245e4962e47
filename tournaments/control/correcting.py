"""Corrections: a result is changed after others followed from it.

What would change is found by changing it and taking that back, so that what is shown first is
what happens then.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.tasks import enqueue
from tournaments.brackets.entering import feeding, who_enters
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.operations import (
    amend_result,
    reopen_match,
    take_back_rounds,
    take_back_stage,
)
from tournaments.brackets.operations.results import AnyVerdict, still_drawn
from tournaments.brackets.rounds import rounds_that_stand
from tournaments.brackets.rules import check_over
from tournaments.control.changes import Change, Picture, changes, picture
from tournaments.control.models import Correction
from tournaments.control.rows import Rows, difference, digest, put_back, rows_of
from tournaments.control.rules import check_can_correct, check_can_undo
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would do. ``digest`` names the state it was made from."""

    changes: list[Change]
    digest: str


class _Rollback(Exception):
    """Leave the transaction without a trace."""


def preview_correction(*, match: Match, verdict: AnyVerdict | None, by) -> Preview:
    """Every match, table and place that would change if ``match`` had ended with ``verdict``.

    Without a verdict it would be played again. Nothing is written.
    """
    found: list[Change] = []
    before: Rows = {}

    def note(rows: Rows, was: Picture, tournament: Tournament) -> None:
        nonlocal before
        before = rows
        found.extend(changes(was, picture(tournament)))
        raise _Rollback

    with suppress(_Rollback):
        _corrected(match, verdict, by=by, then=note)
    return Preview(found, digest(before))


def correct(
    *, match: Match, verdict: AnyVerdict | None, by, reason: str, seen: str = ""
) -> Correction:
    """Change what ``match`` ended with, and all that followed from it, or nothing.

    Without a verdict it is to be played again. ``seen`` is the digest of a preview: refused
    when the competition went on since.
    """
    if not reason.strip():
        raise Refused(_("Give a reason: it is kept with the correction."), code="reason_missing")
    made: list[Correction] = []

    def keep(rows: Rows, was: Picture, tournament: Tournament) -> None:
        if seen and seen != digest(rows):
            raise Refused(
                _("The competition went on since you looked. Look at the changes again."),
                code="went_on",
            )
        found = changes(was, picture(tournament))
        if not found:
            raise Refused(
                _("This is the result that the match has already."), code="nothing_changes"
            )
        after = rows_of(tournament)
        summary = [change.sentence for change in found]
        made.append(
            Correction.objects.create(
                tournament=tournament,
                match=Match.objects.filter(pk=match.pk).first(),
                reason=reason.strip(),
                made_by=by,
                summary=summary,
                before=difference(rows, after).as_json() | {"match": match.pk},
                after=digest(after),
            )
        )
        happened(
            "match.corrected",
            match,
            actor=by,
            before=_facts(rows, match),
            after=verdict.facts if verdict else {},
            reason=reason.strip(),
        )

    _corrected(match, verdict, by=by, then=keep)
    return made[0]


@transaction.atomic
def undo(correction: Correction, *, by) -> None:
    """Put everything back as it was before the correction, if nothing has changed since."""
    tournament = lock(correction.tournament)
    correction = Correction.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=correction.pk
    )
    if correction.undone_at:
        return
    check_can_undo(correction, tournament, by=by)
    # Who has left in the meantime would stand in matches again, and nobody would wait for it.
    has_left = tournament.entrants.filter(left_at__gt=correction.made_at).exists()
    if has_left or digest(rows_of(tournament)) != correction.after:
        raise Refused(
            _("The competition went on since; make another correction instead."), code="went_on"
        )
    put_back(correction.before)
    _take_up(tournament)
    correction.undone_at, correction.undone_by = timezone.now(), by
    correction.save(update_fields=["undone_at", "undone_by"])
    happened("match.correction_undone", tournament, actor=by, after={"correction": correction.pk})


def _take_up(tournament: Tournament) -> None:
    """Queue what stages that returned waited for, and name their matches in corrections again."""
    for stage in tournament.drawn_stages.all():
        if stage.drawn_at is None and not stage.refusal:
            enqueue("tournaments.brackets.tasks.draw_stage", stage.pk)
        elif stage.wanted_round:
            enqueue("tournaments.brackets.tasks.pair_round", stage.pk, stage.wanted_round)
    for other in tournament.corrections.filter(match=None):
        other.match = Match.objects.filter(pk=other.before["match"]).first()
        other.save(update_fields=["match"])


@transaction.atomic
def _corrected(
    match: Match,
    verdict: AnyVerdict | None,
    *,
    by,
    then: Callable[[Rows, Picture, Tournament], None],
) -> None:
    tournament = lock(match.tournament)
    match = still_drawn(Match.objects.select_related("stage", "round").filter(pk=match.pk))
    check_can_correct(match, tournament, by=by)
    rows, was = rows_of(tournament), picture(tournament)
    if verdict:
        amend_result(match=match, verdict=verdict)
    else:
        reopen_match(match)
    if (number := rounds_that_stand(match.stage, changed=match.round.number)) is not None:
        take_back_rounds(match.stage, after=number)
    _settle_following(tournament, match.stage)
    then(rows, was, tournament)


def _settle_following(tournament: Tournament, changed: Stage) -> None:
    """Take back the stages behind ``changed`` whose entrants or seeds are others now."""
    for stage in tournament.drawn_stages.filter(number__gt=changed.number).order_by("number"):
        if stage.drawn_at is None:
            continue
        entrants = list(stage.entries.order_by("seed").values_list("entrant", flat=True))
        if _would_enter(tournament, stage) != entrants:
            take_back_stage(stage)


def _would_enter(tournament: Tournament, stage: Stage) -> list[int] | None:
    """The entrants of a later stage by seed; None while the stages before it are not over."""
    try:
        for before in feeding(tournament, stage.number):
            if before is None:
                return None
            check_over(before)
    except Refused:
        return None
    return [one.pk for one in who_enters(tournament, stage.number).entrants]


def _facts(rows: Rows, match: Match) -> dict:
    """What the match had ended with, for the log."""
    sides = [row for row in rows["side"].values() if row["match_id"] == match.pk]
    sides.sort(key=lambda row: row["slot"])
    return {
        "decided_by": rows["match"][match.pk]["decided_by"],
        "winner": next((row["slot"] for row in sides if row["is_winner"]), None),
        "score": [row["score"] for row in sides],
    }
