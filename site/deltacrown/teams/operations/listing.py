"""Players who look for a team, and teams that look for players."""

from django.db import IntegrityError, transaction

from deltacrown.accounts.models import User
from deltacrown.teams import rules
from deltacrown.teams.models import Listing, Team
from deltacrown.teams.operations.rows import locked


@transaction.atomic
def look_for_team(*, user: User, game, text: str) -> Listing:
    """Tell everybody that this player is free. It ends when they join a team of the game."""
    return _open(Listing(user=user, game=game, text=text))


@transaction.atomic
def look_for_players(*, team: Team, text: str, by: User) -> Listing:
    """Tell everybody that the team has room, in the game that it plays."""
    team = locked(team)
    rules.check_leads(team, by=by)
    if team.game is None:
        raise rules.no_game(team)
    return _open(Listing(user=by, team=team, game=team.game, text=text))


@transaction.atomic
def close_listing(listing: Listing, *, by: User) -> None:
    """Take a listing away; it is no fault when it is closed already."""
    is_own = listing.team.is_led_by(by) if listing.team else listing.user_id == by.pk
    if not is_own:
        raise rules.not_your_listing()
    Listing.objects.filter(pk=listing.pk).close()


def _open(listing: Listing) -> Listing:
    try:
        with transaction.atomic():
            listing.save(force_insert=True)
    except IntegrityError as clash:
        raise rules.already_listed(listing.game) from clash
    return listing
