"""What the front page shows of tournaments."""

from dataclasses import dataclass
from itertools import chain

from django.http import HttpRequest
from django.utils import timezone

from tournaments.content.cards import Card, cards, open_to_enter, with_places
from tournaments.core.models import Tournament
from tournaments.core.queries import listed

MOST_CARDS = 6
Status = Tournament.Status


@dataclass(frozen=True, slots=True)
class FrontPage:
    live: list[Card]
    open: list[Card]
    upcoming: list[Card]
    finished: list[Card]

    @property
    def is_empty(self) -> bool:
        return not (self.live or self.open or self.upcoming or self.finished)


def front_page(request: HttpRequest) -> FrontPage:
    """What is on, what can be entered, what comes and what was won; each tournament once."""
    now = timezone.now()
    tournaments = with_places(listed())
    can_enter = list(open_to_enter(tournaments, now)[:MOST_CARDS])
    later = tournaments.filter(status=Status.PUBLISHED).exclude(
        pk__in=open_to_enter(tournaments, now)
    )
    groups = [
        list(tournaments.filter(status=Status.LIVE)[:MOST_CARDS]),
        can_enter,
        list(later[:MOST_CARDS]),
        list(tournaments.filter(status=Status.COMPLETED)[:MOST_CARDS]),
    ]
    made = iter(cards(chain(*groups), request=request, now=now))
    return FrontPage(*([next(made) for _one in group] for group in groups))
