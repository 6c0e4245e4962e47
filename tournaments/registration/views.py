from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from deltacrown.storage import private_response
from deltacrown.uploads import IMAGE_TYPES
from tournaments.registration import operations, queries
from tournaments.registration.answers import may_see
from tournaments.registration.calendar import calendar_of
from tournaments.registration.forms import EntryForm
from tournaments.registration.models import Answer
from tournaments.registration.rules.reviewing import check_can_resubmit

ON_A_PAGE = 20
MIME_OF = {extension: kind.mime for kind in IMAGE_TYPES.values() for extension in kind.extensions}


@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    pages = Paginator(queries.registrations_of(request.user), ON_A_PAGE)
    context = {"page_obj": pages.get_page(request.GET.get("page"))}
    return render(request, "tournaments/registration/mine.html", context)


@require_POST
@login_required
def check_in(request: HttpRequest, reference: str) -> HttpResponse:
    registration = get_object_or_404(queries.readable_by(request.user), reference=reference)
    try:
        operations.check_in(registration, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("You are checked in."))
    return redirect(registration)


@never_cache
@login_required
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what the organizer asked for, and send it again."""
    registration = get_object_or_404(queries.readable_by(request.user), reference=reference)
    try:
        check_can_resubmit(registration, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(registration)
    form = EntryForm(
        request.POST or None,
        request.FILES or None,
        tournament=registration.tournament,
        user=request.user,
        team=registration.team,
        is_guest=registration.is_guest,
        registration=registration,
    )
    if form.is_valid():
        try:
            operations.resubmit(registration, by=request.user, **form.changes())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Sent. The organizer looks at it again."))
            return redirect(registration)
    context = {"registration": registration, "tournament": registration.tournament, "form": form}
    return render(request, "tournaments/registration/change.html", context)


@never_cache
@login_required
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    registration = get_object_or_404(queries.readable_by(request.user), reference=reference)
    content = calendar_of(
        registration,
        address=request.build_absolute_uri(registration.get_absolute_url()),
        host=request.get_host(),
    )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{registration.reference}.ics"'},
    )


@never_cache
def picture(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A picture that answers a question. To everybody who may not see it, there is none."""
    pictures = Answer.objects.exclude(file="").select_related(
        "registration__tournament", "registration__team", "roster_entry"
    )
    answer = get_object_or_404(pictures, registration__reference=reference, pk=pk)
    if not may_see(answer, request.user):
        raise Http404
    extension = "." + answer.file.name.rsplit(".", 1)[-1]
    return private_response(
        answer.file,
        filename=f"{reference}-{pk}{extension}",
        content_type=MIME_OF.get(extension, "application/octet-stream"),
        inline="inline" in request.GET,
    )
