from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from deltacrown.storage import private_response
from tournaments.matches import operations
from tournaments.matches.evidence_forms import EvidenceForm
from tournaments.matches.evidence_rules import can_see_evidence
from tournaments.matches.models import Evidence
from tournaments.matches.queries import visible_matches
from tournaments.matches.views import match_page


@require_POST
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Send evidence; 404 for everybody who neither plays in the match nor decides about it."""
    match = get_object_or_404(visible_matches(), pk=pk)
    if not can_see_evidence(match, by=request.user):
        raise Http404
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            operations.add_evidence(match, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your evidence is with the match now."))
            return redirect(f"{match.get_absolute_url()}#evidence")
    return match_page(request, match, evidence_form=form)


@never_cache
def file(request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """The file, always as an attachment. To everybody who may not see it, there is none."""
    of_match = Evidence.objects.filter(match=pk)
    matches = "match__stage__tournament__organizer"
    evidence = get_object_or_404(of_match.select_related(matches), pk=evidence_pk)
    if not can_see_evidence(evidence.match, by=request.user):
        raise Http404
    return private_response(
        evidence.file,
        filename=f"match-{pk}-{evidence.pk}{PurePath(evidence.file.name).suffix}",
        content_type=evidence.content_type,
    )
