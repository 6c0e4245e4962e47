"""What a match ended with: the games of a series, and the result that a table counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from tournaments.engine.types import EntrantId, Invalid, Kind

LONGEST_SERIES = 99


@dataclass(frozen=True, slots=True)
class Game:
    """One game of a series. The tie-break (penalties, overtime) decides a level game."""

    home: int
    away: int
    tiebreak_home: int | None = None
    tiebreak_away: int | None = None

    @property
    def winner(self) -> int | None:
        """The side that won, 1 or 2; None for a draw."""
        if self.home != self.away:
            return 1 if self.home > self.away else 2
        if self.tiebreak_home is None or self.tiebreak_away is None:
            return None
        return 1 if self.tiebreak_home > self.tiebreak_away else 2


@dataclass(frozen=True, slots=True)
class SeriesScore:
    """A finished series. Pairs are (side 1, side 2)."""

    winner: int | None
    games_won: tuple[int, int]
    points_scored: tuple[int, int]
    score: tuple[int, int]  # what a table counts: the game's own in a best of one, else games won


@dataclass(frozen=True, slots=True)
class Result:
    """A decided match of a table.

    Without a winner, a played match is a draw and a double forfeit is lost by both. The winner
    of a played match may be level on score: a tie-break decided. In a bye (``Kind.BYE``) nobody
    is away and nobody won: what it is worth is for ``Points.bye`` to say.
    """

    home: EntrantId
    away: EntrantId | None
    score_home: int
    score_away: int
    winner: EntrantId | None
    kind: Kind = Kind.PLAYED


def check_best_of(best_of: int, *, draws: bool) -> None:
    if not 1 <= best_of <= LONGEST_SERIES:
        raise Invalid(
            "A match is a best of 1 to {most}, not of {best_of}.",
            code="best_of_out_of_range",
            best_of=best_of,
            most=LONGEST_SERIES,
        )
    if best_of % 2 == 0 and not draws:
        raise Invalid(
            "A best of {best_of} can end level; where draws are not allowed it must be odd.",
            code="best_of_even",
            best_of=best_of,
        )


def check_games(games: Sequence[Game], *, best_of: int, draws: bool) -> SeriesScore:
    """The score of a finished series, or ``Invalid`` when it cannot have been played like this.

    A series ends as soon as the games left cannot change who wins it.
    """
    check_best_of(best_of, draws=draws)
    won = [0, 0]
    for number, game in enumerate(games, start=1):
        if _is_decided(won, left=best_of - number + 1):
            raise Invalid(
                "Game {game} was played after the match was decided.",
                code="played_after_decided",
                game=number,
            )
        _check_game(game, number=number, draws=draws)
        if game.winner:
            won[game.winner - 1] += 1
    if not _is_decided(won, left=best_of - len(games)):
        raise Invalid(
            "The match is not over: a best of {best_of} stands {home}-{away}.",
            code="unfinished",
            best_of=best_of,
            home=won[0],
            away=won[1],
        )
    return _series_score(games, (won[0], won[1]), best_of=best_of)


def check_result(result: Result) -> None:
    if result.home == result.away:
        raise Invalid(
            "Entrant {entrant} cannot meet itself.", code="meets_itself", entrant=result.home
        )
    if result.score_home < 0 or result.score_away < 0:
        raise Invalid("A score cannot be negative.", code="negative_score")
    if (result.kind is Kind.BYE) != (result.away is None):
        raise Invalid("Only a bye has nobody away.", code="bye_against_kind")
    if result.winner is not None and result.winner not in (result.home, result.away):
        raise Invalid(
            "Entrant {entrant} did not play in the match it won.",
            code="winner_did_not_play",
            entrant=result.winner,
        )
    if result.kind is Kind.BYE:
        if result.winner is not None:
            raise Invalid("Nobody wins a bye.", code="bye_won")
    elif result.kind is Kind.PLAYED:
        _check_winner_by_score(result)
    elif (result.kind is Kind.DOUBLE_FORFEIT) != (result.winner is None):
        raise Invalid(
            "A match decided by {kind} has the wrong winner: only a double forfeit has none.",
            code="winner_against_kind",
            kind=result.kind.value,
        )


def _is_decided(won: Sequence[int], *, left: int) -> bool:
    return left <= 0 or abs(won[0] - won[1]) > left


def _check_game(game: Game, *, number: int, draws: bool) -> None:
    tiebreak = (game.tiebreak_home, game.tiebreak_away)
    if any(score is not None and score < 0 for score in (game.home, game.away, *tiebreak)):
        raise Invalid("A score cannot be negative.", code="negative_score", game=number)
    if tiebreak == (None, None):
        if game.home == game.away and not draws:
            raise Invalid(
                "Game {game} is level, and draws are not allowed.", code="level_game", game=number
            )
    elif None in tiebreak or tiebreak[0] == tiebreak[1]:
        raise Invalid(
            "The tie-break of game {game} needs two different scores.",
            code="tiebreak_undecided",
            game=number,
        )
    elif game.home != game.away:
        raise Invalid(
            "Game {game} is not level, so it has no tie-break.",
            code="tiebreak_without_draw",
            game=number,
        )


def _series_score(games: Sequence[Game], won: tuple[int, int], *, best_of: int) -> SeriesScore:
    scored = (sum(game.home for game in games), sum(game.away for game in games))
    return SeriesScore(
        winner=None if won[0] == won[1] else 1 if won[0] > won[1] else 2,
        games_won=won,
        points_scored=scored,
        score=scored if best_of == 1 else won,
    )


def _check_winner_by_score(result: Result) -> None:
    lead = result.score_home - result.score_away
    by_score = result.home if lead > 0 else result.away
    if lead and result.winner != by_score:
        raise Invalid(
            "Entrant {entrant} leads on score and must be the winner.",
            code="winner_against_score",
            entrant=by_score,
        )
