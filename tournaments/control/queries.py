from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tournaments.brackets import entering
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.rounds import is_swiss, next_round_number
from tournaments.brackets.rules import (
    check_can_draw,
    check_ready,
    check_round_over,
    is_open_ladder,
    next_stage_number,
)
from tournaments.control.log import newest_lines
from tournaments.control.models import Conclusion, Correction
from tournaments.control.rules import (
    TAKES_OUT,
    check_can_cancel,
    check_can_complete,
    reason_against,
)
from tournaments.control.steps import Step, next_step
from tournaments.control.substitution_queries import waiting_substitutions
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.operations import ARCHIVE_AFTER
from tournaments.core.roles import Official
from tournaments.matches.places import place_of, round_of
from tournaments.matches.queries import playable_matches
from tournaments.payments.models import Payment
from tournaments.registration.models import Entrant, Registration

NAMED_OF_A_LOBBY = 3
# Player ids are nobody else's business.
SEES_ENTRANTS = (
    Capability.MANAGE_REGISTRATIONS,
    Capability.MANAGE_PAYMENTS,
    Capability.MODIFY_BRACKETS,
    Capability.MANAGE_DISPUTES,
)


def control_room(tournament: Tournament, *, by, official: Official) -> dict:
    """All that the control room shows to ``by``, who is ``official`` there."""
    numbers = _registration_numbers(tournament)
    held = sum(numbers[status] for status in Registration.HOLDS_A_PLACE)
    return progress(tournament, official) | {
        "may": may_of(official),
        "to_review": numbers[Registration.Status.NEEDS_REVIEW],
        "waiting": numbers[Registration.Status.WAITLISTED],
        "in_all": numbers.total(),
        "substitutions": waiting_substitutions(tournament)
        if official.may(Capability.MANAGE_REGISTRATIONS)
        else 0,
        "places_held": held,
        "confirmed": numbers[Registration.Status.CONFIRMED],
        "unconfirmed": held - numbers[Registration.Status.CONFIRMED],
        "being_checked": numbers[Registration.Status.AWAITING_VERIFICATION],
        "phase": tournament.phase_at(timezone.now(), places_held=held),
        "may_seed": tournament.status == Tournament.Status.PUBLISHED
        and official.may(Capability.MODIFY_BRACKETS),
        "against_draw": reason_against(check_can_draw, tournament, by=by),
        "against_complete": reason_against(check_can_complete, tournament, by=by),
        "against_cancel": reason_against(check_can_cancel, tournament, by=by),
        "corrections": (corrections := _corrections(tournament)),
        "undoable": official.may(Capability.MANAGE_DISPUTES) and _undoable(tournament, corrections),
        "log": newest_lines(tournament) if official.may(Capability.VIEW_AUDIT_LOGS) else None,
    }


def may_of(official: Official) -> dict[str, bool]:
    """What the place allows, by the names that templates ask for."""
    return {capability.value: True for capability in official.capabilities} | {
        "organize": official.is_organizer,
        "take_out": official.may(*TAKES_OUT),
        "see_entrants": official.may(*SEES_ENTRANTS),
    }


def progress(tournament: Tournament, official: Official) -> dict:
    """The next step and how far the competition is: what changes while a worker is at it."""
    stages = list(tournament.drawn_stages.order_by("number"))
    playable = list(playable_matches(tournament))
    tied = [tie for stage in stages for tie in ties(stage)]
    conclusion = Conclusion.objects.filter(tournament=tournament).first()
    next_stage = _next_stage(tournament)
    can_draw = _can_draw(tournament, next_stage)
    pairings = [pairing for stage in stages if (pairing := _pairing(stage))]
    ladders = [stage for stage in stages if is_open_ladder(stage)]
    step = next_step(
        tournament,
        is_drawing=any(not each.drawn_at and not each.refusal for each in stages),
        is_pairing=any(each.wanted_round for each in stages),
        can_draw=can_draw,
        can_pair=bool(pairings),
        has_playable=bool(playable),
        has_ties=bool(tied),
        has_open_ladder=bool(ladders),
        has_next_stage=next_stage is not None,
        conclusion=conclusion,
    )
    archive_from = tournament.completed_at and tournament.completed_at + ARCHIVE_AFTER
    return {
        "tournament": tournament,
        "stages": stages,
        "next_stage": next_stage,
        "refused_stage": next(
            (each for each in stages if each.refusal and not each.drawn_at), None
        ),
        "being_paired": next((each for each in stages if each.wanted_round), None),
        "pairings": pairings,
        "ladders": ladders,
        "rounds": _by_round(playable),
        "playable": len(playable),
        "matches": _match_numbers(tournament),
        "ties": tied,
        "conclusion": conclusion,
        "archive_from": archive_from,
        "may_archive": archive_from is None or archive_from <= timezone.now(),
        "step": step,
        "is_own_step": step.capability is None or official.may(step.capability),
        "also": _also(step, next_stage if can_draw else None, pairings, ladders)
        if official.may(Capability.MODIFY_BRACKETS)
        else [],
    }


