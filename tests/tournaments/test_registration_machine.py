"""Registrations and their payments by lot: places, money and states always add up."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from deltacrown.errors import Refused
from tests.tournaments.desk_moves import FEE, moves_now, open_desk
from tests.tournaments.desk_truths import Truths
from tests.tournaments.engine.lengths import FULL
from tournaments.core.settings import RefundPolicy

# Each play is a transaction of its own: thousands of savepoints in one are slow on PostgreSQL.
pytestmark = pytest.mark.django_db(transaction=True)

HOUR_AGO = timezone.now() - timedelta(hours=1)
# So many steps meet at least these; the rest comes up in most runs, and in each long one.
SURE = {"enter", "leave", "pay", "verify", "waive", "turn_away", "approve", "let_a_deadline_pass"}
SEED = st.integers(0, 2**32)


class Play(RuleBasedStateMachine):
    """One tournament after the other, each with settings of its own, and whatever happens."""

    def __init__(self, desks: list, done: Counter) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.desks, self.done, self.step = desks, done, 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(
        desk=st.integers(0, 1),
        needs_approval=st.sampled_from([False, False, True]),
        entry_fee=st.sampled_from([FEE, FEE, FEE, 0]),
        four_eyes_from=st.sampled_from([None, None, FEE]),
        check_in_opens_at=st.sampled_from([None, HOUR_AGO]),
        refund_policy=st.sampled_from(RefundPolicy.values),
        entered=st.lists(SEED, min_size=3, max_size=5),
    )
    def begin(self, desk: int, entered: list[int], **chosen) -> None:
        self.desk = self.desks[desk]
        type(self.desk.cup).objects.filter(pk=self.desk.cup.pk).update(**chosen)
        self.truths = Truths(self.desk)
        for pick in entered:
            self.attempt("enter", moves_now(self.desk, pick=pick, step=0)["enter"])

    @rule(seed=SEED)
    def something_happens(self, seed: int) -> None:
        self.step += 1
        lot = random.Random(seed * 1000 + self.step)
        moves = moves_now(self.desk, pick=lot.randrange(2**16), step=self.step)
        name = lot.choice(sorted(moves))
        note(name)
        self.attempt(name, moves[name])

    @invariant()
    def all_adds_up(self) -> None:
        self.truths.check()

    def attempt(self, name: str, act) -> None:
        """Do it, or be refused. Whatever else is raised is a bug."""
        try:
            with transaction.atomic():
                act()
        except Refused as refusal:
            self.done[name, refusal.code] += 1
        else:
            self.done[name, "done"] += 1


def test_places_money_and_states_always_add_up():
    desks = [open_desk(), open_desk(for_teams=True)]
    done: Counter = Counter()

    run_state_machine_as_test(
        lambda: Play(desks, done),
        settings=settings(max_examples=200 if FULL else 10, stateful_step_count=60 if FULL else 40),
    )
    assert {name for name, _outcome in done} >= SURE
