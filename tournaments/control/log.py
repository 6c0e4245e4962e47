"""The event log in sentences, for the organizer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from tournaments.awards.models import Certificate
from tournaments.brackets.models import Match, Stage
from tournaments.control.models import Announcement
from tournaments.core.models import Event, StaffMember, Tournament
from tournaments.matches.models import Evidence
from tournaments.matches.places import place_of
from tournaments.matches.queries import named_matches
from tournaments.payments.models import Checkout, Payment, PaymentProof
from tournaments.registration.models import Entrant, Registration

LINES = 20

# What is not named here is not for people: it follows from something that is.
SENTENCES = {
    "tournament.published": _("The tournament was published."),
    "tournament.draft": _("The tournament went back to draft."),
    "tournament.settings_applied": _("The settings of the page were put in force."),
    "tournament.settings_refused": _("Some settings of the page were not put in force."),
    "tournament.live": _("The tournament began."),
    "tournament.completed": _("The tournament was completed."),
    "tournament.concluded": _("Certificates and notices were made."),
    "tournament.moved": _("The tournament went to another organizer."),
    "tournament.cancelled": _("The tournament was cancelled."),
    "tournament.archived": _("The tournament was archived."),
    "registration.made": _("%(name)s registered."),
    "registration.confirmed": _("%(name)s got a place."),
    "registration.approved": _("%(name)s was approved."),
    "registration.changes_requested": _("Changes were asked of %(name)s."),
    "registration.resubmitted": _("%(name)s sent the changes."),
    "registration.readmitted": _("%(name)s was readmitted, and checked in."),
    "registration.needs_review": _("%(name)s took the place, and is looked at."),
    "registration.offered": _("A place was offered to %(name)s."),
    "registration.expired": _("The time of %(name)s ran out."),
    "registration.awaiting_payment": _("%(name)s is to pay."),
    "registration.rejected": _("The registration of %(name)s was rejected."),
    "registration.withdrawn": _("%(name)s withdrew."),
    "registration.roster_changed": _("%(name)s changed the roster."),
    "registration.substitution_asked": _("%(name)s asked for a substitution: %(substitution)s."),
    "registration.substitution_approved": _("%(name)s substituted: %(substitution)s."),
    "registration.substitution_denied": _(
        "A substitution of %(name)s was denied: %(substitution)s."
    ),
    "registration.place_claimed": _("%(guest)s of %(name)s has an account now."),
    "registration.place_freed": _("The place of %(guest)s in %(name)s was freed."),
    "registration.checked_in": _("%(name)s checked in."),
    "registration.link_renewed": _("%(name)s has a new link for the place of %(guest)s."),
    "registration.noted": _("A note about %(name)s was written."),
    "registration.seeded": _("The seed of %(name)s was set by hand: %(seed)s."),
    "registration.all_seeded": _("Seeds were written down."),
    "tournament.check_in_extended": _("Check-in was extended by %(minutes)s minutes."),
    "registration.all_no_show": _("Who had not checked in lost the place."),
    "registration.all_expired": _("Who was not confirmed by the draw lost the place."),
    "registration.all_cancelled": _("All open registrations were cancelled."),
    "payment.due": _("%(name)s owes the entry fee."),
    "payment.waived": _("The fee of %(name)s was waived."),
    "payment.carried_over": _("What %(name)s had paid went along."),
    "payment.refunded": _("The payment of %(name)s was refunded."),
    "payment.kept": _("The payment of %(name)s is kept."),
    "payment.expired": _("The payment of %(name)s expired."),
    "payment.cancelled": _("%(name)s owes nothing any more."),
    "payment.refund_due": _("The payment of %(name)s is owed back."),
    "payment.all_refund_due": _("All verified payments are owed back."),
    "payment.all_expired": _("Payments that nobody made expired."),
    "proof.submitted": _("%(name)s sent a payment proof."),
    "proof.first_verified": _("The payment of %(name)s was verified by the first of two."),
    "proof.verified": _("The payment of %(name)s was verified."),
    "proof.rejected": _("The payment proof of %(name)s was rejected."),
    "proof.image_deleted": _("The image of the payment proof of %(name)s was deleted."),
    "checkout.started": _("%(name)s began to pay online."),
    "checkout.paid": _("%(name)s paid online."),
    "checkout.paid_twice": _("%(name)s paid online once more."),
    "stage.draw_requested": _("The draw of “%(name)s” was asked for."),
    "stage.drawn": _("“%(name)s” was drawn."),
    "stage.draw_refused": _("The draw of “%(name)s” could not be made."),
    "stage.round_requested": _("The pairing of round %(round)s of “%(name)s” was asked for."),
    "stage.round_paired": _("Round %(round)s of “%(name)s” was paired."),
    "stage.closed": _("“%(name)s” was closed."),
    "stage.lots_decided": _("The order of those who were level in “%(name)s” was decided."),
    "match.completed": _("%(name)s: %(result)s."),
    "match.challenged": _("%(challenger)s challenged %(challenged)s."),
    "match.scheduled": _("%(name)s was given its time or place."),
    "match.rescheduled": _("%(name)s was moved."),
    "match.reminder": _("The sides of %(name)s were reminded."),
    "match.time_proposed": _("Another time for %(name)s was proposed."),
    "match.time_declined": _("Another time for %(name)s was declined."),
    "match.proposal_withdrawn": _("The proposal of a time for %(name)s was taken back."),
    "match.proposal_expired": _("The proposal of a time for %(name)s was not answered."),
    "match.referee_assigned": _("The referee of %(name)s was changed."),
    "station.added": _("The station %(name)s was added."),
    "station.changed": _("The station %(name)s was changed."),
    "station.removed": _("The station %(former)s was removed."),
    "break.added": _("The break %(name)s was added."),
    "break.removed": _("The break %(former)s was removed."),
    "evidence.added": _("Evidence of %(name)s was added."),
    "report.made": _("%(reporter)s reported the result of %(name)s."),
    "report.accepted": _("Both sides reported the same result of %(name)s."),
    "report.unanswered": _("The report of %(reporter)s on %(name)s stood: nobody answered it."),
    "dispute.opened": _("The result of %(name)s was disputed."),
    "dispute.taken": _("The dispute about %(name)s was taken up."),
    "dispute.escalated": _("The dispute about %(name)s was handed on."),
    "dispute.resolved": _("The dispute about %(name)s was ruled on: %(result)s."),
    "dispute.dismissed": _("The dispute about %(name)s was dismissed."),
    "dispute.cancelled": _("The dispute about %(name)s ended without a ruling."),
    "link.made": _("A link to enter the result of %(name)s was made."),
    "link.revoked": _("The link to enter the result of %(name)s was revoked."),
    "link.used": _("The result of %(name)s came by the link of %(by)s."),
    "match.called": _("Both sides of %(name)s were called."),
    "match.started": _("%(name)s began."),
    "match.restarted": _("%(name)s was restarted."),
    "match.checked_in": _("%(side)s checked in to %(name)s."),
    "match.no_show": _("Nobody came in time to %(name)s for: %(absent)s."),
    "match.given_time": _("The sides of %(name)s got %(minutes)s minutes more."),
    "match.lobby_set": _("The lobby of %(name)s was set."),
    "match.veto_begun": _("The map veto of %(name)s began."),
    "match.veto_finished": _("The maps of %(name)s were found: %(maps)s."),
    "match.sides_messaged": _("Both sides of %(name)s were written to."),
    "match.message_reported": _("A chat message of %(name)s was reported."),
    "match.message_hidden": _("A chat message of %(name)s was hidden."),
    "match.message_kept": _("A chat message of %(name)s may stand."),
    "match.corrected": _("The result of %(name)s was corrected."),
    "match.voided": _("%(name)s was taken out: it counts for nobody."),
    "match.correction_undone": _("A correction was taken back."),
    "stage.exchanged": _("%(one)s and %(other)s changed places in the draw of “%(name)s”."),
    "tournament.reopened": _("The tournament was opened again."),
    "entrant.withdrawn": _("%(name)s left the tournament."),
    "entrant.disqualified": _("%(name)s was disqualified."),
    "staff.invited": _("%(name)s was asked to help."),
    "staff.accepted": _("%(name)s helps from now on."),
    "staff.declined": _("%(name)s declined to help."),
    "staff.left": _("%(name)s helps no more."),
    "staff.removed": _("%(name)s was taken off the staff."),
    "staff.role_changed": _("%(name)s has another role in the staff."),
    "tournament.announced": _("“%(name)s” was written to entrants."),
    "certificate.revoked": _("The certificate of %(name)s was revoked."),
    "certificate.replaced": _("The certificate of %(name)s was replaced."),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    at: datetime
    text: str
    actor: User | None
    reason: str
    kind: str
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def was(self) -> str:
        return _told(self.before)

    @property
    def became(self) -> str:
        return _told(self.after)


def _told(facts: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in facts.items())


def newest_lines(tournament: Tournament) -> list[LogLine]:
    """The newest events that people can read, newest first."""
    events = tournament.events.filter(kind__in=SENTENCES).order_by("-pk")
    return lines_of(events[:LINES])


def lines_of(events: QuerySet[Event], *, sentences: Mapping[str, str] = SENTENCES) -> list[LogLine]:
    """The events in sentences; what they are about is fetched at once."""
    with_subjects = GenericPrefetch(
        "subject",
        [
            named_matches(),
            Payment.objects.select_related("registration"),
            PaymentProof.objects.select_related("payment__registration"),
            Checkout.objects.select_related("payment__registration"),
            Evidence.objects.prefetch_related(Prefetch("match", named_matches())),
            Certificate.objects.select_related("entrant"),
            StaffMember.objects.select_related("user"),
        ],
    )
    return [
        LogLine(
            event.at,
            _sentence(event, sentences[event.kind]),
            event.actor,
            event.reason,
            event.kind,
            event.before,
            event.after,
        )
        for event in events.select_related("actor").prefetch_related(with_subjects)
    ]


def _sentence(event: Event, sentence: str) -> str:
    return str(sentence) % {
        "name": _name(event.subject),
        "seed": event.after.get("seed") or "–",
        "minutes": event.after.get("minutes"),
        "round": event.after.get("round"),
        "guest": event.after.get("name"),
        "substitution": _substitution(event),
        "former": event.before.get("name"),
        "challenger": event.after.get("challenger"),
        "challenged": event.after.get("challenged"),
        "one": event.after.get("one"),
        "other": event.after.get("other"),
        "result": _result(event),
        "reporter": event.after.get("side"),
        "side": event.after.get("side"),
        "absent": ", ".join(event.after.get("sides", [])),
        "maps": ", ".join(event.after.get("maps", [])),
        "by": event.after.get("by"),
    }


def _substitution(event: Event) -> str:
    if "incoming" not in event.after:
        return ""
    return str(_("%(incoming)s for %(outgoing)s")) % event.after


def _result(event: Event) -> str:
    if score := event.after.get("score"):
        return f"{score[0]}–{score[1]}"
    if event.kind in {"match.completed", "dispute.resolved"}:
        return str(Match.DecidedBy(event.after["decided_by"]).label)
    return ""


def _name(subject) -> str:
    match subject:
        case None:
            return str(_("what was taken back since"))
        case Registration(name=name) | Stage(name=name) | Entrant(name=name):
            return name
        case Payment(registration=registration):
            return registration.name
        case PaymentProof(payment=payment) | Checkout(payment=payment):
            return payment.registration.name
        case Certificate(entrant=entrant):
            return entrant.name
        case StaffMember(user=user):
            return user.username
        case Announcement(subject=written):
            return written
        case Evidence(match=match):
            return _name(match)
        case Match():
            names = [side.entrant.name for side in subject.sides.all() if side.entrant]
            # A correction may have taken the sides out of it again.
            return " – ".join(names) if len(names) > 1 else place_of(subject)
    return str(subject)
