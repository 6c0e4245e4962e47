"""The staff of a tournament: who runs it asks people, and they answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.control.access import for_officials
from tournaments.control.people_forms import InvitationForm, RoleForm, what_roles_may
from tournaments.control.people_queries import places_of, roles_given_by, staff_of
from tournaments.control.views import done_in
from tournaments.core import staffing
from tournaments.core.capabilities import Capability
from tournaments.core.limits import counted
from tournaments.core.models import StaffMember


@for_officials(Capability.ASSIGN_STAFF)
def staff(request, tournament):
    """Everybody with a place or an invitation, and the form for one more."""
    roles = roles_given_by(request.official)
    form = InvitationForm(request.POST or None, roles=roles)
    if form.is_valid():
        try:
            with counted("staff_invitation", request.user.pk):
                staffing.invite_staff(
                    tournament, user=form.user, role=form.cleaned_data["role"], by=request.user
                )
        except Refused as refusal:
            form.add_error("username", refusal.message)
        else:
            messages.success(request, _("%(user)s is invited.") % {"user": form.user.username})
            return redirect("control:staff", tournament.slug)
    context = {
        "tournament": tournament,
        "staff": staff_of(tournament),
        "given": roles,
        "roles": what_roles_may(roles),
        "form": form,
    }
    return render(request, "tournaments/control/staff.html", context)


@for_officials(Capability.ASSIGN_STAFF)
def change_role(request, tournament, pk):
    place = get_object_or_404(staff_of(tournament), pk=pk)
    roles = roles_given_by(request.official)
    form = RoleForm(request.POST or None, roles=roles, initial={"role": place.role})
    if form.is_valid():
        return done_in(
            "control:staff",
            request,
            tournament,
            lambda: staffing.change_role(place, role=form.cleaned_data["role"], by=request.user),
            _("The role is changed."),
        )
    context = {"tournament": tournament, "place": place, "form": form}
    return render(request, "tournaments/control/change_role.html", context)


@for_officials(Capability.ASSIGN_STAFF)
def remove(request, tournament, pk):
    place = get_object_or_404(staff_of(tournament), pk=pk)
    if request.method == "POST":
        return done_in(
            "control:staff",
            request,
            tournament,
            lambda: staffing.remove_staff(place, by=request.user),
            _("%(user)s is not in the staff any more.") % {"user": place.user.username},
        )
    context = {"tournament": tournament, "place": place}
    return render(request, "tournaments/control/remove_staff.html", context)


@login_required
def invitations(request):
    """Where one helps, and where one is asked to."""
    return render(
        request, "tournaments/control/invitations.html", {"places": places_of(request.user)}
    )


@require_POST
@login_required
def accept(request, pk):
    place = _own(request, pk)
    return _answered(
        request,
        lambda: staffing.accept_staff(place, by=request.user),
        _("You help with “%(tournament)s” now.") % {"tournament": place.tournament},
    )


@login_required
def leave(request, pk):
    """Decline at once; a place that was taken is given up on a page that asks again."""
    place = _own(request, pk)
    if request.method != "POST":
        return render(request, "tournaments/control/leave_staff.html", {"place": place})
    done = _("You have left the staff.") if place.accepted_at else _("You have declined.")
    return _answered(request, lambda: staffing.leave_staff(place, by=request.user), done)


def _own(request, pk):
    places = StaffMember.objects.select_related("tournament")
    return get_object_or_404(places, pk=pk, user=request.user)


def _answered(request, operation, done):
    try:
        operation()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("control:invitations")
