"""The certificates of a tournament, for its organizer."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tournaments.awards import operations
from tournaments.awards.queries import certificates_in
from tournaments.control.access import for_officials
from tournaments.control.forms import ReasonForm
from tournaments.control.views import done_in
from tournaments.core.capabilities import Capability


@for_officials(Capability.MANAGE_CERTIFICATES)
def listing(request, tournament):
    context = {"tournament": tournament, "certificates": certificates_in(tournament)}
    return render(request, "tournaments/control/certificates.html", context)


@for_officials(Capability.MANAGE_CERTIFICATES)
def revoke(request, tournament, code):
    certificate = get_object_or_404(tournament.certificates, code=code)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        return done_in(
            "control:certificates",
            request,
            tournament,
            lambda: operations.revoke(
                certificate, by=request.user, reason=form.cleaned_data["reason"]
            ),
            _("The certificate is revoked."),
        )
    context = {"tournament": tournament, "certificate": certificate, "form": form}
    return render(request, "tournaments/control/revoke.html", context)
