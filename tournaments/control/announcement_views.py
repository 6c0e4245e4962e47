"""Writing to entrants: the text, then who would read it, then it goes out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from deltacrown.errors import Refused
from tournaments.control.access import for_officials
from tournaments.control.announcing import announce, recipients_in, registrations_by_status
from tournaments.control.people_forms import AnnouncementForm
from tournaments.core.capabilities import Capability
from tournaments.core.limits import counted
from tournaments.registration.models import Registration

ON_A_PAGE = 20


@for_officials(Capability.MAKE_ANNOUNCEMENTS)
def announcements(request, tournament):
    form = AnnouncementForm(request.POST or None, numbers=registrations_by_status(tournament))
    if form.is_valid() and "change" not in request.POST:
        if "send" not in request.POST:
            return _preview(request, tournament, form)
        try:
            with counted("announcement", tournament.pk):
                made = announce(tournament, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _sent(made.recipients))
            return redirect("control:announcements", tournament.slug)
    pages = Paginator(tournament.announcements.select_related("made_by"), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    for one in page.object_list:
        one.status_labels = _labels(one.statuses)
    context = {"tournament": tournament, "form": form, "page_obj": page}
    return render(request, "tournaments/control/announcements.html", context)


def _preview(request, tournament, form):
    """How many people read it, before it cannot be taken back."""
    values = form.cleaned_data
    context = {
        "tournament": tournament,
        "values": values,
        "status_labels": _labels(values["statuses"]),
        "recipients": recipients_in(tournament, values["statuses"]).count(),
    }
    return render(request, "tournaments/control/announce.html", context)


def _labels(statuses):
    return [str(Registration.Status(status).label) for status in statuses]


def _sent(recipients):
    return ngettext(
        "It goes out to %(number)d person.", "It goes out to %(number)d people.", recipients
    ) % {"number": recipients}
