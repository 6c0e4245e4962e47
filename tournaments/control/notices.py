"""Who is told of what happens to a whole tournament."""

from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.models import Registration


@notice("tournament.cancelled")
def tournament_cancelled(event: Event) -> list[Message]:
    tournament = event.tournament
    affected = User.objects.filter(
        roster_entries__registration__tournament=tournament,
        roster_entries__registration__status=Registration.Status.CANCELLED,
    ).distinct()
    return [
        Message(
            affected,
            _("%(tournament)s is cancelled") % {"tournament": tournament},
            _("The organizer gave this reason: %(reason)s\nWhat you paid will be refunded.")
            % {"reason": event.reason},
            tournament.get_absolute_url(),
        )
    ]


@notice("tournament.concluded")
def tournament_concluded(event: Event) -> list[Message]:
    tournament = event.tournament
    certificates = tournament.certificates.prefetch_related(
        "entrant__registration__roster__user"
    ).select_related("entrant__placement")
    return [
        Message(
            [entry.user for entry in certificate.entrant.registration.roster.all()],
            _("%(tournament)s: your certificate") % {"tournament": tournament},
            _("%(name)s finished in place %(place)s. The certificate is ready.")
            % {"name": certificate.entrant, "place": certificate.entrant.placement.label},
            certificate.get_absolute_url(),
        )
        for certificate in certificates
    ]
