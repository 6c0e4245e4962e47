"""Who is told that a ruling changed what they had played, or where they play."""

from django.utils.translation import gettext as _

from tournaments.control.models import Correction
from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.queries import people_of


@notice("match.corrected")
def match_corrected(event: Event) -> list[Message]:
    """Those of the match read what became of it, and those behind it that their matches changed."""
    return _told(event, _("%(tournament)s: your result was corrected"))


@notice("match.voided")
def match_voided(event: Event) -> list[Message]:
    return _told(event, _("%(tournament)s: your match does not count"))


@notice("stage.exchanged")
def stage_exchanged(event: Event) -> list[Message]:
    return _told(event, _("%(tournament)s: your place in the draw is another"))


@notice("match.correction_undone")
def correction_undone(event: Event) -> list[Message]:
    """Whoever was told of the correction is told that it was taken back."""
    correction, concerned = _found(event)
    if correction is None:
        return []
    return [
        Message(
            people_of([*concerned["own"], *concerned["others"]]),
            _("%(tournament)s: a correction was taken back") % {"tournament": event.tournament},
            _("Everything is as it was before. It had been said: %(reason)s")
            % {"reason": correction.reason},
            _path(correction, event),
        )
    ]


@notice("tournament.reopened")
def tournament_reopened(event: Event) -> list[Message]:
    """Everybody who took part reads why the tournament goes on."""
    entries = event.tournament.entrants.values_list("registration", flat=True)
    values = {"tournament": event.tournament, "reason": event.reason}
    return [
        Message(
            people_of(entries),
            _("%(tournament)s is open again") % values,
            _(
                "The organizer opened the tournament again, so places may change. Certificates "
                "stay valid until it is completed. The reason that was given: %(reason)s"
            )
            % values,
            event.tournament.get_absolute_url(),
        )
    ]


def _told(event: Event, subject: str) -> list[Message]:
    correction, concerned = _found(event)
    if correction is None:
        return []
    own, others = people_of(concerned["own"]), people_of(concerned["others"])
    reason = _("The reason that was given: %(reason)s") % {"reason": correction.reason}
    text = "\n".join([*correction.summary[:1], reason])
    changed = _("Since an official put something right, your matches have changed.")
    values = {"tournament": event.tournament}
    return [
        Message(own, subject % values, text, _path(correction, event)),
        Message(
            others.exclude(pk__in=own.values("pk")),
            _("%(tournament)s: your matches have changed") % values,
            f"{changed}\n{reason}",
            event.tournament.get_absolute_url(),
        ),
    ]


def _found(event: Event) -> tuple[Correction | None, dict]:
    """The correction and whom it concerns; nobody where it is one of old."""
    correction = Correction.objects.filter(pk=event.after.get("correction")).first()
    if correction is None or "concerned" not in correction.before:
        return None, {}
    return correction, correction.before["concerned"]


def _path(correction: Correction, event: Event) -> str:
    return (correction.match or event.tournament).get_absolute_url()
