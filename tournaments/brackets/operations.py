import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.tasks import enqueue
from tournaments.brackets import draw as bridge
from tournaments.brackets.models import GameScore, Match, MatchSide, Stage
from tournaments.brackets.progress import pass_on
from tournaments.brackets.rules import (
    check_can_draw,
    check_can_set_result,
    check_ready,
    next_stage_number,
    qualifiers_before,
)
from tournaments.brackets.standings import going_on, group_tables
from tournaments.brackets.stored import StoredBoard
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock, move
from tournaments.core.refusals import refused
from tournaments.core.roles import check_runs
from tournaments.engine.formats import parse_spec
from tournaments.engine.results import Game, SeriesScore
from tournaments.engine.types import Invalid
from tournaments.payments.operations import expire_unpaid
from tournaments.registration.models import Entrant
from tournaments.registration.operations import admit_entrants


@transaction.atomic
def request_draw(*, tournament: Tournament, by) -> Stage:
    """Queue the draw of the tournament's next stage.

    Asked again before the draw was made, it queues the same stage again, which is harmless.
    """
    tournament = lock(tournament)
    check_can_draw(tournament, by=by)
    number = next_stage_number(tournament)
    spec = tournament.stages[number - 1]
    stage, _made = Stage.objects.update_or_create(
        tournament=tournament,
        number=number,
        defaults={"name": spec["name"], "format": spec["format"], "spec": spec, "refusal": ""},
        create_defaults={
            "name": spec["name"],
            "format": spec["format"],
            "spec": spec,
            "random_seed": secrets.randbits(62),
        },
    )
    happened("stage.draw_requested", stage, actor=by)
    enqueue("tournaments.brackets.tasks.draw_stage", stage.pk)
    return stage


@transaction.atomic
def draw(stage: Stage) -> None:
    """Draw ``stage``: its entrants, groups, rounds and matches, or nothing at all.

    Returns at once when it is drawn. What stands against the draw by now is noted on
    the stage as its ``refusal``, for the organizer to read.
    """
    tournament = lock(stage.tournament)
    stage = Stage.objects.select_for_update().get(pk=stage.pk)
    if stage.drawn_at:
        return
    stage.tournament = tournament
    try:
        with transaction.atomic():
            _draw(stage)
    except Refused as refusal:
        stage.refusal = refusal.message
        stage.save(update_fields=["refusal"])
        happened("stage.draw_refused", stage, reason=refusal.message)


def _draw(stage: Stage) -> None:
    tournament = stage.tournament
    check_ready(tournament, stage.number)
    # The settings may have changed since the draw was asked for; from now on they may not.
    stage.spec = tournament.stages[stage.number - 1]
    stage.name, stage.format = stage.spec["name"], stage.spec["format"]
    spec = parse_spec(stage.spec)
    try:
        drawn = bridge.drawing(
            stage,
            spec,
            _entering(stage),
            after=qualifiers_before(tournament, stage.number),
        )
    except Invalid as error:
        raise refused(error) from error
    drawn.save()
    stage.drawn_at = timezone.now()
    stage.save(update_fields=["name", "format", "spec", "drawn_at"])
    if tournament.status == Tournament.Status.PUBLISHED:
        move(tournament, Tournament.Status.LIVE)
    happened("stage.drawn", stage, after={"entrants": len(drawn.entries)})


def _entering(stage: Stage) -> list[Entrant]:
    """Who plays in ``stage``, in the order of their seeds there."""
    tournament = stage.tournament
    if stage.number == 1:
        entrants = admit_entrants(tournament, random_seed=stage.random_seed)
        expire_unpaid(tournament)
        return entrants
    previous = tournament.drawn_stages.get(number=stage.number - 1)
    return going_on(previous, group_tables(previous))


@transaction.atomic
def decide_lots(*, stage: Stage, order: Sequence[Entrant], by) -> None:
    """Note the order in which an official puts entrants that are level.

    The order is asked only where every criterion before it leaves a tie. What was decided
    among others stays.
    """
    tournament = lock(stage.tournament)
    check_runs(by, tournament)
    if tournament.drawn_stages.filter(number__gt=stage.number).exclude(drawn_at=None).exists():
        raise Refused(_("The next stage is drawn already."), code="next_stage_drawn")
    entries = {entry.entrant_id: entry for entry in stage.entries.all()}
    if len({entrant.pk for entrant in order}) < len(order) or any(
        entrant.pk not in entries for entrant in order
    ):
        raise Refused(_("Name each entrant of the stage at most once."), code="bad_order")
    named = {entrant.pk for entrant in order}
    others = [entry.lot for pk, entry in entries.items() if entry.lot and pk not in named]
    for place, entrant in enumerate(order, start=max(others, default=0) + 1):
        entries[entrant.pk].lot = place
    stage.entries.bulk_update([entries[entrant.pk] for entrant in order], ["lot"])
    happened("stage.lots_decided", stage, actor=by, after={"order": [str(one) for one in order]})


@transaction.atomic
def set_result(
    *,
    match: Match,
    decided_by: Match.DecidedBy,
    winner: int | None,
    score: SeriesScore | None = None,
    games: Sequence[Game] = (),
    overtime: bool = False,
    by=None,
) -> Match:
    """Decide ``match`` for the side in slot ``winner``, and let the next matches follow.

    ``winner`` None is a draw or a double forfeit. The winner advances in the same
    transaction; with a double forfeit emptiness does, so that the bracket never stands still.
    """
    lock(match.tournament)
    match = (
        Match.objects.select_for_update(of=("self",))
        .select_related("stage__tournament", "round")
        .get(pk=match.pk)
    )
    check_can_set_result(match)
    board = StoredBoard()
    sides = board.sides_of(match)
    for side in sides:
        side.is_winner = side.slot == winner
        side.score = score.score[side.slot - 1] if score else None
    match.decided_by = decided_by
    match.overtime = overtime
    match.completed_at = timezone.now()
    match.move_to(Match.Status.COMPLETED)
    MatchSide.objects.bulk_update(sides, ["is_winner", "score"])
    _write_games(sides, games)
    if winner or decided_by == Match.DecidedBy.DOUBLE_FORFEIT:
        pass_on(match, board)
        board.save()
    happened(
        "match.completed",
        match,
        actor=by,
        after={"decided_by": decided_by, "winner": winner, "score": score and score.score},
    )
    return match


def _write_games(sides: list[MatchSide], games: Sequence[Game]) -> None:
    rows = []
    for number, game in enumerate(games, start=1):
        for side in sides:
            is_home = side.slot == 1
            rows.append(
                GameScore(
                    side=side,
                    number=number,
                    score=game.home if is_home else game.away,
                    tiebreak=game.tiebreak_home if is_home else game.tiebreak_away,
                )
            )
    GameScore.objects.bulk_create(rows)
