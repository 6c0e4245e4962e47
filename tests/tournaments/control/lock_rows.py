"""The lock table as rows: a situation, a change that it no longer allows, and the reason."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests import factories
from tests.factories import play
from tournaments.content.models import TournamentPage
from tournaments.control import operations
from tournaments.core.models import Organizer, Tournament

NOW = timezone.now().replace(second=0, microsecond=0)
START = NOW + timedelta(days=7)
ONE_DAY = timedelta(days=1)
OPENED = NOW - ONE_DAY

REGISTERED = "This cannot change once somebody has registered."
DRAWN = "This cannot change after the draw."
CHECKED_IN = "This cannot change once check-in has opened."
HELD = "Capacity cannot go below the 4 places that are held."
ASKED = (
    "Somebody has registered: only new questions that need no answer can be added. The questions "
    "that are there stay as they are."
)
STRUCTURE = "“Playoffs” is drawn: only its name and the length of its matches may change."
STARTED = "“Playoffs”: a round that has started keeps the length of its matches."
PRIZES = "After completion prizes change by a ruling only."


def published_page(**settings: Any) -> TournamentPage:
    """A page with four places, published; the Tournament is in force behind it."""
    page = factories.TournamentPageFactory(
        **{
            "capacity": 4,
            "starts_at": START,
            "registration_closes_at": START - timedelta(hours=2),
            "owner": factories.UserFactory(),
        }
        | settings
    )
    page.save_revision().publish()
    return TournamentPage.objects.get(pk=page.pk)


def earlier_cup() -> Tournament:
    """One more tournament of the organizer made last."""
    return factories.TournamentFactory(organizer=Organizer.objects.latest("pk"))


def register(cup: Tournament) -> None:
    for number in range(1, 5):
        factories.RegistrationFactory(tournament=cup, number=number, name=f"P{number}")


def draw(cup: Tournament) -> None:
    register(cup)
    play.draw_next(cup)


def start_matches(cup: Tournament) -> None:
    draw(cup)
    play.win(play.match_of(cup, "W1-1"))


def complete(cup: Tournament) -> None:
    draw(cup)
    play.play_all(cup)
    operations.complete(cup, by=play.organizer_of(cup))


def open_check_in(cup: Tournament) -> None:
    Tournament.objects.filter(pk=cup.pk).update(check_in_opens_at=OPENED)
    TournamentPage.objects.filter(pk=cup.page_id).update(check_in_opens_at=OPENED)


def question(**words: Any) -> list[tuple[str, dict[str, Any]]]:
    """One question in the editor: its words, and the usual for the rest."""
    usual = {"label": "Where from?", "kind": "text", "scope": "registration", "required": False}
    return [("question", usual | words)]


def knockout(**options: Any) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("single_elimination", {"name": "Playoffs", "best_of": "1", "third_place": False} | options)
    ]


@dataclass(frozen=True)
class Row:
    """After ``arrange``, ``field`` may not become ``value``, because of ``reason``."""

    name: str
    field: str
    value: Callable[[], Any]
    arrange: Callable[[Tournament], None]
    reason: str
    beside: dict[str, Any] = field(default_factory=dict)

    def change(self, page: TournamentPage) -> None:
        for name, value in {**self.beside, self.field: self.value()}.items():
            setattr(page, name, value)


ROWS = [
    Row("game", "game", factories.GameFactory, register, REGISTERED),
    Row("solo or team", "participation", lambda: "team", register, REGISTERED),
    Row("smallest team", "roster_min", lambda: 2, register, REGISTERED),
    Row("largest team", "roster_max", lambda: 9, register, REGISTERED),
    Row("refunds", "refund_policy", lambda: "none", register, REGISTERED),
    Row("rosters lock", "roster_locks_at", lambda: START - ONE_DAY, draw, DRAWN),
    Row("needed question", "custom_fields", lambda: question(required=True), register, ASKED),
    Row("capacity up", "capacity", lambda: 8, draw, DRAWN),
    Row("capacity down", "capacity", lambda: 3, register, HELD),
    Row("minimum", "minimum_entrants", lambda: 3, draw, DRAWN),
    Row("registration opens", "registration_opens_at", lambda: START - ONE_DAY, draw, DRAWN),
    Row("registration closes", "registration_closes_at", lambda: START - ONE_DAY, draw, DRAWN),
    Row("check-in opens", "check_in_opens_at", lambda: START - ONE_DAY, open_check_in, CHECKED_IN),
    Row("no check-in", "check_in_opens_at", lambda: None, open_check_in, CHECKED_IN),
    Row(
        "check-in closes",
        "check_in_closes_at",
        lambda: START - timedelta(hours=1),
        open_check_in,
        CHECKED_IN,
        beside={"check_in_opens_at": OPENED},
    ),
    Row("check-in after the draw", "check_in_opens_at", lambda: START - ONE_DAY, draw, DRAWN),
    Row("start", "starts_at", lambda: START + ONE_DAY, draw, DRAWN),
    Row("seeding", "seeding", lambda: "random", draw, DRAWN),
    Row("earlier tournament", "seeded_from", earlier_cup, draw, DRAWN),
    Row("kept apart", "keep_apart", lambda: "region", draw, DRAWN),
    Row("format", "stages", lambda: knockout(third_place=True), draw, STRUCTURE),
    Row("best-of", "stages", lambda: knockout(best_of="3"), start_matches, STARTED),
    Row(
        "prizes",
        "prizes",
        lambda: [("prize", {"first": 1, "last": None, "amount": 5, "extra": ""})],
        complete,
        PRIZES,
    ),
]
NAMES = [row.name for row in ROWS]