def open_matches_of(entrant: Entrant) -> int:
    """How many matches an entrant has still to play, as far as they are known."""
    return Match.objects.filter(sides__entrant=entrant).exclude(status__in=Match.TERMINAL).count()


def ties(stage: Stage) -> list[dict]:
    """Entrants of ``stage`` that an official must put in order, set by set."""
    return [{"stage": stage, "entrants": entrants} for entrants in entering.ties(stage)]


def consequences_of_cancelling(tournament: Tournament) -> dict:
    """How many registrations end, how many payments are owed back, how many are not yet known."""
    ending = tournament.registrations.open()
    payments = Payment.objects.filter(registration__in=ending)
    return {"ending": ending.count()} | payments.aggregate(
        refunds=Count("pk", filter=Q(status=Payment.Status.VERIFIED)),
        undecided=Count("pk", filter=Q(status=Payment.Status.SUBMITTED)),
    )


def _corrections(tournament: Tournament) -> list[Correction]:
    made = tournament.corrections.select_related("made_by").defer("before")
    return list(made.order_by("-pk"))


def _undoable(tournament: Tournament, corrections: list[Correction]) -> int | None:
    """The newest correction that stands: those before it are undone after it."""
    if tournament.status != Tournament.Status.LIVE:
        return None
    return next((each.pk for each in corrections if not each.undone_at), None)


def _next_stage(tournament: Tournament) -> dict | None:
    number = next_stage_number(tournament)
    return tournament.stages[number - 1] | {"number": number} if number else None


def _can_draw(tournament: Tournament, next_stage: dict | None) -> bool:
    """Whether a stage behind others can be drawn now."""
    return (
        tournament.status == Tournament.Status.LIVE
        and next_stage is not None
        and not reason_against(check_ready, tournament, next_stage["number"])
    )


def _pairing(stage: Stage) -> dict | None:
    """The round of a Swiss stage that can be paired now."""
    if not stage.drawn_at or stage.wanted_round or not is_swiss(stage):
        return None
    if reason_against(check_round_over, stage):
        return None
    return {"stage": stage, "number": next_round_number(stage)}


def _also(step: Step, drawable: dict | None, pairings: list[dict], ladders: list[Stage]) -> list:
    """What can be done besides the next step. While a worker is at it, nothing is offered."""
    if step.is_work:
        return []
    also = []
    if drawable and step != Step.DRAW:
        also.append({"kind": "draw", "stage": drawable})
    also += [{"kind": "pair", **each} for each in pairings[step == Step.PAIR :]]
    return also + [{"kind": "ladder", "stage": each} for each in ladders[step == Step.LADDER :]]


def _registration_numbers(tournament: Tournament) -> Counter[str]:
    by_status = tournament.registrations.order_by().values_list("status")
    return Counter(dict(by_status.annotate(number_of=Count("pk"))))


def _match_numbers(tournament: Tournament) -> dict:
    """How many matches there are to play, and how many of them are over."""
    to_play = Match.objects.filter(stage__tournament=tournament).exclude(status=Match.Status.VOID)
    numbers = to_play.aggregate(
        in_all=Count("pk"), over=Count("pk", filter=Q(status__in=Match.TERMINAL))
    )
    return numbers | {"left": numbers["in_all"] - numbers["over"]}


def _by_round(matches: Iterable[Match]) -> list[dict]:
    """The matches of each round, in lines for a list."""
    rounds: dict[int, dict] = {}
    for match in matches:
        own = match.round
        name = round_of(match)
        lines = rounds.setdefault(own.pk, {"stage": match.stage, "name": name, "lines": []})
        line = {"match": match, "place": place_of(match), "sides": _names(match)}
        lines["lines"].append(line)
    return list(rounds.values())


def _names(match: Match) -> str:
    """Who meets; of a lobby the first few."""
    names = [side.entrant.name for side in match.sides.all()]
    if len(names) == 2:
        return " – ".join(names)
    more = len(names) - NAMED_OF_A_LOBBY
    if more < 2:
        return ", ".join(names)
    return _("%(names)s and %(more)d more") % {
        "names": ", ".join(names[:NAMED_OF_A_LOBBY]),
        "more": more,
    }
