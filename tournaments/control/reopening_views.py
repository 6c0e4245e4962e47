"""Opening a completed tournament again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.control.access import for_officials
from tournaments.control.forms import PublicReasonForm
from tournaments.control.reopening import awarded_in, reopen_tournament
from tournaments.control.rules import check_can_reopen
from tournaments.control.views import done_in
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament


@for_officials(Capability.MANAGE_SETTINGS)
def reopen(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    """What was awarded, and a reason; then it is live again."""
    form = PublicReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return done_in(
            "control:room",
            request,
            tournament,
            lambda: reopen_tournament(tournament, by=request.user, reason=reason),
            _("The tournament is open again. Put right what is wrong, then complete it anew."),
        )
    try:
        check_can_reopen(tournament, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("control:room", tournament.slug)
    context = {"tournament": tournament, "form": form, "awarded": awarded_in(tournament)}
    return render(request, "tournaments/control/reopen.html", context)
