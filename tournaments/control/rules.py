from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.rules import check_over, next_stage_number
from tournaments.control.models import Correction
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import check_may, may
from tournaments.engine.formats import parse_spec
from tournaments.engine.specs import LadderSpec
from tournaments.matches.rules import check_no_conflict
from tournaments.registration.models import Entrant, Registration
from tournaments.registration.rules import speaks_for

Status = Tournament.Status

# Whoever has one of these may take an entrant out of a tournament under way.
TAKES_OUT = (Capability.MANAGE_DISPUTES, Capability.MODIFY_BRACKETS)


def check_can_complete(tournament: Tournament, *, by) -> None:
    """Refuse while a stage is not drawn, a match is open, or a tie is undecided."""
    check_may(by, tournament, Capability.MANAGE_SETTINGS)
    if tournament.status != Status.LIVE:
        raise Refused(_("Only a live tournament can be completed."), code="not_live")
    if next_stage_number(tournament) is not None:
        raise Refused(_("Not every stage is drawn."), code="stage_missing")
    for stage in tournament.drawn_stages.all():
        check_over(stage)


def check_can_cancel(tournament: Tournament, *, by) -> None:
    check_may(by, tournament, Capability.MANAGE_SETTINGS)
    if tournament.status not in {Status.PUBLISHED, Status.LIVE}:
        raise Refused(_("Only a published or live tournament can be cancelled."), code="not_on")


def check_can_drop_out(entrant: Entrant, *, by) -> None:
    """Refuse the withdrawal of an entrant by others than its own people and the organizer."""
    is_official = may(by, entrant.tournament, *TAKES_OUT)
    if not (is_official or speaks_for(entrant.registration, by)):
        raise Refused(
            _("Only the one who registered, or the captain of the team, can withdraw."),
            code="not_yours",
        )
    _check_in_play(entrant, leaving_by=Entrant.LeftBy.WITHDRAWAL)


def check_can_disqualify(entrant: Entrant, *, by) -> None:
    check_may(by, entrant.tournament, *TAKES_OUT)
    _check_in_play(entrant, leaving_by=Entrant.LeftBy.DISQUALIFICATION)


def _check_in_play(entrant: Entrant, *, leaving_by: Entrant.LeftBy) -> None:
    """Refuse where there is nothing to leave, unless it was left in just this way."""
    if entrant.tournament.status != Status.LIVE:
        raise Refused(_("The tournament is not live."), code="not_live")
    if entrant.left_at and entrant.left_by != leaving_by:
        raise Refused(
            _("%(name)s has left the tournament already.") % {"name": entrant.name}, code="left"
        )


def check_can_correct(match: Match, tournament: Tournament, *, by) -> None:
    """Refuse where there is no result to correct, or it is not the person's to do."""
    _check_can_rule(match, tournament, by=by)
    if match.status != Match.Status.COMPLETED and not was_voided(match):
        raise Refused(_("This match has no result to correct."), code="no_result")


def check_can_void(match: Match, tournament: Tournament, *, by) -> None:
    """Refuse to take a match out of its table where there is none, or it is out already."""
    _check_can_rule(match, tournament, by=by)
    if not parse_spec(match.stage.spec).is_table:
        raise Refused(
            _(
                "In a bracket somebody has to go on. Enter that neither side showed up, or let "
                "the match be played again."
            ),
            code="knockout",
        )
    if match.status == Match.Status.VOID:
        raise Refused(_("This match counts for nobody already."), code="nothing_changes")


def was_voided(match: Match) -> bool:
    """Whether a ruling took ``match`` out of its table: it has its sides, and does not count."""
    return (
        match.status == Match.Status.VOID
        and parse_spec(match.stage.spec).is_table
        and not match.sides.filter(entrant=None).exists()
    )


def check_can_exchange(stage: Stage, *, one: Entrant, other: Entrant, by) -> None:
    """Refuse another order of a stage that has begun, or that is not the person's to make."""
    check_can_order(stage, by=by)
    if one == other:
        raise Refused(_("Choose two different entrants."), code="same")
    for entrant in (one, other):
        if not stage.entries.filter(entrant=entrant).exists():
            raise Refused(
                _("%(name)s is not in “%(stage)s”.") % {"name": entrant.name, "stage": stage.name},
                code="not_in_stage",
            )
        if plays_as(by, entrant):
            raise Refused(
                _("You play for %(name)s, so another official must decide this.")
                % {"name": entrant.name},
                code="conflict_of_interest",
            )


def check_can_order(stage: Stage, *, by) -> None:
    """Refuse where the places of a stage are fixed by now, or not the person's to change."""
    check_may(by, stage.tournament, Capability.MODIFY_BRACKETS)
    if stage.tournament.status != Status.LIVE or stage.drawn_at is None:
        raise Refused(_("“%(stage)s” is not drawn.") % {"stage": stage.name}, code="not_live")
    if has_begun(stage):
        raise Refused(
            _("Something of “%(stage)s” is played already, so its draw stands.")
            % {"stage": stage.name},
            code="begun",
        )


def has_begun(stage: Stage) -> bool:
    """Whether a match of ``stage`` is under way, reported or decided; byes do not count."""
    if isinstance(parse_spec(stage.spec), LadderSpec):
        return stage.closed_at is not None or stage.matches.exists()
    not_played = Q(status__in=[Match.Status.PENDING, Match.Status.READY]) | Q(
        status=Match.Status.VOID, sides__is_bye=True
    )
    return stage.matches.exclude(
        pk__in=Match.objects.filter(not_played, stage=stage).values("pk")
    ).exists()


def check_can_undo(correction: Correction, tournament: Tournament, *, by) -> None:
    is_draw = correction.kind == Correction.Kind.DRAW
    check_may(by, tournament, Capability.MODIFY_BRACKETS if is_draw else Capability.MANAGE_DISPUTES)
    if correction.match:
        check_no_conflict(correction.match, by=by)
    if is_draw and _plays_in_one_of(by, correction.before["concerned"]["own"]):
        raise Refused(
            _("You play for one of the two, so another official must decide this."),
            code="conflict_of_interest",
        )
    if tournament.status != Status.LIVE:
        raise Refused(_("Only in a live tournament can a result be corrected."), code="not_live")


def check_can_reopen(tournament: Tournament, *, by) -> None:
    check_may(by, tournament, Capability.MANAGE_SETTINGS)
    if tournament.status != Status.COMPLETED:
        raise Refused(
            _("Only a completed tournament that is not archived can be reopened."),
            code="not_completed",
        )


def _check_can_rule(match: Match, tournament: Tournament, *, by) -> None:
    check_may(by, tournament, Capability.MANAGE_DISPUTES)
    check_no_conflict(match, by=by)
    if tournament.status != Status.LIVE:
        raise Refused(_("Only in a live tournament can a result be corrected."), code="not_live")


def plays_as(user, entrant: Entrant) -> bool:
    """Whether ``user`` plays for ``entrant``, entered it, or belongs to its team."""
    return _plays_in_one_of(user, [entrant.registration_id])


def _plays_in_one_of(user, registrations: Sequence[int]) -> bool:
    own = Q(roster__user=user.pk) | Q(registered_by=user.pk) | Q(team__members=user.pk)
    return Registration.objects.filter(own, pk__in=registrations).exists()


def reason_against(check, *args, **kwargs) -> str:
    """Why ``check`` refuses; empty when it does not. For screens that explain a button."""
    try:
        check(*args, **kwargs)
    except Refused as refusal:
        return refusal.message
    return ""
