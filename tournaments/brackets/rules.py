from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.standings import ties
from tournaments.core.models import Tournament
from tournaments.core.refusals import refused
from tournaments.core.roles import check_runs
from tournaments.engine.crossing import Qualifiers
from tournaments.engine.formats import build, parse_spec, parse_stages
from tournaments.engine.types import Invalid
from tournaments.registration.models import Registration


def next_stage_number(tournament: Tournament) -> int | None:
    """The stage whose draw comes next; None when all are drawn."""
    drawn = tournament.drawn_stages.exclude(drawn_at=None).count()
    return drawn + 1 if drawn < len(tournament.stages) else None


def check_can_draw(tournament: Tournament, *, by) -> None:
    """Refuse the draw of the next stage with the first reason that stands against it."""
    check_runs(by, tournament)
    number = next_stage_number(tournament)
    if number is None:
        raise Refused(_("Every stage is drawn."), code="all_drawn")
    check_ready(tournament, number)


def check_ready(tournament: Tournament, number: int) -> None:
    """Refuse while stage ``number`` cannot be drawn. The draw asks again: it is made later."""
    if number != next_stage_number(tournament):
        raise Refused(_("Another stage is to be drawn first."), code="not_next")
    if number == 1:
        _check_field(tournament)
    else:
        _check_previous(tournament, number)


def qualifiers_before(tournament: Tournament, number: int) -> Qualifiers | None:
    """What the stage before stage ``number`` lets through, by its settings."""
    return parse_spec(tournament.stages[number - 2]).qualifiers if number > 1 else None


def _check_field(tournament: Tournament) -> None:
    if tournament.status != Tournament.Status.PUBLISHED:
        raise Refused(
            _("Only a published tournament that has not begun can be drawn."), code="not_published"
        )
    last_check_in = tournament.last_check_in_at
    if last_check_in and timezone.now() < last_check_in:
        raise Refused(_("Check-in is not over yet."), code="check_in_open")
    waiting = tournament.registrations.filter(status=Registration.Status.AWAITING_VERIFICATION)
    if number := waiting.count():
        raise Refused(
            ngettext(
                "%(number)d payment is still being checked.",
                "%(number)d payments are still being checked.",
                number,
            )
            % {"number": number},
            code="proofs_waiting",
        )
    ready = tournament.registrations.confirmed()
    if last_check_in:
        ready = ready.exclude(checked_in_at=None)
    number = ready.count()
    if number < tournament.minimum_entrants:
        raise Refused(
            _("The draw needs at least %(minimum)d entrants; there are %(number)d.")
            % {"minimum": tournament.minimum_entrants, "number": number},
            code="too_few_entrants",
        )
    try:
        build(parse_stages(tournament.stages)[0], number)
    except Invalid as error:
        raise refused(error) from error


def _check_previous(tournament: Tournament, number: int) -> None:
    if tournament.status != Tournament.Status.LIVE:
        raise Refused(_("The tournament is not live."), code="not_live")
    previous = tournament.drawn_stages.get(number=number - 1)
    check_over(previous)


def check_over(stage: Stage) -> None:
    """Refuse while a match of ``stage`` is open or a tie of its groups is undecided."""
    if stage.matches.exclude(status__in=Match.TERMINAL).exists():
        raise Refused(
            _("Not every match of “%(stage)s” is over.") % {"stage": stage.name},
            code="matches_open",
        )
    if level := ties(stage):
        names = ", ".join(entrant.name for tie in level for entrant in tie)
        raise Refused(
            _("An official must decide the order of those who are level: %(names)s.")
            % {"names": names},
            code="undecided",
        )


def check_can_set_result(match: Match) -> None:
    """Refuse a result for a match that has no two sides yet, or that is decided."""
    if match.status == Match.Status.PENDING:
        raise Refused(_("This match still waits for its sides."), code="sides_open")
    if match.is_terminal:
        raise Refused(_("This match is decided already."), code="decided")
    if match.tournament.status != Tournament.Status.LIVE:
        raise Refused(_("The tournament is not live."), code="not_live")
