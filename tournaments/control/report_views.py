"""Files for the organizer to take elsewhere."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.report import report_of
from tournaments.brackets.rounds import is_swiss
from tournaments.control.access import for_officials
from tournaments.core.capabilities import Capability


@for_officials(Capability.MODIFY_BRACKETS)
def tournament_report(request, tournament, number):
    """A Swiss stage as a FIDE Tournament Report File; 404 for a stage of another format."""
    stage = get_object_or_404(tournament.drawn_stages.exclude(drawn_at=None), number=number)
    if not is_swiss(stage):
        raise Http404
    try:
        text = report_of(stage)
    except Refused as refusal:
        messages.error(
            request, _("The report cannot be written: %(reason)s") % {"reason": refusal.message}
        )
        return redirect("control:room", tournament.slug)
    name = f"{tournament.slug}-{stage.number}.trf"
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
