"""Corrections: a result is changed after others followed from it.

What would change is found by changing it and taking that back, so that what is shown first is
what happens then.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.entering import feeding, who_enters
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.operations import (
    amend_result,
    reopen_match,
    take_back_rounds,
    take_back_stage,
    void_match,
)
from tournaments.brackets.operations.results import AnyVerdict, still_drawn
from tournaments.brackets.rounds import rounds_that_stand
from tournaments.brackets.rules import check_over
from tournaments.control.changes import Change, Picture, changes, picture
from tournaments.control.concerned import Told, told_of
from tournaments.control.hanging import Carried, fallen
from tournaments.control.models import Correction
from tournaments.control.recording import record
from tournaments.control.rows import Rows, digest, rows_of
from tournaments.control.rules import check_can_correct, check_can_void
from tournaments.control.undoing import undo
from tournaments.core.models import Tournament
from tournaments.core.operations import lock

__all__ = ["VOID", "Preview", "Ruling", "Void", "correct", "preview_correction", "undo"]


@dataclass(frozen=True, slots=True)
class Void:
    """The ruling that a match does not count, and that nobody has to play it."""

    @property
    def facts(self) -> dict:
        """For the log."""
        return {"void": True}


VOID = Void()
# None: the match is to be played again.
Ruling: TypeAlias = AnyVerdict | Void | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would do, and who would be told of it.

    ``digest`` names the state it was made from.
    """

    changes: list[Change]
    digest: str
    told: list[Told]


class _Rollback(Exception):
    """Leave the transaction without a trace."""


@dataclass(frozen=True, slots=True)
class _Done:
    """What a correction came to, before it is kept or taken back."""

    tournament: Tournament
    match: Match
    before: Rows
    was: Picture
    carried: Carried


def preview_correction(*, match: Match, verdict: Ruling, by) -> Preview:
    """Every match, table and place that would change if ``match`` had ended with ``verdict``.

    Without a verdict it would be played again. Nothing is written.
    """
    found: list[Preview] = []

    def note(done: _Done) -> None:
        tournament = done.tournament
        found.append(
            Preview(
                changes(done.was, picture(tournament)),
                digest(done.before),
                told_of(done.before, rows_of(tournament), match=match.pk),
            )
        )
        raise _Rollback

    with suppress(_Rollback):
        _corrected(match, verdict, by=by, then=note)
    return found[0]


def correct(*, match: Match, verdict: Ruling, by, reason: str, seen: str = "") -> Correction:
    """Change what ``match`` ended with, and all that followed from it, or nothing.

    Without a verdict it is to be played again; with ``VOID`` it counts for nobody. ``seen`` is
    the digest of a preview: refused when the competition went on since.
    """
    if not reason.strip():
        raise Refused(_("Give a reason: it is kept with the correction."), code="reason_missing")
    made: list[Correction] = []

    def keep(done: _Done) -> None:
        if seen and seen != digest(done.before):
            raise Refused(
                _("The competition went on since you looked. Look at the changes again."),
                code="went_on",
            )
        found = changes(done.was, picture(done.tournament))
        if not found:
            raise Refused(
                _("This is the result that the match has already."), code="nothing_changes"
            )
        is_void = isinstance(verdict, Void)
        made.append(
            record(
                done.tournament,
                kind=Correction.Kind.VOID if is_void else Correction.Kind.RESULT,
                match=match,
                by=by,
                reason=reason,
                summary=[change.sentence for change in found],
                before=done.before,
                carried=done.carried,
                was=_facts(done.before, match),
                becomes=verdict.facts if verdict else {},
            )
        )

    _corrected(match, verdict, by=by, then=keep)
    return made[0]


@transaction.atomic
def _corrected(match: Match, verdict: Ruling, *, by, then: Callable[[_Done], None]) -> None:
    tournament = lock(match.tournament)
    match = still_drawn(Match.objects.select_related("stage", "round").filter(pk=match.pk))
    check = check_can_void if isinstance(verdict, Void) else check_can_correct
    check(match, tournament, by=by)
    done = _Done(tournament, match, rows_of(tournament), picture(tournament), Carried())
    if isinstance(verdict, Void):
        void_match(match)
    elif verdict:
        amend_result(match=match, verdict=verdict)
    else:
        reopen_match(match)
    if (number := rounds_that_stand(match.stage, changed=match.round.number)) is not None:
        later = match.stage.matches.filter(round__number__gt=number)
        done.carried.take(later.values_list("pk", flat=True))
        take_back_rounds(match.stage, after=number)
    _settle_following(done, match.stage)
    done.carried.clear(fallen(done.before, rows_of(tournament)), by=by)
    then(done)


def _settle_following(done: _Done, changed: Stage) -> None:
    """Take back the stages behind ``changed`` whose entrants or seeds are others now."""
    tournament = done.tournament
    for stage in tournament.drawn_stages.filter(number__gt=changed.number).order_by("number"):
        if stage.drawn_at is None:
            continue
        entrants = list(stage.entries.order_by("seed").values_list("entrant", flat=True))
        if _would_enter(tournament, stage) != entrants:
            done.carried.take(stage.matches.values_list("pk", flat=True))
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
