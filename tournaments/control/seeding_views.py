"""Seeding by the organizer, before the draw."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.control.access import for_officials
from tournaments.control.rules import reason_against
from tournaments.control.seed_list import SeedList
from tournaments.control.seeding import take_seeds
from tournaments.control.seeding_forms import SeedsForm
from tournaments.control.views import done_in
from tournaments.core.capabilities import Capability
from tournaments.registration.operations import set_seeds
from tournaments.registration.rules import RowsRefused, check_before_draw

STEPS = {"up": -1, "down": 1}


@for_officials(Capability.MODIFY_BRACKETS)
def seeds(request, tournament):
    """All seeds of a page in one form: saved as a whole, or refused at the rows at fault."""
    if against := reason_against(check_before_draw, tournament):
        messages.error(request, against)
        return redirect("control:room", tournament.slug)
    listed = SeedList(tournament)
    page = listed.page(request.GET.get("page"))
    # What was sent is about the rows that were shown: others may stand on the page by now.
    lines = listed.sent_in(request.POST) if request.method == "POST" else page.object_list
    form = SeedsForm(request.POST or None, lines=lines, capacity=tournament.capacity)
    if form.is_valid():
        try:
            set_seeds(tournament, _wanted(request, listed, form), by=request.user)
        except RowsRefused as refusal:
            form.mark(refusal.faults)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The seeds are saved."))
            return redirect(_address(request, tournament))
    context = {"tournament": tournament, "list": listed, "page_obj": page, "form": form}
    return render(request, "tournaments/control/seeds.html", context)


@require_POST
@for_officials(Capability.MODIFY_BRACKETS)
def take(request, tournament):
    return done_in(
        "control:seeds",
        request,
        tournament,
        lambda: take_seeds(tournament, by=request.user),
        _("The seeds follow the final places of the earlier tournament."),
    )


def _wanted(request, listed, form):
    """The rows as entered, with the one that a button moved."""
    direction, _dash, pk = request.POST.get("move", "").partition("-")
    if direction not in STEPS or not pk.isdecimal():
        return form.rows()
    return listed.moved(form.rows(), int(pk), STEPS[direction])


def _address(request, tournament):
    """The same page of the list, at the row that was moved."""
    address = reverse("control:seeds", args=[tournament.slug])
    page, moved = request.GET.get("page", ""), request.POST.get("move", "").rpartition("-")[2]
    query = f"?page={page}" if page.isdecimal() else ""
    anchor = f"#row-{moved}" if moved.isdecimal() else ""
    return f"{address}{query}{anchor}"
