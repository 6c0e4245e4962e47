from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tournaments.content.cards import pages_in_language
from tournaments.core.models import Tournament


def tournament(request: HttpRequest, slug: str) -> HttpResponse:
    """The short address of a tournament leads to its page, in the language in use."""
    found = get_object_or_404(Tournament.objects.visible().select_related("page"), slug=slug)
    return redirect(pages_in_language([found])[found.pk].get_url(request))
