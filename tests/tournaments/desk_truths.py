"""What is always true of registrations and their money, whatever people did."""

from dataclasses import dataclass, field

from tests.tournaments.desk_moves import FEE, Desk
from tournaments.core.models import Tournament
from tournaments.core.settings import RefundPolicy
from tournaments.payments.models import LedgerEntry, Payment, PaymentProof
from tournaments.registration.models import Registration, RosterEntry

Status = Registration.Status
Money = Payment.Status

UNPAID = {None, Money.CANCELLED, Money.WAIVED}
OWED_BACK = {Money.REFUND_DUE, Money.REFUNDED}
# What a payment may be while its registration is in a status. None: there is no payment. Of what
# is over, a proof that waits is still to be decided.
MONEY_OF = {
    Status.WAITLISTED: {None},
    Status.OFFERED: {None},
    Status.NEEDS_REVIEW: {None},
    Status.CHANGES_REQUESTED: {None},
    Status.AWAITING_PAYMENT: {Money.DUE, Money.REJECTED},
    Status.AWAITING_VERIFICATION: {Money.SUBMITTED},
    Status.CONFIRMED: {Money.VERIFIED, Money.WAIVED},
    Status.WITHDRAWN: {*UNPAID, *OWED_BACK, Money.SUBMITTED, Money.VERIFIED},
    Status.REJECTED: {*UNPAID, *OWED_BACK, Money.SUBMITTED},
    Status.CANCELLED: {*UNPAID, *OWED_BACK, Money.SUBMITTED},
    Status.EXPIRED: {None, Money.EXPIRED, Money.CANCELLED, Money.SUBMITTED, *OWED_BACK},
    Status.NO_SHOW: {None, Money.VERIFIED, Money.WAIVED},  # none: it went on to the readmitted one
    Status.DISQUALIFIED: {Money.VERIFIED, Money.WAIVED},
}
WAS_RECEIVED = {Money.VERIFIED, *OWED_BACK}
# No money comes in online here, so nothing brings these to life.
SETTLED = {Money.WAIVED, Money.EXPIRED, Money.CANCELLED, Money.REFUNDED}


@dataclass(slots=True)
class Truths:
    """Asked after each step; remembers what was over then."""

    desk: Desk
    ended: dict[int, str] = field(default_factory=dict)
    settled: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)

    def check(self) -> None:
        cup = Tournament.objects.get(pk=self.desk.cup.pk)
        rows = list(cup.registrations.select_related("payment").order_by("number"))
        check_places(cup, rows)
        check_rosters(rows)
        for row in rows:
            check_money(cup, row)
            check_deadline(row)
        check_ledger(cup)
        check_proofs(cup)
        self.nothing_came_back(cup, rows)

    def nothing_came_back(self, cup: Tournament, rows: list[Registration]) -> None:
        ended = {row.pk: row.status for row in rows if row.is_terminal}
        paid = [row.payment for row in rows if hasattr(row, "payment")]
        settled = {each.pk: each.status for each in paid if each.status in SETTLED}
        numbers = {row.pk: row.number for row in rows}

        assert self.ended.items() <= ended.items(), "a terminal status was left"
        assert self.settled.items() <= settled.items(), "a settled payment moved"
        assert self.numbers.items() <= numbers.items(), "a number changed"
        assert list(numbers.values()) == list(range(1, cup.last_number + 1))
        newcomers = numbers.keys() - self.numbers.keys()
        assert all(numbers[pk] > max(self.numbers.values(), default=0) for pk in newcomers)
        self.ended, self.settled, self.numbers = ended, settled, numbers


def check_places(cup: Tournament, rows: list[Registration]) -> None:
    holding = [row.number for row in rows if row.holds_a_place]
    waiting = [row.number for row in rows if row.status == Status.WAITLISTED]

    assert len(holding) <= cup.capacity
    assert len(waiting) <= cup.waitlist_max
    if cup.status != Tournament.Status.PUBLISHED:
        assert not waiting, "somebody waits for nothing"
        assert {row.status for row in rows if not row.is_terminal} <= {Status.CONFIRMED}
    if waiting:
        assert len(holding) == cup.capacity, "somebody waits while a place is free"
        assert max(holding) < min(waiting), "somebody was passed"
    if cup.check_in_closed_at:
        assert all(row.checked_in_at for row in rows if row.status == Status.CONFIRMED)


def check_rosters(rows: list[Registration]) -> None:
    entries = RosterEntry.objects.filter(registration__in=rows)
    live = [entry for entry in entries if entry.live]
    people = [entry.user_id for entry in live if entry.user_id]

    assert {entry.registration_id for entry in live} == {
        row.pk for row in rows if not row.is_terminal
    }
    assert {entry.registration_id for entry in entries} == {row.pk for row in rows}
    assert len(people) == len(set(people)), "somebody is in twice"


def check_money(cup: Tournament, row: Registration) -> None:
    payment = getattr(row, "payment", None)
    status = payment.status if payment else None
    if cup.is_free:
        assert status is None
        return

    possible = MONEY_OF[Status(row.status)]
    if cup.status == Tournament.Status.CANCELLED:
        possible = (possible | OWED_BACK) - {Money.VERIFIED}  # also of those who were out before
    assert status in possible, (row.status, status)
    if row.status == Status.WITHDRAWN and cup.refund_policy == RefundPolicy.FULL:
        assert status != Money.VERIFIED, "the policy gives it back"


def check_deadline(row: Registration) -> None:
    assert (row.expires_at is not None) == (row.status in Registration.ENDS_BY_ITSELF)


def check_ledger(cup: Tournament) -> None:
    """The ledger has a line for each payment that came in, and one for each that went back."""
    paid = Payment.objects.filter(registration__tournament=cup)
    lines = LedgerEntry.objects.filter(payment__in=paid).order_by("payment", "kind")
    wanted = [
        (payment.pk, kind, FEE)
        for payment in paid.filter(status__in=WAS_RECEIVED).order_by("pk")
        for kind, is_due in (
            (LedgerEntry.Kind.RECEIVED, True),
            (LedgerEntry.Kind.REFUNDED, payment.status == Money.REFUNDED),
        )
        if is_due
    ]

    assert list(lines.values_list("payment", "kind", "amount")) == wanted


def check_proofs(cup: Tournament) -> None:
    """One proof waits for each payment that is being checked; two people verify where two must."""
    proofs = list(
        PaymentProof.objects.filter(payment__registration__tournament=cup).select_related("payment")
    )
    waiting = [each.payment for each in proofs if each.status == PaymentProof.Status.SUBMITTED]
    submitted = Payment.objects.filter(registration__tournament=cup, status=Money.SUBMITTED)

    assert sorted(each.pk for each in waiting) == sorted(each.pk for each in submitted)
    for proof in proofs:
        if proof.status == PaymentProof.Status.VERIFIED and cup.four_eyes_from is not None:
            assert proof.first_verified_by_id not in (None, proof.decided_by_id)
