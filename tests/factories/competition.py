"""Competitions as they stand after a draw, without the tasks that make them."""

from collections.abc import Sequence

from django.utils import timezone

from tests.factories.registration import RegistrationFactory
from tournaments.brackets.draw import drawing
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.operations import Verdict, set_result
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_spec
from tournaments.engine.results import Game, check_games
from tournaments.registration.models import Entrant


def entrants_of(tournament: Tournament, names: Sequence[str]) -> list[Entrant]:
    """Confirmed registrations with these names, admitted in this order."""
    return [
        Entrant.objects.create(
            tournament=tournament,
            registration=RegistrationFactory(tournament=tournament, name=name),
            name=name,
            seed=seed,
        )
        for seed, name in enumerate(names, start=1)
    ]


def drawn_stage(
    tournament: Tournament,
    entrants: Sequence[Entrant],
    spec: dict,
    *,
    number: int = 1,
    entering=None,
) -> Stage:
    """A stage drawn with ``entrants`` in the order of their seeds there."""
    stage = Stage.objects.create(
        tournament=tournament,
        number=number,
        name=spec.get("name", "Playoffs"),
        format=spec["format"],
        spec=spec,
        random_seed=1,
        drawn_at=timezone.now(),
    )
    drawing(stage, parse_spec(spec), entrants, entering=entering).save()
    return stage


def played(match: Match, *scores: tuple[int, int], pens: tuple[int, int] | None = None) -> Match:
    """``match`` with one score a game; ``pens`` decide a level one."""
    games = [Game(*score, *(pens or ())) for score in scores]
    score = check_games(games, best_of=match.best_of, draws=match.group_id is not None)
    verdict = Verdict(Match.DecidedBy.PLAYED, score.winner, score, games)
    return set_result(match=match, verdict=verdict)
