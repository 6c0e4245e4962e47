"""The pairings of Swiss rounds: those that the site computed, and those of the file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tournaments.brackets.models import MatchSide, Stage
from tournaments.management.replaying.records import RecordedSwiss

Pairs = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class RoundPairs:
    """One round as both have it; no pairs where one has no such round."""

    number: int
    site: Pairs
    file: Pairs

    @property
    def differs(self) -> bool:
        return self.site != self.file

    def sentence(self, names: Mapping[str, str]) -> str:
        """Who meets whom on the site and in the file, as far as they differ."""
        site, file = (_listed(pairs, names) for pairs in self._unlike)
        return f"round {self.number}: the site pairs {site}, the file {file}"

    @property
    def _unlike(self) -> tuple[Pairs, Pairs]:
        return self.site - self.file, self.file - self.site


def round_pairs(
    stage: Stage, recorded: RecordedSwiss, team_of: Mapping[int, str]
) -> list[RoundPairs]:
    """Every round that the site has paired so far; those of the file alone are not among them."""
    meeting: dict[int, dict[int, set[str]]] = {}
    sides = MatchSide.objects.filter(match__stage=stage, is_bye=False)
    for number, match, entrant in sides.values_list("match__round__number", "match", "entrant"):
        meeting.setdefault(number, {}).setdefault(match, set()).add(team_of[entrant])
    file = {
        number: frozenset(frozenset(match.sides) for match in matches)
        for number, matches in recorded.rounds
    }
    return [
        RoundPairs(number, _pairs(meeting[number].values()), file.get(number, frozenset()))
        for number in sorted(meeting)
    ]


def _pairs(matches: Collection[set[str]]) -> Pairs:
    """Without the one who has a bye, whom a file does not list."""
    return frozenset(frozenset(teams) for teams in matches if len(teams) == 2)


def _listed(pairs: Pairs, names: Mapping[str, str]) -> str:
    called = [sorted(names[team] for team in pair) for pair in pairs]
    return " and ".join(f"{one} v {other}" for one, other in sorted(called)) or "no other pair"
