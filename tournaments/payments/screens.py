"""What the pages show where registering meets paying."""

from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.core.settings import Participation
from tournaments.payments.billing import can_pay_online
from tournaments.payments.models import Payment, PaymentProof
from tournaments.payments.progress import steps, what_is_next
from tournaments.payments.rules import accounts, can_see, can_submit, is_refunded
from tournaments.registration.answers import shown_answers
from tournaments.registration.choosing import Choice
from tournaments.registration.models import Registration
from tournaments.registration.queries import (
    open_registration_of,
    places_of,
    waitlist_position,
)
from tournaments.registration.roster_page import roster_part
from tournaments.registration.rules import (
    can_check_in,
    can_drop_out,
    can_register,
    can_take_offer,
    can_withdraw,
)
from tournaments.registration.rules.reviewing import can_resubmit


def entry_page(choice: Choice) -> dict:
    """What the page says before somebody registers: facts, what is in the way, and the choice."""
    tournament, user = choice.tournament, choice.user
    is_team = tournament.participation == Participation.TEAM
    own = open_registration_of(tournament, user) if user.is_authenticated else None
    is_in = own is not None and not is_team
    places = places_of(tournament)
    return {
        "tournament": tournament,
        "is_team": is_team,
        "choice": choice,
        "teams": choice.teams,
        "team": choice.team,
        "own": own,
        "is_in": is_in,
        "faults": [] if is_in else can_register(tournament, user, choice.team),
        "places": places,
        "place_in_line": places.waiting + 1 if places.are_full else None,
        "accounts": accounts(tournament) if not tournament.is_free else [],
    }


def registration_page(registration: Registration, *, by: User) -> dict:
    """Everything that the page of one's own registration shows."""
    tournament = registration.tournament
    roster = list(registration.roster.select_related("user"))
    payment = (
        Payment.objects.filter(registration=registration)
        .select_related("registration__tournament")
        .first()
    )
    may_pay = payment is not None and can_submit(payment, by)
    place = waitlist_position(registration)
    may_check_in = can_check_in(registration, by)
    is_confirmed = registration.status == Registration.Status.CONFIRMED
    has_fee = payment is not None or not (tournament.is_free or is_confirmed)
    return {
        "registration": registration,
        "tournament": tournament,
        "roster": roster,
        "roster_part": roster_part(registration, roster, by=by),
        "answers": shown_answers(registration, to=by),
        "payment": payment,
        "proofs": _proofs_for(by, payment) if payment else [],
        "accounts": accounts(tournament),
        "next": what_is_next(registration, payment, place=place, can_check_in=may_check_in),
        "steps": steps(registration, has_fee=has_fee),
        "can_pay": may_pay,
        "pays_online": may_pay and can_pay_online(payment),
        "can_take_offer": can_take_offer(registration, by),
        "can_resubmit": can_resubmit(registration, by),
        "can_withdraw": can_withdraw(registration, by),
        "can_drop_out": can_drop_out(registration, by),
        "can_check_in": may_check_in,
        "has_door_code": is_confirmed
        and tournament.check_in_opens_at
        and not registration.checked_in_at,
    }


def _proofs_for(user: User, payment: Payment) -> list[PaymentProof]:
    """The proofs that ``user`` may see, the newest first; other players see their status alone."""
    proofs = payment.proofs.select_related("payment__registration__tournament__organizer")
    return [proof for proof in proofs.order_by("-pk") if can_see(proof, user)]


def withdrawal_page(registration: Registration) -> dict:
    """What somebody should know before they withdraw: above all, what becomes of their money."""
    payment = Payment.objects.filter(registration=registration).first()
    return {
        "registration": registration,
        "tournament": registration.tournament,
        "payment": payment,
        "is_refunded": is_refunded(registration.tournament, timezone.now()),
    }
