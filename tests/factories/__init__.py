"""Dull rows for tests. Whatever a test is about, it says itself."""

from tests.factories.content import (
    OrganizerFactory,
    TournamentFactory,
    TournamentPageFactory,
    home_page,
    root_page,
    tournament_index,
)
from tests.factories.core import GameFactory
from tests.factories.images import png_upload
from tests.factories.people import TeamFactory, UserFactory, VerifierFactory
from tests.factories.play import (
    completed_cup,
    draw_next,
    drawn_cup,
    entered_cup,
    match_of,
    names_of,
    organizer_of,
    play_all,
    play_by_seed,
    win,
)
from tests.factories.registration import PaidRegistrationFactory, ProofFactory, RegistrationFactory

__all__ = [
    "GameFactory",
    "OrganizerFactory",
    "PaidRegistrationFactory",
    "ProofFactory",
    "RegistrationFactory",
    "TeamFactory",
    "TournamentFactory",
    "TournamentPageFactory",
    "UserFactory",
    "VerifierFactory",
    "completed_cup",
    "draw_next",
    "drawn_cup",
    "entered_cup",
    "home_page",
    "match_of",
    "names_of",
    "organizer_of",
    "play_all",
    "play_by_seed",
    "png_upload",
    "root_page",
    "tournament_index",
    "win",
]
