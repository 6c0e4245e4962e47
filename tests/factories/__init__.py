"""Dull rows for tests. Whatever a test is about, it says itself."""

from tests.factories.content import (
    OrganizerFactory,
    TournamentFactory,
    TournamentPageFactory,
    home_page,
    tournament_index,
)
from tests.factories.core import GameFactory
from tests.factories.images import png_upload
from tests.factories.people import TeamFactory, UserFactory, VerifierFactory
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
    "home_page",
    "png_upload",
    "tournament_index",
]
