from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deltacrown.teams.models import Team
from tournaments.api.brackets_model import brackets_model
from tournaments.api.own_model import own_model
from tournaments.api.queries import DrawnStage, drawn_stages
from tournaments.core.models import Tournament
from tournaments.core.operations import tournament_topic
from tournaments.core.versions import current_versions
from tournaments.registration.rules import can_register

FORMS: dict[str, Callable[[Tournament, Sequence[DrawnStage]], dict]] = {
    "": own_model,
    "brackets-model": brackets_model,
}


@require_safe
def bracket(request: HttpRequest, slug: str) -> HttpResponse:
    """The competition of a tournament that the public may know about; any site may read it."""
    response = _bracket(request, slug)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _bracket(request: HttpRequest, slug: str) -> HttpResponse:
    tournament = Tournament.objects.visible().filter(slug=slug).first()
    if tournament is None:
        return _error(404, "no_such_tournament", _("There is no such tournament."))
    form = FORMS.get(request.GET.get("as", ""))
    if form is None:
        known = ", ".join(name for name in FORMS if name)
        message = _("“as” can be %(forms)s, or be left out.") % {"forms": known}
        return _error(400, "unknown_form", message)
    topic = tournament_topic(tournament.pk)
    # The version is older than what is read after it: a change in between is fetched again.
    etag = f'"{current_versions([topic])[topic]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = JsonResponse(form(tournament, drawn_stages(tournament)))
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"  # may be kept, and asked about each time
    return response


@require_safe
@never_cache
def registration(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether the one who asks may register, and every reason why not.

    With ``?team=<slug>`` for a team. It is about one person, so only this site reads it.
    """
    tournament = Tournament.objects.visible().filter(slug=slug).first()
    if tournament is None:
        return _error(404, "no_such_tournament", _("There is no such tournament."))
    team = None
    if wanted := request.GET.get("team"):
        team = Team.objects.filter(slug=wanted).first()
        if team is None:
            return _error(404, "no_such_team", _("There is no such team."))
    refusals = can_register(tournament, request.user, team)
    reasons = [{"code": each.code, "message": each.message} for each in refusals]
    return JsonResponse({"may_register": not reasons, "reasons": reasons})


def _error(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
