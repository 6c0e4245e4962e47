"""What hangs on matches: reports, disputes, check-ins, chat and the like, when matches go.

It is no part of the competition, so it never stands against undoing a correction; but what went
with a correction comes back when that is undone.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone

from tournaments.brackets.models import Match
from tournaments.control.rows import Exact, Rows, Values, row_of, write_back
from tournaments.matches.models import (
    ChatMessage,
    ChatReport,
    Dispute,
    Evidence,
    Fixture,
    MatchCheckIn,
    Proposal,
    Reminder,
    Report,
    ScoreLink,
    Veto,
    VetoAction,
)
from tournaments.matches.operations import forget_play, retire_reports

# Each after those it points at, with the way to its match.
HANGING: dict[str, tuple[type[Model], str]] = {
    "fixture": (Fixture, "match"),
    "check_in": (MatchCheckIn, "match"),
    "report": (Report, "match"),
    "dispute": (Dispute, "match"),
    "score_link": (ScoreLink, "match"),
    "veto": (Veto, "match"),
    "veto_action": (VetoAction, "veto__match"),
    "chat_message": (ChatMessage, "match"),
    "chat_report": (ChatReport, "message__match"),
    "evidence": (Evidence, "match"),
    "proposal": (Proposal, "match"),
    "reminder": (Reminder, "match"),
}
# What was arranged for a match that is to be played anew, in its fixture.
ARRANGED = ("starts_at", "station_id", "called_at", "started_at")
UNPLAYED = Match.NOT_STARTED

Hung = dict[str, list[Values]]


class Carried:
    """What a correction takes off matches, as it was: the rows that go, and those it changes."""

    def __init__(self) -> None:
        self.matches: set[int] = set()
        self.gone: Hung = {}
        self.changed: Hung = {}

    def take(self, matches: Iterable[int]) -> None:
        """Keep all that hangs on ``matches``, which are about to be deleted."""
        wanted = list(matches)
        for name, (model, path) in HANGING.items():
            self._keep(self.gone, name, model.objects.filter(**{f"{path}__in": wanted}))

    def clear(self, matches: Iterable[int], *, by=None) -> None:
        """Take off ``matches``, which are played anew or never, what belonged to the old play."""
        wanted = list(matches)
        if not wanted:
            return
        self.matches |= {*wanted}
        self._keep(self.gone, "check_in", MatchCheckIn.objects.filter(match__in=wanted))
        self._keep(self.gone, "veto", Veto.objects.filter(match__in=wanted))
        self._keep(self.gone, "veto_action", VetoAction.objects.filter(veto__match__in=wanted))
        self._keep(self.changed, "report", Report.objects.filter(match__in=wanted, live=True))
        self._keep(self.changed, "dispute", Dispute.objects.active().filter(match__in=wanted))
        self._keep(self.changed, "proposal", _open_proposals(wanted))
        self._keep(self.changed, "fixture", _arranged(wanted))
        _clear(wanted, by=by)
        # A time that is over would make both sides late at once.
        passed = Q(starts_at=None) | Q(starts_at__lte=timezone.now())
        _arranged(wanted).filter(passed).update(starts_at=None, station=None)
        forget_play(wanted)

    def as_json(self) -> dict[str, Any]:
        values = {"matches": sorted(self.matches), "gone": self.gone, "changed": self.changed}
        return json.loads(json.dumps(values, cls=Exact))

    def _keep(self, kept: Hung, name: str, rows) -> None:
        if found := list(rows.order_by("pk").values()):
            kept.setdefault(name, []).extend(found)


def hang_back(carried: Mapping[str, Any], *, by) -> None:
    """Put back what a correction took off matches; those are there again.

    What came since on a match that becomes as it was ends as it would have by the correction.
    A person, station or match that is gone since is left out.
    """
    _clear(carried["matches"], by=by)
    MatchCheckIn.objects.filter(match__in=carried["matches"]).delete()
    Veto.objects.filter(match__in=carried["matches"]).delete()
    for name, (model, _path) in HANGING.items():
        write_back(model, _that_fit(model, carried["gone"].get(name, [])), [])
    for name in ("report", "dispute", "proposal"):
        model = HANGING[name][0]
        there = set(
            model.objects.values_list("pk", flat=True).filter(
                pk__in=[row["id"] for row in carried["changed"].get(name, [])]
            )
        )
        rows = [row for row in carried["changed"].get(name, []) if row["id"] in there]
        write_back(model, [], rows)
    _arrange_again(carried["changed"].get("fixture", []))


def fallen(before: Rows, after: Rows) -> list[int]:
    """The matches that are still there, and are open again, not played, or have other sides."""
    changed = {
        row["match_id"]
        for pk, row in before["side"].items()
        if row["entrant_id"]
        and pk in after["side"]
        and after["side"][pk]["entrant_id"] != row["entrant_id"]
    }
    reset = {
        pk
        for pk, row in before["match"].items()
        if pk in after["match"]
        and row["status"] not in UNPLAYED
        and after["match"][pk]["status"] in UNPLAYED
    }
    voided = {
        pk
        for pk, row in before["match"].items()
        if pk in after["match"]
        and row["status"] != after["match"][pk]["status"] == Match.Status.VOID
    }
    return sorted(changed | reset | voided)


def _clear(matches: Iterable[int], *, by=None) -> None:
    retire_reports(matches, by=by)
    _open_proposals(matches).update(status=Proposal.Status.WITHDRAWN)


def _open_proposals(matches: Iterable[int]):
    return Proposal.objects.filter(match__in=matches, status=Proposal.Status.WAITING)


def _arranged(matches: Iterable[int]):
    nothing = Q(**{name.removesuffix("_id"): None for name in ARRANGED})
    return Fixture.objects.filter(match__in=matches).exclude(nothing)


def _arrange_again(rows: list[Values]) -> None:
    """Give fixtures their old times again, unless somebody set others since."""
    kept = {row["id"]: row_of(Fixture, row) for row in _that_fit(Fixture, rows)}
    again = []
    for fixture in Fixture.objects.filter(pk__in=kept):
        old = kept[fixture.pk]
        if all(getattr(fixture, name) in (None, getattr(old, name)) for name in ARRANGED):
            for name in ARRANGED:
                setattr(fixture, name, getattr(old, name))
            again.append(fixture)
    Fixture.objects.bulk_update(again, [name.removesuffix("_id") for name in ARRANGED])


def _that_fit(model: type[Model], rows: list[Values]) -> list[Values]:
    """The rows whose people and things are still there; what may be empty is emptied instead."""
    for field in model._meta.concrete_fields:
        if not field.is_relation or not rows:
            continue
        wanted = {row[field.attname] for row in rows} - {None}
        there = set(
            field.related_model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True)
        )
        if field.null:
            rows = [
                row if row[field.attname] in there else {**row, field.attname: None} for row in rows
            ]
        else:
            rows = [row for row in rows if row[field.attname] in there]
    return rows
