"""Who is told of what this room did."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tournaments.control.announcing import recipients_in
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


@notice("tournament.announced")
def tournament_announced(event: Event) -> list[Message]:
    """What was written, in the words it was written in."""
    announcement, tournament = event.subject, event.tournament
    values = {"tournament": tournament, "subject": announcement.subject}
    closing = _("Written by those who run “%(tournament)s”.") % {"tournament": tournament}
    return [
        Message(
            recipients_in(tournament, announcement.statuses),
            _("%(tournament)s: %(subject)s") % values,
            f"{announcement.text}\n\n{closing}",
            tournament.get_absolute_url(),
        )
    ]


@notice("entrant.disqualified")
def entrant_disqualified(event: Event) -> list[Message]:
    """Its players read why they are out."""
    return _told(
        event,
        people_of([event.subject.registration_id]),
        _("%(tournament)s: %(name)s is disqualified"),
        _("You do not play on in this tournament. The organizer gave this reason: %(reason)s"),
    )


@notice("entrant.withdrawn")
def entrant_withdrawn(event: Event) -> list[Message]:
    """The other side is told: the organizer, or the players where the organizer did it."""
    people = people_of([event.subject.registration_id])
    if event.actor in people:
        return _told(
            event,
            event.tournament.organizer.group.user_set.all(),
            _("%(tournament)s: %(name)s has left"),
            _("The open matches go to the opponents. The reason that was given: %(reason)s"),
        )
    return _told(
        event,
        people,
        _("%(tournament)s: %(name)s was taken out"),
        _("You do not play on in this tournament. The organizer gave this reason: %(reason)s"),
    )


def _told(event: Event, people, subject: str, text: str) -> list[Message]:
    values = {
        "tournament": event.tournament,
        "name": event.subject.name,
        "reason": event.reason,
    }
    return [Message(people, subject % values, text % values, event.tournament.get_absolute_url())]


@notice("tournament.concluded")
def tournament_concluded(event: Event) -> list[Message]:
    """Each player learns the final place, and where the certificate is.

    After a tournament was reopened, those alone whose certificate is a new one.
    """
    tournament = event.tournament
    own = tournament.certificates.filter(revoked_at=None)
    if since := event.after.get("since"):
        own = own.filter(issued_at__gte=since)
    certificates = own.select_related("entrant__placement").prefetch_related(
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
