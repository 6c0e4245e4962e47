"""The bridge for Swiss rounds: results in, the rows of the next round out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tournaments.brackets.models import Match, MatchSide, Round, Stage
from tournaments.brackets.standings import Contested, contests, swiss_rules
from tournaments.engine.swiss import next_round
from tournaments.engine.tallies import Tally, tally
from tournaments.engine.types import Bracket, EntrantId


@dataclass(slots=True)
class Paired:
    """The unsaved rows of one round."""

    round: Round
    matches: list[Match] = field(default_factory=list)
    sides: list[MatchSide] = field(default_factory=list)

    def save(self) -> None:
        self.round.save()
        Match.objects.bulk_create(self.matches)
        MatchSide.objects.bulk_create(self.sides)


def paired(stage: Stage, number: int) -> Paired:
    """Round ``number`` of ``stage``. Raises the engine's ``Invalid`` when nobody can be paired."""
    [(group, contested)] = contests(stage)
    spec = contested.spec
    pairing = next_round(
        contested.seeds, contested.rounds, rules=swiss_rules(spec), absent=contested.absent
    )
    drawn = Paired(
        Round(
            stage=stage,
            bracket=Bracket.GROUP.value,
            number=number,
            best_of=spec.best_of,
            rematches=pairing.rematches,
        )
    )
    tallies = tally(contested.seeds, contested.results, points=spec.points)
    both: list[tuple[EntrantId, EntrantId | None]] = [*pairing.pairs]
    if pairing.bye is not None:
        both.append((pairing.bye, None))
    for place, (home, away) in enumerate(both, start=1):
        match = Match(
            stage=stage,
            round=drawn.round,
            group=group,
            code=f"R{number}-{place}",
            number=place,
            best_of=_length(contested, tallies, home, away),
            status=Match.Status.VOID if away is None else Match.Status.READY,
        )
        drawn.matches.append(match)
        drawn.sides += [
            MatchSide(match=match, slot=1, entrant_id=home, is_winner=away is None),
            MatchSide(match=match, slot=2, entrant_id=away, is_bye=away is None),
        ]
    return drawn


def _length(
    contested: Contested,
    tallies: Mapping[EntrantId, Tally],
    home: EntrantId,
    away: EntrantId | None,
) -> int:
    """Best of how many: a match that can send a side on or out may be longer."""
    spec = contested.spec
    if spec.best_of_decider is None:
        return spec.best_of
    decides = any(
        tallies[side].won + 1 == spec.wins or tallies[side].lost + 1 == spec.losses
        for side in (home, away)
        if side is not None
    )
    return spec.best_of_decider if decides else spec.best_of
