"""Small cups of single players: at check-in, after it, and one that was called off."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.control.operations import cancel
from tournaments.core.models import Game, Organizer, Tournament
from tournaments.management.demonstrating import people, scenes
from tournaments.management.demonstrating.past import ago
from tournaments.payments.operations import accept_offer, enter
from tournaments.registration.operations import check_in, close_check_in

NAMES = scenes.PLAYERS


def midnight_cup(organizer: Organizer, owner: User) -> None:
    """Check-in is open: five are there, others and ``player`` are not yet."""
    tournament = _published(
        organizer,
        owner,
        title="eFootball Midnight Cup",
        introduction="Check in the day before, and play until the last one is awake.",
        starts_at=_hour(30),
        check_in_opens_at=_hour(-1),
        capacity=16,
    )
    if tournament is None:
        return
    with ago(days=2):
        entered = [enter(tournament=tournament, by=each) for each in _players(NAMES)]
        enter(tournament=tournament, by=people.account("player"))
    with ago(minutes=5):
        for registration in entered[:5]:
            check_in(registration, by=registration.registered_by)


def early_cup(organizer: Organizer, owner: User) -> None:
    """Check-in is over: two did not show up, and their places went to those who waited."""
    tournament = _published(
        organizer,
        owner,
        title="eFootball Early Cup",
        introduction="Six places, and a line for them.",
        starts_at=_hour(26),
        registration_closes_at=_hour(-2),
        check_in_opens_at=_hour(-8),
        check_in_closes_at=_hour(-2),
        capacity=6,
        waitlist_max=4,
    )
    if tournament is None:
        return
    with ago(days=2):
        entered = [enter(tournament=tournament, by=each) for each in _players(NAMES)]
    with ago(hours=5):
        for registration in entered[:4]:
            check_in(registration, by=registration.registered_by)
    with ago(hours=1):
        close_check_in(tournament)
    accept_offer(entered[6], by=entered[6].registered_by)


def monsoon_cup(organizer: Organizer, owner: User) -> None:
    """Called off, with the reason."""
    tournament = _published(
        organizer,
        owner,
        title="eFootball Monsoon Cup",
        introduction="Four rounds while it rains.",
        starts_at=_hour(80),
        capacity=8,
    )
    if tournament is None:
        return
    with ago(days=2):
        for each in [*_players(NAMES[:3]), people.account("player")]:
            enter(tournament=tournament, by=each)
    with ago(days=1):
        cancel(tournament, by=owner, reason="The flood has cut the power in half of the city.")


def _published(organizer: Organizer, owner: User, **settings: Any) -> Tournament | None:
    """The tournament, published some days ago; None when the demo has it already."""
    if Tournament.objects.filter(title=settings["title"]).exists():
        return None
    game = Game.objects.get(slug="efootball")
    with ago(days=3):
        return scenes.publish(
            organizer,
            owner,
            game=game,
            minimum_entrants=4,
            stages=[("single_elimination", {"name": "Playoffs", "best_of": "1"})],
            body=[("register_button", {"text": ""}), ("live_standings", None)],
            **settings,
        )


def _players(names: list[str]) -> list[User]:
    game = Game.objects.get(slug="efootball")
    return [
        people.with_player_id(people.stand_in(name), game, f"ABCD-{number:03}-100-{number:03}")
        for number, name in enumerate(names)
    ]


def _hour(hours: int) -> datetime:
    """The full hour before so many hours from now."""
    moment = timezone.now() + timedelta(hours=hours)
    return moment.replace(minute=0, second=0, microsecond=0)


SCENES = (midnight_cup, early_cup, monsoon_cup)
