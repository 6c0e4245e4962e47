"""What overlays read: any page may, also one that is opened from a file."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deltacrown.unchanged import unless_known
from tournaments.api.now_model import match_model, now_model
from tournaments.core.models import Tournament
from tournaments.matches.now import now_of
from tournaments.matches.queries import visible_matches


def read_by_any_site(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """The answer of ``view``, unless the reader has it, for pages of every site."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        response = unless_known(request, view(request, *args, **kwargs))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        return response

    return answer


@read_by_any_site
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """One match of a tournament that the public may know about."""
    found = visible_matches().select_related("fixture__station").filter(pk=pk).first()
    if found is None:
        return _missing("no_such_match", _("There is no such match."))
    return JsonResponse(match_model(found))


@read_by_any_site
def now(request: HttpRequest, slug: str) -> HttpResponse:
    """What is played in a tournament, what comes next, and how many matches are over."""
    tournament = Tournament.objects.visible().filter(slug=slug).first()
    if tournament is None:
        return _missing("no_such_tournament", _("There is no such tournament."))
    return JsonResponse(now_model(tournament, now_of(tournament)))


def _missing(code: str, message: str) -> HttpResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=404)
