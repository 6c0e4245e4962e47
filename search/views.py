from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from search.queries import LONGEST_QUERY, Found, found_for
from tournaments.content.cards import cards, with_places
from tournaments.core.queries import listed

RESULTS_PER_PAGE = 12


def search(request: HttpRequest) -> HttpResponse:
    """Published tournaments and organizers for the words in ``q``."""
    words = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY]
    found = found_for(words) if words else Found([], [])
    page = Paginator(found.tournaments, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    in_page = {one.pk: one for one in with_places(listed()).filter(pk__in=[t.pk for t in page])}
    context = {
        "words": words,
        "page_obj": page,
        "cards": cards(
            [in_page[one.pk] for one in page if one.pk in in_page],
            request=request,
            now=timezone.now(),
        ),
        "organizers": found.organizers,
    }
    return render(request, "search/search.html", context)
