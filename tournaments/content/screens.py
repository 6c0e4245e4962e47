"""What the pages of this room show, read for one rendering."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from deltacrown.teams.models import Team
from tournaments.awards.models import Placement
from tournaments.content.cards import cards, with_places
from tournaments.content.competition import Competition, competition
from tournaments.content.filters import TournamentFilter
from tournaments.content.moment import moment_of
from tournaments.content.prizes import prize_lines
from tournaments.content.unpublished import as_if_published
from tournaments.core.lots import lots_of
from tournaments.core.models import Tournament
from tournaments.core.queries import listed
from tournaments.matches.now import Now, now_of
from tournaments.registration.models import Entrant, Registration
from tournaments.registration.queries import open_registration_of

if TYPE_CHECKING:
    from tournaments.content.models import OrganizerPage, TournamentPage

CARDS_PER_PAGE = 12


def index_screen(request: HttpRequest) -> dict[str, Any]:
    """Cards of the tournaments that the visitor asks for, a page of them."""
    now = timezone.now()
    form = TournamentFilter(request.GET)
    asked = form.applied(listed(), now=now)
    return {"form": form, **_page_of_cards(asked, request, now)}


def organizer_screen(page: "OrganizerPage", request: HttpRequest) -> dict[str, Any]:
    """Cards of everything that this organizer ran or will run."""
    mine = listed().filter(organizer__page__translation_key=page.translation_key)
    return _page_of_cards(mine, request, timezone.now())


def tournament_screen(page: "TournamentPage", request: HttpRequest) -> dict[str, Any]:
    """Everything about one tournament. Before its first publish the page's own settings stand
    in, so that the editor can look at it.
    """
    now = timezone.now()
    tournament = page.live_tournament or as_if_published(page)
    registrations = list(
        Registration.objects.open()
        .filter(tournament=tournament.pk)
        .select_related("team")
        .order_by("number")
    )
    places_held = sum(each.holds_a_place for each in registrations)
    waiting = len(registrations) - places_held
    placements = list(Placement.objects.filter(tournament=tournament.pk).select_related("entrant"))
    shown = competition(tournament) if tournament.pk else Competition(version=0)
    moment = moment_of(tournament, places_held=places_held, waiting=waiting, now=now)
    if shown.is_in_groups and moment.href.startswith("#"):
        moment = replace(moment, href="#standings")
    return {
        "tournament": tournament,
        "moment": moment,
        "places_held": places_held,
        "entrants": _entrants(tournament, registrations),
        "champion": next((p.entrant for p in placements if (p.first, p.last) == (1, 1)), None),
        "prizes": prize_lines(tournament, placements),
        "competition": shown,
        "now": now_of(tournament) if tournament.status == Tournament.Status.LIVE else Now(),
        "lots": lots_of(tournament, shown.random_seeds),
        "own_registration": _own_registration(tournament, request),
        "body_shows": {block.block_type for block in page.body},
        "organizer_page": page.get_parent(),
    }


def _page_of_cards(tournaments, request: HttpRequest, now: datetime) -> dict[str, Any]:
    found = Paginator(with_places(tournaments), CARDS_PER_PAGE).get_page(request.GET.get("page"))
    return {"page_obj": found, "cards": cards(found.object_list, request=request, now=now)}


def _own_registration(tournament: Tournament, request: HttpRequest) -> Registration | None:
    user = getattr(request, "user", None)
    if tournament.pk is None or user is None or not user.is_authenticated:
        return None
    return open_registration_of(tournament, user)


def _entrants(
    tournament: Tournament, registrations: Iterable[Registration]
) -> list[dict[str, Any]]:
    """Who plays, by seed; before the draw, who is confirmed, in order of registration."""
    drawn = Entrant.objects.filter(tournament=tournament.pk).select_related("registration__team")
    lines = [(entrant.seed, entrant.name, entrant.registration.team) for entrant in drawn]
    if not lines:
        lines = [
            (None, registration.name, registration.team)
            for registration in registrations
            if registration.status == Registration.Status.CONFIRMED
        ]
    return [{"seed": seed, "name": name, "team": _linked(team)} for seed, name, team in lines]


def _linked(team: Team | None) -> str:
    return team.get_absolute_url() if team else ""
