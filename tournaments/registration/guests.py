"""Teams of people without accounts, entered by somebody who has one."""

import secrets
from dataclasses import dataclass

from tournaments.registration.models import Registration, RosterEntry


@dataclass(frozen=True, slots=True)
class GuestPlayer:
    name: str
    player_id: str = ""


@dataclass(frozen=True, slots=True)
class GuestTeam:
    """A team that exists in one tournament only. Each player may claim their place later."""

    name: str
    tag: str = ""
    players: tuple[GuestPlayer, ...] = ()

    def roster(self, registration: Registration) -> list[RosterEntry]:
        return [
            RosterEntry(
                registration=registration,
                tournament=registration.tournament,
                name=player.name,
                player_id=player.player_id,
                claim_token=secrets.token_urlsafe(32),
            )
            for player in self.players
        ]
