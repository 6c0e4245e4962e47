"""Tournaments as cards of a list: settings and state from the live record, words from the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import get_language

from deltacrown.cms.models import SiteImage
from tournaments.awards.models import Placement
from tournaments.content.moment import Moment, moment_of
from tournaments.core.models import Tournament
from tournaments.core.queries import open_for_registration
from tournaments.registration.models import Registration

if TYPE_CHECKING:
    from tournaments.content.models import TournamentPage


@dataclass(frozen=True, slots=True)
class Card:
    tournament: Tournament
    title: str
    url: str
    banner: SiteImage | None
    moment: Moment
    places_held: int
    champion: str


def with_places(tournaments: QuerySet[Tournament]) -> QuerySet[Tournament]:
    """Each with ``places_held`` and ``waiting``: registrations with a place, and in the line."""
    return tournaments.annotate(
        places_held=_number(Registration.objects.holding_a_place()),
        waiting=_number(Registration.objects.waiting()),
    )


def _number(registrations: QuerySet[Registration]) -> Coalesce:
    """How many of ``registrations`` each tournament of a query has."""
    mine = registrations.filter(tournament=OuterRef("pk")).order_by().values("tournament")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


def open_to_enter(tournaments: QuerySet[Tournament], now: datetime) -> QuerySet[Tournament]:
    """Those that somebody can register for at this moment."""
    return open_for_registration(with_places(tournaments), now).filter(
        places_held__lt=F("capacity")
    )


def cards(tournaments: Iterable[Tournament], *, request: HttpRequest, now: datetime) -> list[Card]:
    """A card for each tournament of ``listed()`` and ``with_places()``.

    Four queries more, however many there are: pages, their banners, renditions, champions.
    """
    tournaments = list(tournaments)
    pages = pages_in_language(tournaments)
    champions = dict(
        Placement.objects.filter(tournament__in=tournaments, first=1, last=1).values_list(
            "tournament", "entrant__name"
        )
    )
    return [
        Card(
            tournament=tournament,
            title=pages[tournament.pk].title,
            url=pages[tournament.pk].get_url(request),
            banner=pages[tournament.pk].banner,
            moment=moment_of(
                tournament,
                places_held=tournament.places_held,
                waiting=tournament.waiting,
                now=now,
            ),
            places_held=tournament.places_held,
            champion=champions.get(tournament.pk, ""),
        )
        for tournament in tournaments
        if tournament.pk in pages  # or it was taken down a moment ago
    ]


def pages_in_language(tournaments: Iterable[Tournament]) -> dict[int, "TournamentPage"]:
    """The page of each visible tournament: in the language in use where there is one, else its
    source.
    """
    by_key = {tournament.page.translation_key: tournament for tournament in tournaments}
    sources = [tournament.page_id for tournament in by_key.values()]
    # By name: the page's own class imports this module for its context.
    page_class = apps.get_model("tournaments", "TournamentPage")
    found = (
        page_class.objects.live()
        .filter(translation_key__in=by_key)
        .filter(Q(pk__in=sources) | Q(locale__language_code=get_language()))
        .select_related("locale")
        .prefetch_related("banner__renditions")
    )
    pages: dict[int, TournamentPage] = {}
    for page in sorted(found, key=lambda page: page.locale.language_code == get_language()):
        pages[by_key[page.translation_key].pk] = page
    return pages
