"""The board of a stage that is drawn: matches are looked up, changes saved at the end."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from tournaments.brackets.models import GameScore, Match, MatchSide, Stage
from tournaments.registration.models import Entrant


class StoredBoard:
    """Reads each match once, and writes what changed in a few statements.

    ``of_stage`` reads a whole stage beforehand, where much may change.
    """

    def __init__(self) -> None:
        self._matches: dict[int, Match] = {}
        self._sides: dict[int, list[MatchSide]] = {}
        self._feeds: dict[int, list[MatchSide]] | None = None
        self._changed: dict[int, Match] = {}
        self._wiped: set[int] = set()

    @classmethod
    def of_stage(cls, stage: Stage) -> "StoredBoard":
        board = cls()
        board._feeds = defaultdict(list)
        board._matches = {match.pk: match for match in stage.matches.order_by("pk")}
        board._sides = {pk: [] for pk in board._matches}
        sides = MatchSide.objects.filter(match__stage=stage).select_related("entrant")
        for side in sides.order_by("match", "slot"):
            side.match = board._matches[side.match_id]
            board._sides[side.match_id].append(side)
            if side.from_match_id:
                board._feeds[side.from_match_id].append(side)
        return board

    @property
    def matches(self) -> Iterable[Match]:
        return self._matches.values()

    @property
    def changed(self) -> list[Match]:
        return list(self._changed.values())

    def match(self, pk: int) -> Match:
        return self._matches[pk]

    def sides_of(self, match: Match) -> list[MatchSide]:
        if match.pk not in self._sides:
            self._matches[match.pk] = match
            self._sides[match.pk] = list(match.sides.select_related("entrant").order_by("slot"))
            for side in self._sides[match.pk]:
                side.match = match
        return self._sides[match.pk]

    def fed_by(self, match: Match) -> list[tuple[Match, MatchSide]]:
        if self._feeds is not None:
            return [(side.match, side) for side in self._feeds[match.pk]]
        fed = MatchSide.objects.filter(from_match=match).select_related("match").order_by("pk")
        return [self._known(side) for side in fed]

    def has_left(self, entrant: Entrant) -> bool:
        return entrant.left_at is not None

    def note(self, match: Match) -> None:
        self._changed[match.pk] = match

    def wipe(self, match: Match) -> None:
        self._wiped.add(match.pk)
        match.overtime, match.completed_at = False, None
        for side in self.sides_of(match):
            side.score = side.place = side.kills = None

    def save(self) -> list[Match]:
        """Write what changed; the matches that this completed."""
        if not self._changed:
            return []
        now = timezone.now()
        completed = []
        for match in self._changed.values():
            if match.status == Match.Status.COMPLETED and match.completed_at is None:
                match.completed_at = now
                completed.append(match)
        GameScore.objects.filter(side__match__in=self._wiped).delete()
        sides = [side for pk in self._changed for side in self._sides[pk]]
        if self._feeds is not None:
            # Winners and sides may change places, and nobody may be in both even for a moment.
            MatchSide.objects.filter(match__in=self._changed).update(entrant=None, is_winner=False)
        MatchSide.objects.bulk_update(
            sides, ["entrant", "is_bye", "is_winner", "score", "place", "kills"]
        )
        Match.objects.bulk_update(
            self._changed.values(), ["status", "decided_by", "overtime", "completed_at"]
        )
        return completed

    def _known(self, found: MatchSide) -> tuple[Match, MatchSide]:
        """The one object on this board that stands for a side, with its match."""
        match = self._matches.setdefault(found.match_id, found.match)
        return match, next(side for side in self.sides_of(match) if side.pk == found.pk)
