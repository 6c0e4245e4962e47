"""What a match page shows, with the words already chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from tournaments.brackets.models import GameScore, Match, MatchSide
from tournaments.brackets.names import loser_of, winner_of
from tournaments.matches.places import feeder_name, is_lobby, place_of

Status, DecidedBy = Match.Status, Match.DecidedBy

BADGES = {
    Status.PENDING: "closed",
    Status.READY: "open",
    Status.LIVE: "live",
    Status.REPORTED: "warn",
    Status.DISPUTED: "danger",
    Status.COMPLETED: "done",
    Status.VOID: "closed",
}


@dataclass(frozen=True, slots=True)
class SideSheet:
    """One side: somebody, a bye, or who will come. ``games`` has a score for each game.

    ``place`` and ``kills`` are of a lobby that is over.
    """

    name: str
    slot: int
    is_entrant: bool
    seed: int | None
    score: int | None
    is_winner: bool
    games: tuple[GameScore, ...]
    place: int | None = None
    kills: int | None = None


@dataclass(frozen=True, slots=True)
class MatchSheet:
    """A match on its page. The sides of a lobby are in order of place, before that of seed."""

    name: str  # "Semi-final 1", "Group A, Round 2"
    sides: tuple[SideSheet, ...]
    badge: str
    story: str
    remarks: tuple[str, ...]
    is_lobby: bool = False
    is_of_nobody: bool = False

    @property
    def title(self) -> str:
        if self.is_lobby or self.is_of_nobody:
            return self.name
        one, other = self.sides
        return _("%(one)s – %(other)s") % {"one": one.name, "other": other.name}

    @property
    def is_over(self) -> bool:
        """Whether a lobby has its places."""
        return any(side.place for side in self.sides)

    @property
    def has_kills(self) -> bool:
        return any(side.kills for side in self.sides)

    @property
    def games(self) -> list[tuple[GameScore, GameScore]]:
        """The two scores of each game; a lobby is one game, and its sides say it all."""
        if self.is_lobby:
            return []
        one, other = self.sides
        return list(zip(one.games, other.games, strict=True))


def match_sheet(match: Match) -> MatchSheet:
    """The page of ``match``, which ``queries.visible_matches`` has fetched."""
    sides = tuple(_side(side) for side in match.sides.all())
    if is_lobby(match):
        sides = tuple(sorted(sides, key=lambda side: (side.place or len(sides), side.slot)))
        story, remarks = _story_of_lobby(match, sides), ()
    else:
        story, remarks = _story(match, *sides), _remarks(match, *sides)
    return MatchSheet(
        name=place_of(match),
        sides=sides,
        badge=BADGES[Status(match.status)],
        story=story,
        remarks=remarks,
        is_lobby=is_lobby(match),
        is_of_nobody=all(side.is_bye for side in match.sides.all()),
    )


def _side(side: MatchSide) -> SideSheet:
    return SideSheet(
        name=_name(side),
        slot=side.slot,
        is_entrant=side.entrant is not None,
        seed=side.entrant.seed if side.entrant else None,
        score=side.score,
        is_winner=side.is_winner,
        games=tuple(side.games.all()),
        place=side.place,
        kills=side.kills,
    )


def _name(side: MatchSide) -> str:
    if side.entrant:
        return side.entrant.name
    if side.is_bye:
        return _("Nobody")
    name = feeder_name(side)
    return winner_of(name) if side.takes == MatchSide.Takes.WINNER else loser_of(name)


def _story(match: Match, one: SideSheet, other: SideSheet) -> str:
    """What came of the match, in a sentence."""
    if match.if_needed and match.status in {Status.PENDING, Status.VOID}:
        return _SECOND_FINAL[Status(match.status)]()
    winner = next((side for side in (one, other) if side.is_winner), None)
    loser = other if winner is one else one
    if match.status == Status.VOID:
        if winner:
            return _("%(name)s goes on without playing.") % {"name": winner.name}
        return _("Nobody is left to play this match.")
    if match.status != Status.COMPLETED:
        return _UNDECIDED[Status(match.status)]()
    if winner is None:
        return {
            DecidedBy.DOUBLE_FORFEIT: _("Neither side showed up, so nobody won."),
        }.get(match.decided_by, _("The match ended in a draw."))
    sentence = {
        DecidedBy.FORFEIT: _("%(loser)s did not show up, so %(winner)s won."),
        DecidedBy.WALKOVER: _("%(winner)s won by a walkover."),
        DecidedBy.DISQUALIFICATION: _("%(loser)s was disqualified, so %(winner)s won."),
    }.get(match.decided_by, _("%(winner)s won."))
    return sentence % {"winner": winner.name, "loser": loser.name}


_UNDECIDED = {
    Status.PENDING: lambda: _("This match waits for its sides."),
    Status.READY: lambda: _("Both sides are known; this match has no result yet."),
    Status.LIVE: lambda: _("This match is being played."),
    Status.REPORTED: lambda: _("A result is reported and waits for its confirmation."),
    Status.DISPUTED: lambda: _("The sides disagree; an official decides."),
}


_SECOND_FINAL = {
    Status.PENDING: lambda: _(
        "Only played if who comes from the losers' bracket wins the grand final: then both have "
        "lost once."
    ),
    Status.VOID: lambda: _("The grand final decided, so that this match is not needed."),
}


def _story_of_lobby(match: Match, sides: Sequence[SideSheet]) -> str:
    if match.status != Status.COMPLETED:
        return {
            Status.READY: _("This game has no result yet."),
            Status.VOID: _("Nobody is left to play this match."),
        }.get(Status(match.status)) or _UNDECIDED[Status(match.status)]()
    first = [side.name for side in sides if side.place == 1]
    names = get_text_list(first, _("and"))
    if len(first) == 1:
        return _("%(name)s won.") % {"name": names}
    return _("%(names)s share first place.") % {"names": names}


def _remarks(match: Match, one: SideSheet, other: SideSheet) -> tuple[str, ...]:
    remarks = []
    if match.overtime:
        remarks.append(_("After extra time"))
    if match.best_of == 1 and len(one.games) == len(other.games) == 1:
        mine, theirs = one.games[0].tiebreak, other.games[0].tiebreak
        if None not in (mine, theirs):
            remarks.append(_("Tie-break %(one)d–%(other)d") % {"one": mine, "other": theirs})
    return tuple(remarks)
