"""Rows of matches as what a screen shows of them."""

from collections.abc import Mapping

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from tournaments.brackets.models import GameScore, Match, MatchSide
from tournaments.brackets.names import loser_of, winner_of
from tournaments.brackets.tree import MatchView, SideView
from tournaments.registration.models import Entrant

SHOWN_STATES = frozenset({Match.Status.LIVE, Match.Status.REPORTED, Match.Status.DISPUTED})
# Of a match only the games that were level are told, by what decided them.
TIE_BREAKS = "tie_breaks"


def with_tie_breaks(path: str = "games") -> Prefetch:
    """The games of sides that a tie-break decided; the others show in the score."""
    return Prefetch(path, GameScore.objects.exclude(tiebreak=None), to_attr=TIE_BREAKS)


def match_view(
    match: Match,
    *,
    name: str,
    sides: tuple[SideView, SideView],
    pool: str = "",
) -> MatchView:
    return MatchView(
        name=name,
        sides=sides,
        url=reverse("matches:detail", args=[match.pk]),
        state=shown_state(match),
        is_decided=match.status == Match.Status.COMPLETED,
        remark=_remark(match),
        pool=pool,
    )


def shown_state(match: Match) -> str:
    return match.status if match.status in SHOWN_STATES else ""


def side_view(side: MatchSide, entrant: Entrant | None, *, waits_for: str = "") -> SideView:
    """``waits_for`` says who will come to a side that is open."""
    if entrant:
        return SideView(
            name=entrant.name, seed=entrant.seed, score=side.score, is_winner=side.is_winner
        )
    if side.is_bye:
        return SideView(name=_("Bye"), is_bye=True)
    return SideView(name=waits_for or _("To be decided"))


def coming(
    side: MatchSide, names: Mapping[int, str], matches: Mapping[int, Match], *, hidden: set[int]
) -> str:
    """Who will come to an open side, through byes that are not shown: "Winner of …"."""
    feeder = matches.get(side.from_match_id)
    if feeder is None:
        return ""
    if feeder.pk in hidden:
        [present] = (each for each in feeder.sides.all() if not each.is_bye)
        return coming(present, names, matches, hidden=hidden)
    is_winner = side.takes == MatchSide.Takes.WINNER
    return (winner_of if is_winner else loser_of)(names[feeder.pk])


def _remark(match: Match) -> str:
    if match.status == Match.Status.VOID:
        is_bye = any(side.is_bye for side in match.sides.all())
        return "" if is_bye else match.get_status_display()
    if match.status != Match.Status.COMPLETED:
        return _length(match)
    if match.decided_by != Match.DecidedBy.PLAYED:
        return match.get_decided_by_display()
    if match.best_of == 1:
        sides = match.sides.all()
        breaks = [game.tiebreak for side in sides for game in getattr(side, TIE_BREAKS, ())]
        if len(breaks) == len(sides):
            return _("%(one)d–%(other)d pens") % {"one": breaks[0], "other": breaks[1]}
    return _("after extra time") if match.overtime else ""


def _length(match: Match) -> str:
    """Best of how many, where that is not said of the whole round."""
    if match.best_of == match.round.best_of:
        return ""
    return _("best of %(number)d") % {"number": match.best_of}
