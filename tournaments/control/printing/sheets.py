"""What stands on each sheet, in the language and the zone in force."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tournaments.awards.typesetting import qr
from tournaments.brackets.group_views import GroupView
from tournaments.brackets.models import Match
from tournaments.brackets.queries import brackets, groups
from tournaments.control.printing.trees import parts_of
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_spec
from tournaments.matches.agenda import Agenda, Entry, agenda_of
from tournaments.matches.models import ScoreLink
from tournaments.matches.places import is_lobby, place_of
from tournaments.matches.rules import played_by
from tournaments.registration.models import Registration, RosterEntry

Values = dict[str, Any]


def bracket_sheet(tournament: Tournament) -> Values:
    """Every drawn bracket, part by part, and every table as it stands."""
    stages = list(tournament.drawn_stages.exclude(drawn_at=None).order_by("number"))
    tables = [stage for stage in stages if parse_spec(stage.spec).is_table]
    trees = [stage for stage in stages if stage not in tables]
    return _sheet(tournament, _("Bracket")) | {
        "parts": [
            part for stage in trees for bracket in brackets(stage) for part in parts_of(bracket)
        ],
        "groups": [_table(group) for stage in tables for group in groups(stage)],
        "empty": _("Nothing is drawn yet."),
    }


def _table(group: GroupView) -> Values:
    return {
        "name": group.name,
        "entrant": _("Entrant"),
        "columns": [column.short for column in group.table.columns],
        "rows": [
            {
                "rank": str(line.row.rank),
                "name": line.name,
                "cells": [cell.text for cell in line.cells],
            }
            for line in group.table.rows
        ],
    }


def schedule_sheet(tournament: Tournament) -> Values:
    """When each match is played, is expected, or was over; times are in the zone in force."""
    agenda = agenda_of(tournament)
    timed = sorted(
        ((moment, entry) for entry in agenda.entries.values() if (moment := _when(agenda, entry))),
        key=lambda each: each[0],
    )
    days = groupby(timed, key=lambda each: timezone.localtime(each[0]).date())
    return _sheet(tournament, _("Schedule")) | {
        "columns": [_("Time"), _("Station"), _("Match"), "", _("Result")],
        "days": [
            {
                "name": date_format(day, "l, j F Y"),
                "rows": [_line(agenda, moment, entry) for moment, entry in entries],
            }
            for day, entries in days
        ],
        "empty": _("No match has a time yet."),
    }


def _when(agenda: Agenda, entry: Entry) -> datetime | None:
    if entry.is_over:
        return entry.begun_at or entry.starts_at or entry.match.completed_at
    expected = agenda.expected.get(entry.match.pk)
    return entry.begun_at or entry.starts_at or (expected.starts_at if expected else None)


def _line(agenda: Agenda, moment: datetime, entry: Entry) -> Values:
    is_sure = entry.is_over or entry.begun_at is not None or entry.starts_at is not None
    time = date_format(timezone.localtime(moment), "H:i")
    place = place_of(entry.match)
    return {
        "time": time if is_sure else _("about %(time)s") % {"time": time},
        "sure": is_sure,
        "station": _station(agenda, entry),
        "sides": entry.title,
        "place": "" if entry.title == place else place,
        "result": _result(entry.match),
    }


def _result(match: Match) -> str:
    if match.status == Match.Status.VOID:
        return match.get_status_display()
    if not match.is_terminal:
        return ""
    scores = [side.score for side in match.sides.all()]
    if is_lobby(match) or None in scores:
        return match.get_decided_by_display()
    return " – ".join(map(str, scores))


def slips_sheet(tournament: Tournament, *, by) -> Values:
    """A slip for each match that can be played, with a code where a scorekeeper has a link.

    The code enters the result, so ``by`` gets none of a match that they play in.
    """
    agenda = agenda_of(tournament)
    playable = [
        entry
        for entry in agenda.entries.values()
        if entry.match.status in {Match.Status.READY, Match.Status.LIVE}
        and not is_lobby(entry.match)
    ]
    matches = [entry.match for entry in playable]
    own = played_by(by, matches)
    in_force = ScoreLink.objects.in_force().filter(match__in=matches).exclude(match__in=own)
    links = {link.match_id: link for link in in_force}
    return _sheet(tournament, _("Match slips")) | {
        "labels": {
            "time": _("Time"),
            "station": _("Station"),
            "length": _("Length"),
            "total": _("Total"),
            "scan": _("Scan to enter the result"),
            "signatures": [_("First side"), _("Second side"), _("Referee")],
        },
        "slips": [_slip(agenda, entry, links.get(entry.match.pk)) for entry in playable],
        "empty": _("No match can be played now."),
    }


def _slip(agenda: Agenda, entry: Entry, link: ScoreLink | None) -> Values:
    moment = _when(agenda, entry)
    match = entry.match
    return {
        "place": f"{match.stage.name}: {place_of(match)}",
        "code": match.code,
        "time": date_format(timezone.localtime(moment), "j M, H:i") if moment else "",
        "station": _station(agenda, entry),
        "length": _("Best of %(number)d") % {"number": match.best_of},
        "games": match.best_of,
        "sides": [side.entrant.name for side in match.sides.all()],
        "qr": qr(settings.WAGTAILADMIN_BASE_URL + link.get_absolute_url()) if link else "",
    }


def _station(agenda: Agenda, entry: Entry) -> str:
    station = agenda.stations.get(entry.station)
    return station.name if station else ""


def check_in_sheet(tournament: Tournament) -> Values:
    """Who has a place, by name, with those who play for them."""
    due = tournament.registrations.filter(status=Registration.Status.CONFIRMED)
    people = Prefetch("roster", RosterEntry.objects.select_related("user"))
    rows = due.prefetch_related(people).order_by("name", "number")
    return _sheet(tournament, _("Check-in")) | {
        "columns": ["", _("No."), _("Name"), _("Players"), _("Reference")],
        "rows": [
            {
                "done": row.checked_in_at is not None,
                "number": str(row.number),
                "name": row.name,
                "people": _people(row),
                "reference": row.reference,
            }
            for row in rows
        ],
        "empty": _("Nobody has a place yet."),
    }


def _people(registration: Registration) -> str:
    names = [seat.display_name for seat in registration.roster.all()]
    return "" if names == [registration.name] else ", ".join(names)


def _sheet(tournament: Tournament, name: str) -> Values:
    now = timezone.localtime()
    return {
        "title": f"{tournament.title}: {name}",
        "subtitle": tournament.organizer.name,
        "footer": _("As of %(moment)s (%(zone)s) · %(address)s")
        % {
            "moment": date_format(now, "j M Y, H:i"),
            "zone": timezone.get_current_timezone_name(),
            "address": settings.WAGTAILADMIN_BASE_URL.partition("://")[2]
            + tournament.get_absolute_url(),
        },
    }
