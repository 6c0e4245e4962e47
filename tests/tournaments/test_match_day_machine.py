"""The day of a tournament by lot: the bracket never stands still, and what is undone is undone."""

import random
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from deltacrown.errors import Refused
from tests.tournaments.engine.lengths import FULL
from tests.tournaments.match_day_moves import FORMATS, moves_now, open_day, to_its_end
from tests.tournaments.match_day_truths import check_day

# Each play is a transaction of its own: thousands of savepoints in one are slow on PostgreSQL.
pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLES = 40 if FULL else 3
STEPS = 50 if FULL else 16
# A play takes seconds, so a long one is not made shorter: its notes say what happened.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]


class Play(RuleBasedStateMachine):
    """A day that is rolled back at its end, so that the next begins with the same draw."""

    def __init__(self, day, done: Counter) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.day, self.done, self.step, self.seed = day, done, 0, 0

    def teardown(self) -> None:
        """However it went, it comes to its end."""
        try:
            to_its_end(self.day, random.Random(self.seed))
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.seed = seed

    @rule(seed=st.integers(0, 2**32))
    def something_happens(self, seed: int) -> None:
        self.step += 1
        lot = random.Random(seed * 1000 + self.step)
        moves = moves_now(self.day, lot)
        name = lot.choice(sorted(moves))
        note(name)
        try:
            with transaction.atomic():
                moves[name]()
        except Refused as refusal:
            self.done[name, refusal.code] += 1
        else:
            self.done[name, "done"] += 1

    @invariant()
    def it_goes_on(self) -> None:
        check_day(self.day.cup, by=self.day.official)


@pytest.mark.parametrize("name", FORMATS)
def test_a_day_goes_on_whatever_happens_and_comes_to_its_end(name):
    day = open_day(name)
    done: Counter = Counter()

    run_state_machine_as_test(
        lambda: Play(day, done),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            phases=PHASES,
            deadline=None,
            derandomize=not FULL,
        ),
    )
    assert sum(done.values()) >= STEPS
