"""Reports in words: whose they are, the score of each game, and who won by them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tournaments.brackets.models import Match
from tournaments.engine.results import Game
from tournaments.matches.models import Report


@dataclass(frozen=True, slots=True)
class Told:
    """One report. ``scores`` have a text for each game; ``winner`` is empty for a draw."""

    report: Report
    name: str
    scores: tuple[str, ...]
    winner: str


def told(match: Match, reports: Sequence[Report]) -> list[Told]:
    """The ``reports`` on ``match``, in words; its sides are fetched already."""
    names = {side.slot: side.entrant.name for side in match.sides.all()}
    return [
        Told(
            report,
            report.entrant.name,
            tuple(score_of(game) for game in report.as_games),
            names.get(_winner(report.as_games), ""),
        )
        for report in reports
    ]


def score_of(game: Game) -> str:
    score = f"{game.home}–{game.away}"
    if game.tiebreak_home is None:
        return score
    return f"{score} ({game.tiebreak_home}–{game.tiebreak_away})"


def _winner(games: Sequence[Game]) -> int:
    """The slot that won more games; 0 for none. What is reported was possible."""
    lead = sum({1: 1, 2: -1}.get(game.winner, 0) for game in games)
    return 0 if lead == 0 else 1 if lead > 0 else 2
