from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltacrown.errors import Refused
from tournaments.brackets.entering import drawable, feeding, is_played, ties
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.rounds import is_swiss, next_round_number
from tournaments.brackets.standings import contests
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.refusals import refused
from tournaments.core.roles import check_may, may
from tournaments.engine.formats import parse_spec, parse_stages
from tournaments.engine.ladder import check_challenge, positions
from tournaments.engine.specs import LadderSpec
from tournaments.engine.stages import check_stages
from tournaments.engine.types import Invalid
from tournaments.registration.models import Entrant, Registration
from tournaments.registration.queries import Field, field_of


def next_stage_number(tournament: Tournament) -> int | None:
    """The stage whose draw comes next; None when all are drawn."""
    return next(iter(drawable(tournament)), None)


def check_can_draw(tournament: Tournament, *, by) -> None:
    """Refuse the draw of the next stage with the first reason that stands against it."""
    check_may(by, tournament, Capability.MODIFY_BRACKETS)
    number = next_stage_number(tournament)
    if number is None:
        raise Refused(_("Every stage is drawn."), code="all_drawn")
    check_ready(tournament, number)


def check_ready(tournament: Tournament, number: int, *, field: Field | None = None) -> None:
    """Refuse while stage ``number`` cannot be drawn. The draw asks again: it is made later.

    ``field`` is who would take part, where that is read already.
    """
    if tournament.status == Tournament.Status.LIVE:
        for stage in feeding(tournament, number):
            if stage is None:
                raise Refused(_("Another stage is to be drawn first."), code="not_next")
            check_over(stage)
    elif feeding(tournament, number):
        raise Refused(_("The tournament is not live."), code="not_live")
    else:
        _check_field(tournament, field)


def check_can_pair(stage: Stage, *, by) -> None:
    """Refuse the next round of a Swiss stage with the first reason that stands against it."""
    check_may(by, stage.tournament, Capability.MODIFY_BRACKETS)
    check_round_over(stage)


def check_round_over(stage: Stage) -> None:
    """Refuse while the round before is being played, and after the last one."""
    if stage.tournament.status != Tournament.Status.LIVE:
        raise Refused(_("The tournament is not live."), code="not_live")
    if stage.drawn_at is None or not is_swiss(stage):
        raise Refused(_("Only a Swiss stage is drawn round by round."), code="not_swiss")
    if stage.matches.exclude(status__in=Match.TERMINAL).exists():
        raise Refused(_("Not every match of this round is over."), code="matches_open")
    if next_round_number(stage) is None:
        raise Refused(_("“%(stage)s” has no more rounds.") % {"stage": stage.name}, code="no_round")


def check_can_challenge(stage: Stage, *, challenger: Entrant, challenged: Entrant, by) -> None:
    """Refuse a challenge that the ladder does not allow, or that is not the person's to make."""
    check_open_ladder(stage)
    is_official = may(by, stage.tournament, Capability.MODIFY_BRACKETS)
    if not (is_official or plays_for(by, challenger)):
        raise Refused(_("You can challenge for yourself or your team only."), code="not_yours")
    if challenger.left_at or challenged.left_at:
        raise Refused(_("Who has left the tournament is not challenged."), code="left")
    [(_group, contested)] = contests(stage)
    rules = contested.spec.rules
    # Those who have left keep their places, and nobody has to climb past them.
    order = [
        entrant
        for entrant in positions(contested.seeds, contested.results, rules)
        if entrant not in contested.absent
    ]
    try:
        check_challenge(order, challenger.pk, challenged.pk, rules)
    except Invalid as error:
        raise refused(error) from error
    busy = {entrant for pair in contested.remaining for entrant in pair}
    for entrant in (challenger, challenged):
        if entrant.pk in busy:
            raise Refused(
                _("%(name)s has a challenge to play first.") % {"name": entrant.name}, code="busy"
            )


def check_can_close(stage: Stage, *, by) -> None:
    check_may(by, stage.tournament, Capability.MODIFY_BRACKETS)
    check_open_ladder(stage)


def check_open_ladder(stage: Stage) -> None:
    """Refuse where there is no ladder that is being played."""
    if stage.tournament.status != Tournament.Status.LIVE:
        raise Refused(_("The tournament is not live."), code="not_live")
    if not is_open_ladder(stage):
        raise Refused(_("No ladder is being played here."), code="no_ladder")


def is_open_ladder(stage: Stage) -> bool:
    is_drawn = stage.drawn_at is not None
    return is_drawn and not stage.closed_at and isinstance(parse_spec(stage.spec), LadderSpec)


def plays_for(user, entrant: Entrant) -> bool:
    """Whether ``user`` registered the entrant or is on its roster."""
    return Registration.objects.made_by(user).filter(pk=entrant.registration_id).exists()


def _check_field(tournament: Tournament, field: Field | None) -> None:
    if tournament.status != Tournament.Status.PUBLISHED:
        raise Refused(
            _("Only a published tournament that has not begun can be drawn."), code="not_published"
        )
    last_check_in = tournament.last_check_in_at
    if last_check_in and timezone.now() < last_check_in:
        raise Refused(_("Check-in is not over yet."), code="check_in_open")
    field = field or field_of(tournament)
    if unchecked := field.proofs_waiting:
        raise Refused(
            ngettext(
                "%(number)d payment is still being checked.",
                "%(number)d payments are still being checked.",
                unchecked,
            )
            % {"number": unchecked},
            code="proofs_waiting",
        )
    ready = len(field.ready)
    if ready < tournament.minimum_entrants:
        raise Refused(
            _("The draw needs at least %(minimum)d entrants; there are %(number)d.")
            % {"minimum": tournament.minimum_entrants, "number": ready},
            code="too_few_entrants",
        )
    try:
        check_stages(parse_stages(tournament.stages), ready)
    except Invalid as error:
        raise refused(error) from error


def check_over(stage: Stage) -> None:
    """Refuse while a match of ``stage`` is open or a tie of its groups is undecided."""
    if not is_played(stage):
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
