"""What the pages show where registering meets paying, and the facts of a proof for its verifier."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.teams.models import Team
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.payments.models import Payment, PaymentProof
from tournaments.payments.queries import seen_elsewhere
from tournaments.payments.rules import accounts, can_submit
from tournaments.registration.models import Registration
from tournaments.registration.queries import open_registration_of, people_of, teams_not_entered
from tournaments.registration.rules import (
    can_check_in,
    can_drop_out,
    can_withdraw,
    faults,
)


def entry_page(tournament: Tournament, *, by: User, team_slug: str | None) -> dict:
    """What the page says before somebody registers: facts, faults, and the team they chose."""
    is_team = tournament.participation == Participation.TEAM
    own = open_registration_of(tournament, by)
    is_in = own is not None and not is_team
    teams = list(teams_not_entered(tournament, by)) if is_team else []
    return {
        "tournament": tournament,
        "is_team": is_team,
        "own": own,
        "faults": [] if is_in else faults(tournament, by=by),
        "teams": teams,
        "team": _chosen(teams, team_slug),
        "places_left": max(
            0, tournament.capacity - tournament.registrations.holding_a_place().count()
        ),
        "accounts": accounts(tournament) if not tournament.is_free else [],
    }


def _chosen(teams: list[Team], slug: str | None) -> Team | None:
    if len(teams) == 1 and not slug:
        return teams[0]
    return next((team for team in teams if team.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way into a tournament."""

    title: str
    text: str
    is_done: bool
    is_current: bool


def registration_page(registration: Registration, *, by: User) -> dict:
    """Everything that the page of one's own registration shows."""
    payment = (
        Payment.objects.filter(registration=registration)
        .select_related("registration__tournament")
        .first()
    )
    proofs = list(payment.proofs.order_by("-pk")) if payment else []
    return {
        "registration": registration,
        "tournament": registration.tournament,
        "roster": list(registration.roster.select_related("user")),
        "payment": payment,
        "proofs": proofs,
        "accounts": accounts(registration.tournament),
        "steps": steps(registration, has_fee=payment is not None),
        "can_pay": payment is not None and can_submit(payment, by),
        "can_withdraw": can_withdraw(registration, by),
        "can_drop_out": can_drop_out(registration, by),
        "can_check_in": can_check_in(registration, by),
    }


def steps(registration: Registration, *, has_fee: bool) -> list[Step]:
    """The way from registering to playing; nothing is left to do once it is over."""
    Status = Registration.Status
    if registration.is_terminal:
        return []
    texts = [(_("Registered"), registration.reference)]
    place = {Status.AWAITING_PAYMENT: 1, Status.AWAITING_VERIFICATION: 2}
    at = place.get(Status(registration.status), 3) if has_fee else 1
    if has_fee:
        texts += [
            (_("Pay the entry fee"), _("Then send the proof of it.")),
            (_("The payment is checked"), _("By a person; you get an e-mail.")),
        ]
    if registration.status not in place and registration.status != Status.CONFIRMED:
        at = 1  # it waits for the organizer
    texts.append((_("Place confirmed"), ""))
    if registration.status == Status.CONFIRMED:
        at = len(texts)
    if registration.tournament.check_in_opens_at:
        texts.append((_("Check in"), ""))
        at += 1 if registration.checked_in_at else 0
    texts.append((_("Play"), ""))
    return [
        Step(title, text, is_done=number < at, is_current=number == at)
        for number, (title, text) in enumerate(texts)
    ]


def proof_page(proof: PaymentProof) -> dict:
    """The facts beside the image, and what a verifier should wonder about."""
    others = list(seen_elsewhere(proof))
    return {
        "proof": proof,
        "payment": proof.payment,
        "registration": proof.payment.registration,
        "tournament": proof.payment.registration.tournament,
        "players": people_of([proof.payment.registration_id]),
        "attempts": proof.payment.proofs.exclude(pk=proof.pk).order_by("-pk"),
        "same_image": [each for each in others if each.sha256 == proof.sha256],
        "same_transaction": [
            each for each in others if each.transaction_id == proof.transaction_id
        ],
        "overpaid": proof.amount - proof.payment.amount,
        "is_waiting": proof.status == PaymentProof.Status.SUBMITTED,
    }
