from django.utils import timezone

from tournaments.brackets.models import Match
from tournaments.brackets.rules import check_can_draw, next_stage_number
from tournaments.brackets.standings import group_tables
from tournaments.control.models import Conclusion
from tournaments.control.rules import check_can_cancel, check_can_complete, reason_against
from tournaments.core.models import Tournament
from tournaments.matches.queries import playable_matches


def control_room(tournament: Tournament, *, by) -> dict:
    """All that the organizer's control room shows."""
    registrations = list(tournament.registrations.select_related("payment").order_by("number"))
    held = sum(registration.holds_a_place for registration in registrations)
    stages = list(tournament.drawn_stages.order_by("number"))
    return {
        "tournament": tournament,
        "registrations": registrations,
        "places_held": held,
        "phase": tournament.phase_at(timezone.now(), places_held=held),
        "stages": stages,
        "waiting_stage": next((stage for stage in stages if stage.drawn_at is None), None),
        "next_stage": _next_stage(tournament),
        "against_draw": reason_against(check_can_draw, tournament, by=by),
        "against_complete": reason_against(check_can_complete, tournament, by=by),
        "against_cancel": reason_against(check_can_cancel, tournament, by=by),
        "playable": list(playable_matches(tournament)),
        "matches_left": Match.objects.filter(stage__tournament=tournament)
        .exclude(status__in=Match.TERMINAL)
        .count(),
        "matches_in_all": Match.objects.filter(stage__tournament=tournament)
        .exclude(status=Match.Status.VOID)
        .count(),
        "conclusion": Conclusion.objects.filter(tournament=tournament).first(),
        "ties": ties(stages),
        "events": tournament.events.select_related("actor").order_by("-pk")[:20],
    }


def _next_stage(tournament: Tournament) -> dict | None:
    number = next_stage_number(tournament)
    return tournament.stages[number - 1] | {"number": number} if number else None


def ties(stages) -> list[dict]:
    """Entrants of finished groups that no criterion separates, with their stage."""
    found = []
    for stage in stages:
        if stage.drawn_at and stage.format == "round_robin":
            tied = [
                table.entrants[row.entrant]
                for table in group_tables(stage)
                if table.is_over
                for row in table.rows
                if row.tied
            ]
            if tied:
                found.append({"stage": stage, "entrants": tied})
    return found
