from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, MatchSide
from tournaments.brackets.rules import check_can_set_result
from tournaments.core.capabilities import Capability
from tournaments.core.roles import check_may
from tournaments.matches.places import is_lobby
from tournaments.registration.models import Registration, RosterEntry


def check_can_enter_result(match: Match, *, by) -> None:
    """Refuse those who enter no results, who play in the match, or come too late.

    What is disputed is not entered: a ruling decides it, with its reasons.
    """
    check_can_share(match, by=by)
    check_can_set_result(match)
    check_undisputed(match)


def check_can_share(match: Match, *, by) -> None:
    """Refuse those who cannot give away, or take back, the right to enter its result."""
    check_may(by, match.tournament, Capability.REPORT_RESULTS)
    check_no_conflict(match, by=by)


def check_undisputed(match: Match) -> None:
    if match.status == Match.Status.DISPUTED:
        raise Refused(
            _("This match is disputed: rule on the dispute, and its result follows."),
            code="disputed",
        )


def check_no_conflict(match: Match, *, by) -> None:
    """Refuse an official who plays in the match."""
    if plays_in(by, match):
        raise Refused(
            _("You play in this match, so another official must enter its result."),
            code="conflict_of_interest",
        )


def check_two_sides(match: Match) -> None:
    """Refuse for a lobby what only a match of two sides can end with."""
    if is_lobby(match) or match.sides.count() != 2:
        raise Refused(_("This is a lobby: enter who came where."), code="lobby")


def plays_in(user, match: Match) -> bool:
    """Whether ``user`` plays for a side of ``match``, entered it, or belongs to its team."""
    if not user.is_authenticated:  # nobody would be each player without an account
        return False
    sides = Registration.objects.filter(entrant__sides__match=match)
    return sides.filter(_of(user)).exists()


def played_by(user, matches: Iterable[Match]) -> set[int]:
    """The keys of those of ``matches`` that ``user`` plays in."""
    theirs = Registration.objects.filter(_of(user), entrant__sides__match__in=list(matches))
    return set(theirs.values_list("entrant__sides__match", flat=True))


def _of(user) -> Q:
    return Q(roster__user=user.pk) | Q(registered_by=user.pk) | Q(team__members=user.pk)


def side_of(user, match: Match) -> MatchSide | None:
    """The side that ``user`` speaks for: on its roster, entered it, or in its team.

    It goes by registrations, never by comparing keys. Whose place a substitute took speaks for
    nobody. Refused for a person of both sides: whatever they say, they say it against themselves.
    """
    if not user.is_authenticated:
        return None
    rosters = RosterEntry.objects.filter(user=user.pk).values("registration")
    spoken_for = Registration.objects.filter(
        Q(pk__in=rosters) | Q(registered_by=user.pk) | Q(team__members=user.pk)
    )
    sides = match.sides.filter(entrant__registration__in=spoken_for.values("pk"))
    found = list(sides.select_related("entrant"))
    if len(found) > 1:
        raise Refused(
            _("You belong to more than one side of this match, so you speak for none."),
            code="both_sides",
        )
    return found[0] if found else None
