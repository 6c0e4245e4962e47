"""The substitutions that teams ask for once rosters are locked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.control.access import for_officials
from tournaments.control.forms import SubstitutionAnswerForm
from tournaments.control.substitution_queries import substitution_list
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.registration import operations
from tournaments.registration.models import Substitution

MANAGES = Capability.MANAGE_REGISTRATIONS


@never_cache
@for_officials(MANAGES)
def substitutions(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    context = {"tournament": tournament} | substitution_list(tournament)
    return render(request, "tournaments/control/substitutions.html", context)


@require_POST
@for_officials(MANAGES)
def decide(request: HttpRequest, tournament: Tournament, pk: int) -> HttpResponse:
    """Approve it, with an answer or without; or deny it, and say why not."""
    rows = Substitution.objects.select_related("registration__tournament")
    substitution = get_object_or_404(rows, pk=pk, registration__tournament=tournament)
    form = SubstitutionAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The answer is too long, or cannot be read."))
        return redirect("control:substitutions", tournament.slug)
    answer = form.cleaned_data["answer"]
    try:
        if "approve" in request.POST:
            operations.approve_substitution(substitution, by=request.user, answer=answer)
            done = _("They have changed places. The team is told.")
        else:
            operations.deny_substitution(substitution, by=request.user, answer=answer)
            done = _("Denied. The team is told.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("control:substitutions", tournament.slug)
