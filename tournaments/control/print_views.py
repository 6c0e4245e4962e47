"""Paper for the venue, for the officials of a tournament."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deltacrown.errors import Refused
from tournaments.control.access import for_officials
from tournaments.control.printing import sheets
from tournaments.control.printing.typeset import pdf_of
from tournaments.control.queries import may_of
from tournaments.control.slip_links import make_open_score_links
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.matches.queries import playable_matches

PAPERS = ("a4", "a3")


@require_safe
@never_cache
@for_officials()
def printing(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    """What can be printed, and what can be shown elsewhere."""
    context = {"tournament": tournament, "may": may_of(request.official)} | _addresses(tournament)
    return render(request, "tournaments/control/printing.html", context)


@require_safe
@never_cache
@for_officials()
def bracket(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    return _pdf(request, tournament, "bracket", sheets.bracket_sheet(tournament))


@require_safe
@never_cache
@for_officials()
def schedule(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    return _pdf(request, tournament, "schedule", sheets.schedule_sheet(tournament))


@require_safe
@never_cache
@for_officials(Capability.REPORT_RESULTS)
def slips(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    """Match slips: whoever has one may enter the result, so they are for those who may."""
    return _pdf(request, tournament, "slips", sheets.slips_sheet(tournament, by=request.user))


@require_POST
@for_officials(Capability.REPORT_RESULTS)
def make_links(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    """Make the codes of the slips, for every match that can be played and has none."""
    try:
        made = make_open_score_links(tournament, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("control:printing", tournament.slug)
    text = ngettext("%(count)s code is made.", "%(count)s codes are made.", made)
    messages.success(request, text % {"count": made} if made else _("Every match has its code."))
    return redirect("control:printing", tournament.slug)


@require_safe
@never_cache
@for_officials(Capability.MANAGE_REGISTRATIONS)
def check_in(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    return _pdf(request, tournament, "check_in", sheets.check_in_sheet(tournament))


def _addresses(tournament: Tournament) -> dict[str, str]:
    """The overlay of the match that comes first, and the frame for the sites that may have it."""
    site = settings.WAGTAILADMIN_BASE_URL
    first = playable_matches(tournament).first()
    overlay = reverse("match_overlay", args=[first.pk]) if first else ""
    frame = reverse("embedded_bracket", args=[tournament.slug])
    embed = f'<iframe src="{site}{frame}" width="100%" height="600" loading="lazy"></iframe>'
    return {
        "overlay": f"{site}{overlay}" if first else "",
        "embed": embed if tournament.embed_hosts else "",
    }


def _pdf(request: HttpRequest, tournament: Tournament, sheet, values) -> HttpResponse:
    asked = request.GET.get("paper", "")
    pdf = pdf_of(
        sheet,
        values,
        language=get_language() or "en",
        paper=asked if asked in PAPERS else "a4",
    )
    name = f"{tournament.slug}-{sheet.replace('_', '-')}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
