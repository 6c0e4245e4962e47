"""The board of a stage that is drawn: matches are looked up, changes saved at the end."""

from tournaments.brackets.models import Match, MatchSide


class StoredBoard:
    """Reads each match once, and writes what changed in two statements."""

    def __init__(self) -> None:
        self._sides: dict[int, list[MatchSide]] = {}
        self._changed: dict[int, Match] = {}

    def sides_of(self, match: Match) -> list[MatchSide]:
        if match.pk not in self._sides:
            self._sides[match.pk] = list(match.sides.select_related("entrant").order_by("slot"))
        return self._sides[match.pk]

    def fed_by(self, match: Match) -> list[MatchSide]:
        fed = MatchSide.objects.filter(from_match=match).select_related("match")
        return [self._known(side) for side in fed]

    def note(self, match: Match) -> None:
        self._changed[match.pk] = match

    def save(self) -> None:
        if not self._changed:
            return
        sides = [side for pk in self._changed for side in self.sides_of(self._changed[pk])]
        MatchSide.objects.bulk_update(sides, ["entrant", "is_bye", "is_winner"])
        Match.objects.bulk_update(self._changed.values(), ["status"])

    def _known(self, side: MatchSide) -> MatchSide:
        """The one object that stands for this side on this board."""
        match = self._changed.get(side.match_id, side.match)
        self._changed.setdefault(match.pk, match)
        return next(known for known in self._with(match) if known.pk == side.pk)

    def _with(self, match: Match) -> list[MatchSide]:
        sides = self.sides_of(match)
        for side in sides:
            side.match = match
        return sides
