"""An organizer and a published page for what is measured."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.content.models import TournamentPage
from tournaments.content.operations import found_organizer
from tournaments.core.models import Game, Organizer, Tournament

NAME = "Bench"


def bench_organizer() -> tuple[Organizer, User]:
    official, _made = User.objects.get_or_create(
        username="bench",
        defaults={"email": "bench@bench.invalid", "password": make_password(None)},
    )
    organizer = Organizer.objects.filter(name=NAME).first()
    return organizer or found_organizer(
        name=NAME, owner=official, trusted=True, by=official
    ), official


def publish(organizer: Organizer, official: User, game: Game, *, capacity: int) -> Tournament:
    page = TournamentPage(
        title=f"Bench {capacity}",
        owner=official,
        game=game,
        capacity=capacity,
        starts_at=timezone.now() + timedelta(hours=1),
        stages=[("single_elimination", {"name": "Playoffs", "best_of": "1", "third_place": True})],
        live=False,
    )
    organizer.page.specific.add_child(instance=page)
    page.save_revision(user=official).publish(user=official)
    return Tournament.objects.behind(page).get()
