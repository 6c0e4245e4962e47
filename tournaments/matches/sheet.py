"""What a match page shows, with the words already chosen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tournaments.brackets.models import GameScore, Match, MatchSide
from tournaments.brackets.names import loser_of, match_name, round_name, winner_of

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
    """One side: somebody, a bye, or who will come. ``games`` has a score for each game."""

    name: str
    slot: int
    is_entrant: bool
    seed: int | None
    score: int | None
    is_winner: bool
    games: tuple[GameScore, ...]


@dataclass(frozen=True, slots=True)
class MatchSheet:
    """A match on its page."""

    name: str  # "Semi-final 1", "Group A, Round 2"
    sides: tuple[SideSheet, SideSheet]
    badge: str
    story: str
    remarks: tuple[str, ...]

    @property
    def title(self) -> str:
        one, other = self.sides
        return _("%(one)s – %(other)s") % {"one": one.name, "other": other.name}

    @property
    def games(self) -> list[tuple[GameScore, GameScore]]:
        """The two scores of each game."""
        one, other = self.sides
        return list(zip(one.games, other.games, strict=True))


def match_sheet(match: Match) -> MatchSheet:
    """The page of ``match``, which ``queries.visible_matches`` has fetched."""
    one, other = (_side(side) for side in match.sides.all())
    return MatchSheet(
        name=place_of(match),
        sides=(one, other),
        badge=BADGES[Status(match.status)],
        story=_story(match, one, other),
        remarks=_remarks(match, one, other),
    )


def place_of(match: Match) -> str:
    """Where in the competition the match stands. Needs ``round_size`` on the match."""
    if match.group:
        name = round_name(match.round.bracket, matches=0, number=match.round.number)
        return _("%(group)s, %(round)s") % {"group": match.group.name, "round": name}
    return match_name(match.round.bracket, matches=match.round_size, number=match.number)


def _side(side: MatchSide) -> SideSheet:
    return SideSheet(
        name=_name(side),
        slot=side.slot,
        is_entrant=side.entrant is not None,
        seed=side.entrant.seed if side.entrant else None,
        score=side.score,
        is_winner=side.is_winner,
        games=tuple(side.games.all()),
    )


def _name(side: MatchSide) -> str:
    if side.entrant:
        return side.entrant.name
    if side.is_bye:
        return _("Nobody")
    feeder = side.from_match
    name = match_name(feeder.round.bracket, matches=side.from_round_size, number=feeder.number)
    return winner_of(name) if side.takes == MatchSide.Takes.WINNER else loser_of(name)


def _story(match: Match, one: SideSheet, other: SideSheet) -> str:
    """What came of the match, in a sentence."""
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


def _remarks(match: Match, one: SideSheet, other: SideSheet) -> tuple[str, ...]:
    remarks = []
    if match.overtime:
        remarks.append(_("After extra time"))
    if match.best_of == 1 and len(one.games) == len(other.games) == 1:
        mine, theirs = one.games[0].tiebreak, other.games[0].tiebreak
        if None not in (mine, theirs):
            remarks.append(_("Tie-break %(one)d–%(other)d") % {"one": mine, "other": theirs})
    return tuple(remarks)
