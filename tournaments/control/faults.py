"""What is wrong with settings by themselves, whatever has happened so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django_countries import countries

from tournaments.control.question_faults import question_faults
from tournaments.core.refusals import refused
from tournaments.core.settings import Participation, Seeding
from tournaments.engine.formats import parse_stages
from tournaments.engine.stages import check_stages
from tournaments.engine.types import Invalid


@dataclass(frozen=True, slots=True)
class Fault:
    """Settings that do not go together. The message belongs to the first of ``fields``."""

    fields: tuple[str, ...]
    message: str


def faults(settings: dict[str, Any]) -> list[Fault]:
    """Why a tournament with ``settings`` could not be published; empty when it could."""
    found: list[Fault] = []
    for check in (
        _missing,
        _sizes,
        _rosters,
        _registration,
        _check_in,
        _roster_lock,
        _countries,
        _guests,
        _questions,
        _seeding,
        _payment,
        _stages,
    ):
        found += check(settings)
    return found


def _missing(settings: dict[str, Any]) -> Iterator[Fault]:
    messages = {
        "game": _("Choose the game."),
        "starts_at": _("Say when the tournament starts."),
        "stages": _("A tournament needs at least one stage."),
    }
    for field, message in messages.items():
        if not settings[field]:
            yield Fault((field,), message)


def _sizes(settings: dict[str, Any]) -> Iterator[Fault]:
    if settings["minimum_entrants"] > settings["capacity"]:
        yield Fault(
            ("minimum_entrants", "capacity"),
            _("The minimum cannot exceed the capacity of %(capacity)d.")
            % {"capacity": settings["capacity"]},
        )


def _rosters(settings: dict[str, Any]) -> Iterator[Fault]:
    game = settings["game"]
    if settings["participation"] != Participation.TEAM or not game:
        return
    smallest = settings["roster_min"] or game.roster_min
    largest = settings["roster_max"]
    if largest and largest < smallest:
        yield Fault(
            ("roster_max", "roster_min", "participation", "game"),
            _("The largest team cannot be smaller than the smallest of %(smallest)d.")
            % {"smallest": smallest},
        )


def _registration(settings: dict[str, Any]) -> Iterator[Fault]:
    opens, closes = settings["registration_opens_at"], settings["registration_closes_at"]
    starts = settings["starts_at"]
    if closes and starts and closes > starts:
        yield Fault(
            ("registration_closes_at", "starts_at"),
            _("Registration closes before the tournament starts."),
        )
    last = closes or starts
    if opens and last and opens >= last:
        yield Fault(
            ("registration_opens_at", "registration_closes_at", "starts_at"),
            _("Registration opens before it closes."),
        )


def _check_in(settings: dict[str, Any]) -> Iterator[Fault]:
    opens, closes = settings["check_in_opens_at"], settings["check_in_closes_at"]
    starts = settings["starts_at"]
    if closes and not opens:
        yield Fault(("check_in_opens_at", "check_in_closes_at"), _("Say when check-in opens, too."))
        return
    if closes and starts and closes > starts:
        yield Fault(
            ("check_in_closes_at", "starts_at"),
            _("Check-in closes before the tournament starts."),
        )
    last = closes or starts
    if opens and last and opens >= last:
        yield Fault(
            ("check_in_opens_at", "check_in_closes_at", "starts_at"),
            _("Check-in opens before it closes."),
        )
    last_registration = settings["registration_closes_at"] or starts
    if opens and last and last_registration and last < last_registration:
        yield Fault(
            ("registration_closes_at", "check_in_closes_at", "check_in_opens_at", "starts_at"),
            _("Registration closes before check-in does."),
        )


def _roster_lock(settings: dict[str, Any]) -> Iterator[Fault]:
    locks, starts = settings["roster_locks_at"], settings["starts_at"]
    if locks and starts and locks > starts:
        yield Fault(
            ("roster_locks_at", "starts_at"),
            _("Rosters lock before the tournament starts."),
        )


def _countries(settings: dict[str, Any]) -> Iterator[Fault]:
    codes = filter(None, settings["allowed_countries"].split(", "))
    if unknown := [code for code in codes if code not in dict(countries)]:
        yield Fault(
            ("allowed_countries",),
            _("No country has the code %(codes)s. Write two letters for each, such as BD, IN.")
            % {"codes": get_text_list(unknown, _("and"))},
        )


def _guests(settings: dict[str, Any]) -> Iterator[Fault]:
    if settings["guest_teams_max"] and settings["participation"] != Participation.TEAM:
        yield Fault(
            ("guest_teams_max", "participation"),
            _("Guest teams need a tournament for teams. Set them to 0."),
        )


def _questions(settings: dict[str, Any]) -> Iterator[Fault]:
    for message in question_faults(settings["custom_fields"]):
        yield Fault(("custom_fields",), message)


def _seeding(settings: dict[str, Any]) -> Iterator[Fault]:
    if settings["seeding"] == Seeding.EARLIER_EVENT and not settings["seeded_from"]:
        yield Fault(
            ("seeded_from", "seeding"),
            _("Choose the earlier tournament whose final places are the seeds."),
        )


def _payment(settings: dict[str, Any]) -> Iterator[Fault]:
    if settings["entry_fee"] and not settings["payment_methods"]:
        yield Fault(
            ("payment_methods", "entry_fee"),
            _("Name at least one payment method, or set the entry fee to 0."),
        )


def _stages(settings: dict[str, Any]) -> Iterator[Fault]:
    if settings["stages"] and (message := _unplayable(settings, settings["capacity"])):
        yield Fault(("stages", "capacity"), message)


def doubt(settings: dict[str, Any]) -> str | None:
    """What could come of a small field: the stages are checked for a full one."""
    fewest = settings["minimum_entrants"]
    if why := _unplayable(settings, fewest):
        return _(
            "With %(fewest)s entrants, the fewest that you allow, the draw would be refused: "
            "%(why)s Raise the minimum, or be ready to change the format."
        ) % {"fewest": fewest, "why": why}
    return None


def _unplayable(settings: dict[str, Any], entrants: int) -> str | None:
    try:
        check_stages(parse_stages(settings["stages"]), entrants)
    except Invalid as error:
        message = refused(error).message
        number = error.params.get("stage")
        return (
            _("Stage %(number)s: %(fault)s") % {"number": number, "fault": message}
            if number
            else message
        )
    return None
