from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from tournaments.brackets.models import GameScore, Match, MatchSide
from tournaments.brackets.rules import check_can_set_result
from tournaments.brackets.stored import StoredBoard
from tournaments.core.operations import happened, lock
from tournaments.engine.progress import pass_on
from tournaments.engine.results import Game, SeriesScore


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
    match = locked_match(match)
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
    board.note(match)
    write_games(sides, games)
    pass_on(match, board)
    unplayed = board.save()
    happened(
        "match.completed",
        match,
        actor=by,
        after={"decided_by": decided_by, "winner": winner, "score": score and score.score},
    )
    note_unplayed(unplayed)
    return match


def note_unplayed(matches: Sequence[Match]) -> None:
    """Log the matches that nobody had to play, since a side had left."""
    for match in matches:
        happened("match.completed", match, after={"decided_by": match.decided_by})


def write_games(sides: list[MatchSide], games: Sequence[Game]) -> None:
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


def locked_match(match: Match) -> Match:
    return (
        Match.objects.select_for_update(of=("self",))
        .select_related("stage__tournament", "round")
        .get(pk=match.pk)
    )
