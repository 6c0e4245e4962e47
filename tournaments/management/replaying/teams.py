"""Who plays a recorded event: teams, their captains and the game, made for a replay."""

from collections.abc import Iterator

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from deltacrown.accounts.models import User
from deltacrown.teams.models import Membership, Team
from tournaments.core.models import Game, Tournament
from tournaments.management.replaying.entries import field_of
from tournaments.management.replaying.records import RecordedEvent
from tournaments.registration.models import Entrant


def game_of(event: RecordedEvent) -> Game:
    """The game that the file names; football where it names none, as its scores are goals."""
    name = event.game or "Football"
    if game := Game.objects.filter(name__iexact=name).first():
        return game
    slugs = _names(slugify(name) or "game")
    slug = next(given for given in slugs if not Game.objects.filter(slug=given).exists())
    return Game.objects.create(name=name, slug=slug, roster_max=26)


def entrants_by_team(event: RecordedEvent, tournament: Tournament) -> dict[str, Entrant]:
    """The entrant behind each team of the file, found by its seed."""
    by_seed = {entrant.seed: entrant for entrant in tournament.entrants.all()}
    return {
        key: by_seed[seed] for seed, key in enumerate(field_of(event), start=1) if seed in by_seed
    }


def make_team(name: str) -> Team:
    """A team of nobody: its captain can neither sign in nor get mail."""
    free = next(given for given in _names(name) if not Team.objects.filter(name__iexact=given))
    slug = next(
        given
        for given in _names(f"replay-{slugify(name) or 'team'}")
        if not Team.objects.filter(slug=given) and not User.objects.filter(username=given)
    )
    captain = User.objects.create(
        username=slug,
        email=f"{slug}@replay.invalid",
        first_name=free,
        is_active=False,
        password=make_password(None),
    )
    team = Team.objects.create(name=free, slug=slug)
    Membership.objects.create(team=team, user=captain, role=Membership.Role.OWNER)
    return team


def _names(wanted: str) -> Iterator[str]:
    yield wanted[:48]
    for number in range(2, 10_000):
        yield f"{wanted[:42]}-{number}"
