"""What rounds, matches and tiebreaks are called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournaments.engine.types import Bracket

# After "by": "… stands above … by score difference".
CRITERIA = {
    "points": gettext_lazy("points"),
    "wins": gettext_lazy("wins"),
    "difference": gettext_lazy("score difference"),
    "scored": gettext_lazy("number scored"),
    "head_to_head_points": gettext_lazy("points among those level"),
    "head_to_head_difference": gettext_lazy("score difference among those level"),
    "head_to_head_scored": gettext_lazy("number scored among those level"),
    "seed": gettext_lazy("seed"),
    "manual": gettext_lazy("an official's decision"),
}
# What these compare is an order, which says nothing to a reader.
WITHOUT_FIGURES = frozenset({"seed", "manual"})


def round_name(bracket: str, *, matches: int, number: int) -> str:
    """A round of an elimination by how many matches it has; any other by its number."""
    if bracket == Bracket.THIRD_PLACE:
        return _("Third-place match")
    if bracket == Bracket.FINAL:
        return _("Final")
    if bracket == Bracket.WINNERS:
        return {1: _("Final"), 2: _("Semi-finals"), 4: _("Quarter-finals")}.get(
            matches, _("Round of %(sides)d") % {"sides": 2 * matches}
        )
    return _("Round %(number)d") % {"number": number}


def match_name(bracket: str, *, matches: int, number: int) -> str:
    """A match of an elimination within its round: "Semi-final 1"."""
    if bracket == Bracket.THIRD_PLACE:
        return _("Third-place match")
    if bracket == Bracket.FINAL or matches == 1:
        return _("Final")
    if matches == 2:
        return _("Semi-final %(number)d") % {"number": number}
    if matches == 4:
        return _("Quarter-final %(number)d") % {"number": number}
    return _("Round of %(sides)d, match %(number)d") % {"sides": 2 * matches, "number": number}


def winner_of(match: str) -> str:
    return _("Winner of %(match)s") % {"match": match}


def loser_of(match: str) -> str:
    return _("Loser of %(match)s") % {"match": match}
