from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, MatchSide
from tournaments.core.limits import counted
from tournaments.core.operations import happened
from tournaments.engine.results import Game
from tournaments.matches.models import Dispute, Report
from tournaments.matches.operations.disputing import cancelled, opened
from tournaments.matches.operations.locking import locked_match
from tournaments.matches.operations.results import decide, played
from tournaments.matches.report_rules import (
    check_can_confirm,
    check_can_report,
    check_in_time,
    stands_at,
)

Status = Match.Status


def report_result(
    match: Match, *, games: Sequence[Game], by, overtime: bool = False, note: str = ""
) -> Report:
    """Say for one side what ``match`` ended with.

    The first report waits for the other side, and may be replaced until that answers. Equal
    reports complete the match in the same transaction; reports that differ open a dispute.
    """
    with counted("report", by.pk):
        match = locked_match(match)
        side = check_can_report(match, by=by)
        played(match, games, overtime=overtime)  # refused where it cannot have been so
        report = _unsaved(match, side, games=games, overtime=overtime, note=note, by=by)
        theirs = match.reports.live().exclude(entrant=side.entrant_id).first()
        if theirs is None or not report.says_the_same_as(theirs):
            check_in_time(match)
        _make(report, is_first=theirs is None)
        if theirs is None:
            _wait_for_answer(match)
        elif report.says_the_same_as(theirs):
            _accept(match, report, by=by)
        else:
            opened(match, reason=Dispute.Reason.SCORE_MISMATCH)
    return report


def confirm_report(match: Match, *, report: int, by) -> Report:
    """Say the same as the ``report`` of the other side, which completes ``match``.

    So gives in whose own report differs: the dispute about that ends with it. Refused when the
    other side has replaced the report that was read.
    """
    with counted("report", by.pk):
        match = locked_match(match)
        side, theirs = check_can_confirm(match, by=by)
        if theirs.pk != report:
            raise Refused(
                _("The other side has changed its report. Look at what it says now."),
                code="replaced",
            )
        for dispute in match.disputes.active():
            cancelled(dispute, by=by, why="gave_in")
        mine = _unsaved(
            match, side, games=theirs.as_games, overtime=theirs.overtime, note="", by=by
        )
        _make(mine, is_first=False)
        _accept(match, mine, by=by)
    return mine


@transaction.atomic
def accept_silent(match_id: int) -> None:
    """Complete a match with the report of one side, when the other was silent for too long.

    Does nothing where somebody was quicker: the other side, an official, or this very task.
    """
    match = Match.objects.select_related("stage__tournament").filter(pk=match_id).first()
    if match is None:
        return
    try:
        match = locked_match(match)
    except Refused:  # a correction has just taken it back
        return
    until = stands_at(match)
    if until is None or timezone.now() < until:
        return
    report = match.reports.live().get()
    done = _complete(match, report, by=None)
    after = {"entrant": report.entrant_id, "side": report.entrant.name, "report": report.pk}
    happened("report.unanswered", done, after=after)


def retire_reports(matches: Iterable[Match], *, by=None) -> None:
    """Let what was said of ``matches`` count no more: a correction or a restart made it void."""
    matches = list(matches)
    Report.objects.live().filter(match__in=matches).update(live=False)
    disputes = Dispute.objects.active().select_related("match__stage__tournament")
    for dispute in disputes.filter(match__in=matches):
        cancelled(dispute, by=by, why="void")


def _unsaved(match: Match, side: MatchSide, *, games: Sequence[Game], **words) -> Report:
    rows = [[game.home, game.away, game.tiebreak_home, game.tiebreak_away] for game in games]
    words["note"] = words["note"].strip()
    return Report(match=match, entrant=side.entrant, games=rows, **words)


def _make(report: Report, *, is_first: bool) -> None:
    """Keep the report in place of what its side said before."""
    before = report.match.reports.live().filter(entrant=report.entrant)
    after = {
        "entrant": report.entrant_id,
        "side": report.entrant.name,
        "is_first": is_first,
        "replaces": bool(before.update(live=False)),
        "games": report.games,
    }
    report.save(force_insert=True)
    after["report"] = report.pk
    happened("report.made", report.match, actor=report.by, after=after)


def _wait_for_answer(match: Match) -> None:
    if match.status != Status.REPORTED:
        match.move_to(Status.REPORTED)


def _accept(match: Match, report: Report, *, by) -> None:
    done = _complete(match, report, by=by)
    happened("report.accepted", done, actor=by, after={"report": report.pk})


def _complete(match: Match, report: Report, *, by) -> Match:
    verdict = played(match, report.as_games, overtime=report.overtime)
    return decide(match, verdict, by=by)
