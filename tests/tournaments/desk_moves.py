"""A small tournament with all that people may do there: each move is chosen by a number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count, pairwise

from django.db import transaction
from django.utils import timezone

from deltacrown.accounts.models import User
from deltacrown.teams.models import Team
from tests.factories import GameFactory, TeamFactory, TournamentFactory, UserFactory, png_upload
from tests.factories.people import captain_of
from tournaments.brackets import operations as brackets
from tournaments.control import operations as control
from tournaments.control.readmitting import readmit
from tournaments.core.models import Tournament
from tournaments.core.operations import lock
from tournaments.core.settings import Participation
from tournaments.payments import operations as payments
from tournaments.payments.models import Method, Payment, PaymentProof
from tournaments.registration import operations as registrations
from tournaments.registration.guests import GuestPlayer, GuestTeam
from tournaments.registration.models import Entrant, Registration

Status = Registration.Status
Act = Callable[[], object]

FEE = Decimal(500)
BEFORE_THE_END = 20  # so many steps at least, before it is drawn or called off


@dataclass(frozen=True, slots=True)
class Desk:
    """The tournament: two places, two in the line, and more who want in than that."""

    cup: Tournament
    players: list[User]
    teams: list[Team]
    officials: list[User]
    numbers: count


def open_desk(*, for_teams: bool = False, **settings) -> Desk:
    """The desk at its beginning. Of a team the last member is in the next team as well."""
    now = timezone.now()
    methods = [{"method": "bkash", "account": "01700000000", "instructions": ""}]
    cup = TournamentFactory(
        game=GameFactory(roster_min=2, roster_max=3) if for_teams else GameFactory(),
        participation=Participation.TEAM if for_teams else Participation.SOLO,
        guest_teams_max=2 if for_teams else 0,
        payment_methods=methods,
        **{
            "capacity": 2,
            "waitlist_max": 2,
            "entry_fee": FEE,
            "check_in_opens_at": now - timedelta(hours=1),
            "check_in_closes_at": now + timedelta(days=1),
            **settings,
        },
    )
    teams = [TeamFactory(size=2) for _number in range(4 if for_teams else 0)]
    for team, other in pairwise(teams):
        team.memberships.create(user=other.memberships.latest("pk").user)
    return Desk(
        cup=cup,
        players=UserFactory.create_batch(2 if for_teams else 6),
        teams=teams,
        officials=UserFactory.create_batch(2, is_superuser=True),
        numbers=count(1),
    )


@dataclass(frozen=True, slots=True)
class Now:
    """The desk as it is found at this moment, and the number that chooses among it."""

    desk: Desk
    cup: Tournament
    registrations: list[Registration]
    proofs: list[PaymentProof]
    pick: int
    step: int

    @property
    def official(self) -> User:
        return self.desk.officials[self.pick % 2]

    @property
    def is_rare(self) -> bool:
        """What changes the whole tournament, or nothing, is not tried every time."""
        return self.pick % 5 == 1

    @property
    def is_published(self) -> bool:
        return self.cup.status == Tournament.Status.PUBLISHED

    def one(self, statuses) -> Registration | None:
        return self.one_of([each for each in self.registrations if each.status in statuses])

    def one_that_pays(self, statuses) -> Registration | None:
        """One whose payment is in one of ``statuses``."""
        return self.one_of(
            [
                each
                for each in self.registrations
                if hasattr(each, "payment") and each.payment.status in statuses
            ]
        )

    def one_of(self, found: list):
        return found[self.pick % len(found)] if found else None


def moves_now(desk: Desk, *, pick: int, step: int) -> dict[str, Act]:
    """What can be tried at this moment, by name. Whether it is refused is seen when it is done."""
    cup = Tournament.objects.get(pk=desk.cup.pk)
    rows = cup.registrations.select_related("registered_by", "payment", "team").order_by("number")
    waiting = PaymentProof.objects.waiting().filter(payment__registration__tournament=cup)
    now = Now(desk, cup, list(rows), list(waiting), pick, step)
    for registration in now.registrations:
        registration.tournament = cup
    found = {move.__name__: move(now) for move in MOVES}
    return {name: act for name, act in found.items() if act}


# --- what players do -------------------------------------------------------------


def enter(now: Now) -> Act:
    desk, pick = now.desk, now.pick
    if not desk.teams:
        player = desk.players[pick % len(desk.players)]
        return lambda: payments.enter(tournament=now.cup, by=player)
    if pick % 4 == 3:
        by = desk.players[pick % 2]
        return lambda: payments.enter(tournament=now.cup, by=by, guests=guests(pick // 4 % 3))
    team = desk.teams[pick % len(desk.teams)]
    return lambda: payments.enter(
        tournament=now.cup, by=captain_of(team), team=team, players=roster(team, pick)
    )


def leave(now: Now) -> Act | None:
    if (one := now.one(ONGOING)) and now.pick % 2:
        return lambda: payments.leave(one, by=one.registered_by)
    return None


def try_to_come_back(now: Now) -> Act | None:
    one = now.one(Registration.TERMINAL)
    if one is None or now.pick % 3:
        return None
    ways: list[Act] = [
        lambda: payments.accept_offer(one, by=one.registered_by),
        lambda: payments.approve_entry(one, by=now.official),
        lambda: registrations.resubmit(one, by=one.registered_by),
        lambda: registrations.force_check_in(one, by=now.official, reason="Here."),
        lambda: registrations.confirm(one),
    ]
    if hasattr(one, "payment"):
        ways.append(lambda: payments.waive(one.payment, by=now.official, reason="Back."))
    return ways[now.pick // 7 % len(ways)]


def take_the_offer(now: Now) -> Act | None:
    if one := now.one({Status.OFFERED}):
        return lambda: payments.accept_offer(one, by=one.registered_by)
    return None


def pay(now: Now) -> Act | None:
    one = now.one_that_pays(Payment.ACCEPTS_A_PROOF)
    if one is None:
        return None
    return lambda: payments.submit_proof(
        payment=one.payment,
        by=one.registered_by,
        method=Method.BKASH,
        transaction_id=f"TX{next(now.desk.numbers):08d}",
        payer="01811111111",
        amount=FEE,
        upload=png_upload(),
    )


def send_the_changes(now: Now) -> Act | None:
    one = now.one({Status.CHANGES_REQUESTED})
    if one is None:
        return None
    if one.is_guest:
        changed = {"guests": guests(now.pick)}
    else:
        changed = {"players": roster(one.team, now.pick)} if one.team else {}
    return lambda: registrations.resubmit(one, by=one.registered_by, **changed)


def check_in(now: Now) -> Act | None:
    if one := now.one({Status.CONFIRMED}):
        return lambda: registrations.check_in(one, by=one.registered_by)
    return None


def drop_out(now: Now) -> Act | None:
    if one := now.one_of(entrants(now)):
        by = one.registration.registered_by
        return lambda: control.withdraw_entrant(one, by=by, reason="Ill.")
    return None


# --- what officials do -----------------------------------------------------------


def turn_away(now: Now) -> Act | None:
    if (one := now.one(ONGOING)) and now.is_rare:
        return lambda: payments.turn_away(one, by=now.official, reason="No.")
    return None


def approve(now: Now) -> Act | None:
    if one := now.one({Status.NEEDS_REVIEW}):
        return lambda: payments.approve_entry(one, by=now.official)
    return None


def ask_for_changes(now: Now) -> Act | None:
    if one := now.one({Status.NEEDS_REVIEW}):
        return lambda: registrations.request_changes(one, by=now.official, remarks={}, reason="Tag")
    return None


def verify(now: Now) -> Act | None:
    if proof := now.one_of(now.proofs):
        return lambda: payments.verify(proof, by=now.official)
    return None


def reject_the_proof(now: Now) -> Act | None:
    if proof := now.one_of(now.proofs):
        return lambda: payments.reject(proof, by=now.official, reason="Unreadable.")
    return None


def waive(now: Now) -> Act | None:
    if one := now.one_that_pays(Payment.ACCEPTS_A_PROOF):
        return lambda: payments.waive(one.payment, by=now.official, reason="Invited.")
    return None


def refund(now: Now) -> Act | None:
    one = now.one_that_pays({Payment.Status.REFUND_DUE})
    if one is None:
        return None
    number = f"BACK{next(now.desk.numbers):06d}"
    return lambda: payments.refund(
        one.payment, by=now.official, method=Method.BKASH, transaction_id=number
    )


def check_in_at_the_door(now: Now) -> Act | None:
    if one := now.one({Status.CONFIRMED}):
        return lambda: registrations.force_check_in(one, by=now.official, reason="Seen.")
    return None


def extend_the_check_in(now: Now) -> Act | None:
    if now.is_published and now.cup.check_in_closed_at:
        return lambda: registrations.extend_check_in(now.cup, minutes=15, by=now.official)
    return None


def let_in_again(now: Now) -> Act | None:
    if one := now.one({Status.NO_SHOW}):
        return lambda: readmit(one, by=now.official, reason="Only late.")
    return None


def write_a_note(now: Now) -> Act | None:
    if (one := now.one_of(now.registrations)) and now.is_rare:
        return lambda: registrations.add_note(one, by=now.official, text="Asked by phone.")
    return None


def raise_the_capacity(now: Now) -> Act | None:
    if now.is_published and now.cup.capacity < 4 and now.is_rare:
        return lambda: _one_place_more(now.cup)
    return None


def disqualify(now: Now) -> Act | None:
    if one := now.one_of(entrants(now)):
        return lambda: control.disqualify_entrant(one, by=now.official, reason="Cheated.")
    return None


def draw(now: Now) -> Act | None:
    waits = now.cup.check_in_opens_at and not now.cup.check_in_closed_at
    if not now.is_published or waits or now.step < BEFORE_THE_END or now.pick % 2:
        return None
    return lambda: brackets.draw(brackets.request_draw(tournament=now.cup, by=now.official))


def call_it_off(now: Now) -> Act | None:
    if now.step > BEFORE_THE_END and now.is_rare:
        return lambda: control.cancel(now.cup, by=now.official, reason="Rain.")
    return None


# --- what time does --------------------------------------------------------------


def let_a_deadline_pass(now: Now) -> Act | None:
    one = now.one_of([each for each in now.registrations if each.expires_at])
    return (lambda: _expire(now.cup, one)) if one else None


def let_check_in_end(now: Now) -> Act | None:
    is_open = now.cup.check_in_opens_at and not now.cup.check_in_closed_at
    if now.is_published and is_open and now.is_rare:
        return lambda: _close_check_in(now.cup)
    return None


ONGOING = frozenset(set(Status) - Registration.TERMINAL)
MOVES = [
    *(enter, leave, try_to_come_back, take_the_offer, pay, send_the_changes, check_in, drop_out),
    *(turn_away, approve, ask_for_changes, verify, reject_the_proof, waive, refund),
    *(check_in_at_the_door, extend_the_check_in, let_in_again, write_a_note),
    *(raise_the_capacity, disqualify, draw, call_it_off),
    *(let_a_deadline_pass, let_check_in_end),
]


# --- the way there -----------------------------------------------------------------


def roster(team: Team, pick: int) -> list[User]:
    """The captain and one more, who for some teams may play for another one too."""
    captain, *others = [each.user for each in team.memberships.order_by("pk")]
    return [captain, others[pick // 4 % len(others)]]


def guests(number: int) -> GuestTeam:
    players = (GuestPlayer("Rafi"), GuestPlayer(f"Friend {number}"))
    return GuestTeam(f"Guests {number}", "G", players)


def entrants(now: Now) -> list[Entrant]:
    if now.cup.status != Tournament.Status.LIVE:
        return []
    return list(now.cup.entrants.select_related("tournament", "registration__registered_by"))


@transaction.atomic
def _one_place_more(cup: Tournament) -> None:
    """As the settings of a page are put in force."""
    cup = lock(cup)
    cup.capacity += 1
    cup.save(update_fields=["capacity"])
    registrations.fill_places(cup)


def _expire(cup: Tournament, one: Registration) -> None:
    late = timezone.now() - timedelta(minutes=1)
    Registration.objects.filter(pk=one.pk, expires_at__isnull=False).update(expires_at=late)
    payments.expire_overdue(cup)


def _close_check_in(cup: Tournament) -> None:
    over = timezone.now() - timedelta(minutes=1)
    Tournament.objects.filter(pk=cup.pk).update(check_in_closes_at=over, check_in_extended_to=None)
    registrations.close_check_in(cup)
