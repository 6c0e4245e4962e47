"""The event log in sentences, for the organizer."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from tournaments.awards.models import Certificate
from tournaments.brackets.models import Match, Stage
from tournaments.core.models import Event, Tournament
from tournaments.payments.models import Payment, PaymentProof
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
    "tournament.cancelled": _("The tournament was cancelled."),
    "tournament.archived": _("The tournament was archived."),
    "registration.made": _("%(name)s registered."),
    "registration.confirmed": _("%(name)s got a place."),
    "registration.rejected": _("The registration of %(name)s was rejected."),
    "registration.withdrawn": _("%(name)s withdrew."),
    "registration.checked_in": _("%(name)s checked in."),
    "registration.seeded": _("The seed of %(name)s was set by hand: %(seed)s."),
    "registration.all_seeded": _("Seeds were written down."),
    "registration.all_no_show": _("Who had not checked in lost the place."),
    "registration.all_expired": _("Who was not confirmed by the draw lost the place."),
    "registration.all_cancelled": _("All open registrations were cancelled."),
    "payment.refund_due": _("The payment of %(name)s is owed back."),
    "payment.all_refund_due": _("All verified payments are owed back."),
    "payment.all_expired": _("Payments that nobody made expired."),
    "proof.submitted": _("%(name)s sent a payment proof."),
    "proof.verified": _("The payment of %(name)s was verified."),
    "proof.rejected": _("The payment proof of %(name)s was rejected."),
    "stage.draw_requested": _("The draw of “%(name)s” was asked for."),
    "stage.drawn": _("“%(name)s” was drawn."),
    "stage.draw_refused": _("The draw of “%(name)s” could not be made."),
    "stage.round_requested": _("The pairing of round %(round)s of “%(name)s” was asked for."),
    "stage.round_paired": _("Round %(round)s of “%(name)s” was paired."),
    "stage.closed": _("“%(name)s” was closed."),
    "stage.lots_decided": _("The order of those who were level in “%(name)s” was decided."),
    "match.completed": _("%(name)s: %(result)s."),
    "match.challenged": _("%(challenger)s challenged %(challenged)s."),
    "match.corrected": _("The result of %(name)s was corrected."),
    "match.correction_undone": _("A correction was taken back."),
    "entrant.withdrawn": _("%(name)s left the tournament."),
    "entrant.disqualified": _("%(name)s was disqualified."),
    "certificate.revoked": _("The certificate of %(name)s was revoked."),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    at: datetime
    text: str
    actor: User | None
    reason: str


def newest_lines(tournament: Tournament) -> list[LogLine]:
    """The newest events that people can read, newest first."""
    events = tournament.events.filter(kind__in=SENTENCES).select_related("actor").order_by("-pk")
    with_subjects = GenericPrefetch(
        "subject",
        [
            Match.objects.prefetch_related("sides__entrant"),
            Payment.objects.select_related("registration"),
            PaymentProof.objects.select_related("payment__registration"),
            Certificate.objects.select_related("entrant"),
        ],
    )
    return [
        LogLine(event.at, _sentence(event), event.actor, event.reason)
        for event in events.prefetch_related(with_subjects)[:LINES]
    ]


def _sentence(event: Event) -> str:
    return str(SENTENCES[event.kind]) % {
        "name": _name(event.subject),
        "seed": event.after.get("seed") or "–",
        "round": event.after.get("round"),
        "challenger": event.after.get("challenger"),
        "challenged": event.after.get("challenged"),
        "result": _result(event),
    }


def _result(event: Event) -> str:
    if score := event.after.get("score"):
        return f"{score[0]}–{score[1]}"
    if event.kind == "match.completed":
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
        case PaymentProof(payment=payment):
            return payment.registration.name
        case Certificate(entrant=entrant):
            return entrant.name
        case Match():
            return " – ".join(side.entrant.name for side in subject.sides.all() if side.entrant)
    return str(subject)
