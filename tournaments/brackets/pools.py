"""Why two meet in a Swiss round: how both stood before it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tournaments.brackets.figures import figure
from tournaments.brackets.models import Match
from tournaments.brackets.standings import Contested
from tournaments.engine.results import Result
from tournaments.engine.tallies import Tally, tally
from tournaments.engine.types import EntrantId


def pools(contested: Contested) -> dict[int, str]:
    """For each match of a Swiss stage: "Both at 2–0", "2–0 against 1–1"; nothing in round 1.

    Where a match was drawn points are told instead of records.
    """
    seeds, points = contested.seeds, contested.spec.points
    numbers = dict.fromkeys(match.round.number for match in contested.matches)
    before: dict[int, Mapping[EntrantId, Tally]] = {}
    so_far: list[Result] = []
    for number, results in zip(numbers, contested.rounds, strict=True):
        before[number] = tally(seeds, so_far, points=points) if so_far else {}
        so_far += results
    by_records = not any(each.drawn for each in tally(seeds, so_far, points=points).values())
    return {
        match.pk: _pool(match, before[match.round.number], by_records=by_records)
        for match in contested.matches
    }


def _pool(match: Match, before: Mapping[EntrantId, Tally], *, by_records: bool) -> str:
    sides = match.sides.all()
    if any(side.is_bye for side in sides):
        return _("Bye")
    if not before:
        return ""
    one, other = (_standing(before[side.entrant_id], by_records=by_records) for side in sides)
    if one == other:
        return _("Both at %(score)s") % {"score": one}
    return _("%(one)s against %(other)s") % {"one": one, "other": other}


def _standing(gathered: Tally, *, by_records: bool) -> str:
    if by_records:
        return f"{gathered.won}–{gathered.lost}"
    return _("%(points)s pts") % {"points": figure(gathered.points)}
