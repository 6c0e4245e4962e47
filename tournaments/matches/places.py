"""Where in its competition a match stands, in words."""

from typing import Any

from django.utils.translation import gettext as _

from tournaments.brackets.models import Match, MatchSide
from tournaments.brackets.names import challenge_name, match_name, round_name
from tournaments.engine.types import Bracket


def is_lobby(match: Match) -> bool:
    return match.stage.format == "free_for_all"


def place_of(match: Match) -> str:
    """The match within its stage: "Semi-final 1", "Group A, Round 2".

    Needs the match as ``queries`` fetch it, with ``round_size`` and ``next_bracket``.
    """
    if match.stage.format == "ladder":
        return challenge_name(match.number)
    if match.round.bracket == Bracket.GROUP:
        name = round_of(match)
    else:
        name = _name_in_bracket(match, match.stage.format, match.round_size, match.next_bracket)
    # The one group of a Swiss stage has no name of its own.
    if match.group is None or match.stage.format == "swiss":
        return name
    return _("%(group)s, %(round)s") % {"group": match.group.name, "round": name}


def round_of(match: Match) -> str:
    """The round of a match, which needs the same as for ``place_of``."""
    if match.stage.format == "ladder":
        return _("Challenges")
    return round_name(
        match.round.bracket,
        number=match.round.number,
        lobby=is_lobby(match),
        **_told(match, match.stage.format, match.round_size, match.next_bracket),
    )


def feeder_name(side: MatchSide) -> str:
    """The match whose winner or loser comes to an open side of the same bracket."""
    # Both are of one stage, so that it need not be read again.
    format_ = side.match.stage.format
    feeder = side.from_match
    return _name_in_bracket(feeder, format_, side.from_round_size, side.from_next_bracket)


def _name_in_bracket(match: Match, format_: str, size: int, next_bracket: str | None) -> str:
    return match_name(
        match.round.bracket,
        number=match.number,
        round_number=match.round.number,
        **_told(match, format_, size, next_bracket),
    )


def _told(match: Match, format_: str, size: int, next_bracket: str | None) -> dict[str, Any]:
    """What names take: how many matches the round has, and which round is the last."""
    double = format_ == "double_elimination"
    return {
        "matches": size,
        "double": double,
        "rounds": _last_round(match, size, next_bracket) if double else None,
    }


def _last_round(match: Match, size: int, next_bracket: str | None) -> int | None:
    """The number of the last round in the bracket of ``match``; None where it is farther on."""
    number = match.round.number
    if match.round.bracket == Bracket.WINNERS:
        return {1: number, 2: number + 1}.get(size)
    return None if next_bracket == match.round.bracket else number
