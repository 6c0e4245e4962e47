"""The prize table, with those who won."""

from dataclasses import dataclass
from decimal import Decimal

from tournaments.awards.models import Placement
from tournaments.core.models import Tournament


@dataclass(frozen=True, slots=True)
class PrizeLine:
    first: int
    last: int
    amount: Decimal | None
    currency: str
    extra: str
    winners: tuple[str, ...]


def prize_lines(tournament: Tournament, placements: list[Placement]) -> list[PrizeLine]:
    """The prizes in the order of their places; winners as soon as they are placed."""
    lines = [
        PrizeLine(
            first=prize["first"],
            last=prize["last"],
            amount=Decimal(prize["amount"]) if prize["amount"] else None,
            currency=prize["currency"],
            extra=prize["extra"],
            winners=tuple(
                placement.entrant.name
                for placement in placements
                if placement.first <= prize["last"] and prize["first"] <= placement.last
            ),
        )
        for prize in tournament.prizes
    ]
    return sorted(lines, key=lambda line: line.first)
