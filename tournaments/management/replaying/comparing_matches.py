"""Matches of the site beside those of the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tournaments.brackets.models import Match, MatchSide
from tournaments.management.replaying.records import RecordedEvent, RecordedMatch


@dataclass(frozen=True, slots=True)
class MatchComparison:
    team_of: Mapping[int, str]
    event: RecordedEvent

    def differences(self, played, recorded: Sequence[RecordedMatch], where: str) -> Iterator[str]:
        """Pairings, games and winners; a pair may meet more than once."""
        real = played.exclude(status=Match.Status.VOID)
        site = sorted(self._facts(match) for match in real.prefetch_related("sides__games"))
        file = sorted(_recorded_facts(match) for match in recorded)
        for facts in site:
            if facts in file:
                file.remove(facts)
            else:
                yield f"{where}: the site has {self._sentence(facts)}, and the file does not"
        for facts in file:
            yield f"{where}: the file has {self._sentence(facts)}, and the site does not"

    def _facts(self, match: Match) -> tuple:
        sides = sorted(match.sides.all(), key=lambda side: self.team_of.get(side.entrant_id, ""))
        winner = next((self.team_of[side.entrant_id] for side in sides if side.is_winner), "")
        games = zip(*(_scores(side) for side in sides), strict=True)
        return tuple(self.team_of.get(side.entrant_id, "") for side in sides), winner, tuple(games)

    def _sentence(self, facts: tuple) -> str:
        (one, other), winner, games = facts
        scores = ", ".join(f"{home[0]}-{away[0]}" for home, away in games)
        names = map(self.event.called, (one, other, winner))
        return "{} v {} {scores} (won by {})".format(*names, scores=scores)


def _scores(side: MatchSide) -> list[tuple[int, int]]:
    return [
        (game.score, -1 if game.tiebreak is None else game.tiebreak) for game in side.games.all()
    ]


def _recorded_facts(match: RecordedMatch) -> tuple:
    one, other = sorted(match.sides)
    games = tuple(
        (
            (game.home, -1 if game.tiebreak_home is None else game.tiebreak_home),
            (game.away, -1 if game.tiebreak_away is None else game.tiebreak_away),
        )
        for game in match.games_for(one)
    )
    return (one, other), match.winner or "", games
