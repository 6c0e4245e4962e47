"""Who is told of what this room did."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.models import Registration
from tournaments.registration.queries import people_of


@notice("tournament.settings_refused")
def settings_refused(event: Event) -> list[Message]:
    """The owner of the page learns which settings did not take effect, and why."""
    owner = event.tournament.page.owner
    reasons = [f"- {row['label']}: {row['reason']}" for row in event.after["refused"]]
    return [
        Message(
            recipients=[owner] if owner else [],
            subject=_("%(tournament)s: some settings are not in force")
            % {"tournament": event.tournament},
            text="\n".join(
                [_("The page was published. These settings did not take effect:"), *reasons]
            ),
            path=reverse("wagtailadmin_pages:edit", args=[event.tournament.page_id]),
        )
    ]


@notice("tournament.cancelled")
def tournament_cancelled(event: Event) -> list[Message]:
    """Everybody whose registration ended with the tournament reads the reason."""
    tournament = event.tournament
    ended = tournament.registrations.filter(status=Registration.Status.CANCELLED)
    text = _("The organizer gave this reason: %(reason)s") % {"reason": event.reason}
    if not tournament.is_free:
        owed = _("What you have paid is owed back to you, once it is verified.")
        text = f"{text}\n\n{owed}"
    return [
        Message(
            people_of(ended.values_list("pk", flat=True)),
            _("%(tournament)s is cancelled") % {"tournament": tournament},
            text,
            tournament.get_absolute_url(),
        )
    ]


@notice("tournament.concluded")
def tournament_concluded(event: Event) -> list[Message]:
    """Each player learns the final place, and where the certificate is."""
    tournament = event.tournament
    certificates = tournament.certificates.select_related("entrant__placement").prefetch_related(
        "entrant__registration__roster__user"
    )
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
