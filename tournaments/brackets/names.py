"""What rounds, matches and tiebreaks are called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournaments.engine.types import Bracket

# After "by": "… stands above … by score difference".
CRITERIA = {
    "points": gettext_lazy("points"),
    "wins": gettext_lazy("wins"),
    "losses": gettext_lazy("fewer losses"),
    "difference": gettext_lazy("score difference"),
    "scored": gettext_lazy("number scored"),
    "game_win_rate": gettext_lazy("share of games won"),
    "head_to_head_points": gettext_lazy("points among those level"),
    "head_to_head_wins": gettext_lazy("wins among those level"),
    "head_to_head_difference": gettext_lazy("score difference among those level"),
    "head_to_head_scored": gettext_lazy("number scored among those level"),
    "buchholz": gettext_lazy("points of the opponents (Buchholz)"),
    "buchholz_cut_1": gettext_lazy("points of the opponents without the lowest (Buchholz cut 1)"),
    "buchholz_median": gettext_lazy(
        "points of the opponents without the highest and the lowest (median Buchholz)"
    ),
    "buchholz_difference": gettext_lazy("wins minus losses of the opponents"),
    "sonneborn_berger": gettext_lazy("points of those beaten (Sonneborn-Berger)"),
    "opponents_win_rate": gettext_lazy("share of matches the opponents won"),
    "kills": gettext_lazy("kills"),
    "placement_points": gettext_lazy("points for places"),
    "best_game": gettext_lazy("best game"),
    "last_game": gettext_lazy("last game"),
    "average_place": gettext_lazy("average place"),
    "rating": gettext_lazy("rating"),
    "seed": gettext_lazy("seed"),
    "lots": gettext_lazy("drawn lots"),
    "manual": gettext_lazy("an official's decision"),
}
# What these compare is an order, which says nothing to a reader.
WITHOUT_FIGURES = frozenset({"seed", "lots", "manual"})


def round_name(
    bracket: str,
    *,
    matches: int,
    number: int,
    double: bool = False,
    rounds: int | None = None,
    lobby: bool = False,
) -> str:
    """A round of an elimination by how many matches it has; any other by its number.

    Of a ``double`` elimination by how far it is from the last of the ``rounds`` of its bracket.
    A round of a ``lobby`` is a game.
    """
    match bracket:
        case Bracket.THIRD_PLACE:
            return _("Third-place match")
        case Bracket.FINAL:
            return _final(number) if double else _("Final")
        case Bracket.LOSERS:
            return _losers_round(number, rounds)
        case Bracket.WINNERS if double:
            return _winners_round(number, rounds)
        case Bracket.WINNERS:
            return {1: _("Final"), 2: _("Semi-finals"), 4: _("Quarter-finals")}.get(
                matches, _("Round of %(sides)d") % {"sides": 2 * matches}
            )
    return (_("Game %(number)d") if lobby else _("Round %(number)d")) % {"number": number}


def match_name(
    bracket: str,
    *,
    matches: int,
    number: int,
    round_number: int = 1,
    double: bool = False,
    rounds: int | None = None,
    lobby: bool = False,
) -> str:
    """A match within its round, in which it is the ``number``-th: "Semi-final 1".

    ``round_number``, ``double``, ``rounds`` and ``lobby`` say which round that is, as for
    ``round_name``.
    """
    if double or bracket not in {Bracket.WINNERS, Bracket.FINAL}:
        if double and bracket == Bracket.WINNERS and rounds and round_number == rounds - 1:
            return _("Winners' semi-final %(number)d") % {"number": number}
        name = round_name(
            bracket,
            matches=matches,
            number=round_number,
            double=double,
            rounds=rounds,
            lobby=lobby,
        )
        if matches == 1 or bracket in {Bracket.THIRD_PLACE, Bracket.FINAL}:
            return name
        return _("%(round)s, match %(number)d") % {"round": name, "number": number}
    if bracket == Bracket.FINAL or matches == 1:
        return _("Final")
    if matches == 2:
        return _("Semi-final %(number)d") % {"number": number}
    if matches == 4:
        return _("Quarter-final %(number)d") % {"number": number}
    return _("Round of %(sides)d, match %(number)d") % {"sides": 2 * matches, "number": number}


def challenge_name(number: int) -> str:
    """A match of a ladder."""
    return _("Challenge %(number)d") % {"number": number}


def winner_of(match: str) -> str:
    return _("Winner of %(match)s") % {"match": match}


def loser_of(match: str) -> str:
    return _("Loser of %(match)s") % {"match": match}


def _final(number: int) -> str:
    return _("Grand final") if number == 1 else _("Grand final, second match")


def _winners_round(number: int, rounds: int | None) -> str:
    if number == rounds:
        return _("Winners' final")
    if rounds and number == rounds - 1:
        return _("Winners' semi-finals")
    return _("Winners' round %(number)d") % {"number": number}


def _losers_round(number: int, rounds: int | None) -> str:
    if number == rounds:
        return _("Losers' final")
    return _("Losers' round %(number)d") % {"number": number}
