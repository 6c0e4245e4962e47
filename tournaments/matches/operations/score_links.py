from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.limits import take
from tournaments.core.operations import happened
from tournaments.engine.free_for_all import Finish
from tournaments.engine.results import Game
from tournaments.matches.models import ScoreLink
from tournaments.matches.operations.locking import locked_match
from tournaments.matches.operations.results import entered, finished, forfeited, played
from tournaments.matches.rules import check_can_enter_result, check_can_share, check_two_sides


@transaction.atomic
def make_score_link(match: Match, *, by) -> ScoreLink:
    """The address with which a scorekeeper enters the result of ``match``; there is one at a time.

    It is as good as the word of whoever made it: with their rights it ends.
    """
    match = locked_match(match)
    check_can_enter_result(match, by=by)
    if found := match.score_links.in_force().first():
        return found
    link = ScoreLink.objects.create(match=match, made_by=by)
    happened("link.made", match, actor=by)
    return link


@transaction.atomic
def revoke_score_link(match: Match, *, by) -> None:
    """Make the address of ``match`` good for nothing."""
    match = locked_match(match)
    check_can_share(match, by=by)
    if match.score_links.in_force().update(revoked_at=timezone.now()):
        happened("link.revoked", match, actor=by)


def enter_by_link(
    token: str,
    *,
    games: Sequence[Game] = (),
    overtime: bool = False,
    absent: Sequence[int] = (),
    finishes: Sequence[Finish] | None = None,
) -> Match:
    """Enter the result of the one match that ``token`` is for, once.

    ``finishes`` are of a lobby; ``absent`` are the slots of two sides that did not show up.
    """
    link = found_link(token)
    take("score_link", link.pk)  # each try counts: nobody knows whose it is
    with transaction.atomic():
        match = locked_match(link.match)
        link = found_link(token)  # it may have been revoked while this waited
        check_can_enter_result(match, by=link.made_by)
        if finishes is not None:
            verdict = finished(match, finishes)
        else:
            check_two_sides(match)
            verdict = forfeited(absent) if absent else played(match, games, overtime=overtime)
        done = entered(match, verdict)
        happened("link.used", done, actor=link.made_by, after={"by": link.made_by.username})
    return done


def found_link(token: str) -> ScoreLink:
    """The link that ``token`` is of, or ``Refused`` when it is good for nothing."""
    links = ScoreLink.objects.in_force().of_token(token)
    link = links.select_related("match__stage__tournament__organizer__group", "made_by").first()
    if link is None:
        raise Refused(_("This link is not good any more."), code="no_link")
    return link
