from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import (
    PaidRegistrationFactory,
    UserFactory,
    draw_next,
    drawn_cup,
    entered_cup,
    organizer_of,
    play_by_seed,
)
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets.rules import check_can_draw, check_over, next_stage_number
from tournaments.core.models import Tournament
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db

TWO_STAGES = [{**LEAGUE, "groups": 2, "advance": 1}, KNOCKOUT]


def refusal_of(cup: Tournament, *, by=None) -> str:
    with pytest.raises(Refused) as refusal:
        check_can_draw(cup, by=by or organizer_of(cup))
    return refusal.value.code


def test_a_published_tournament_with_entrants_can_be_drawn():
    cup = entered_cup(2)

    check_can_draw(cup, by=organizer_of(cup))  # refuses nothing
    assert next_stage_number(cup) == 1


def test_only_the_organizer_draws():
    cup = entered_cup(2)

    assert refusal_of(cup, by=UserFactory()) == "not_organizer"


@pytest.mark.parametrize("status", ["draft", "cancelled", "completed", "archived"])
def test_a_tournament_that_is_not_published_is_not_drawn(status):
    assert refusal_of(entered_cup(2, status=status)) == "not_published"


def test_the_draw_waits_for_the_end_of_the_check_in():
    opened = timezone.now() - timedelta(hours=1)
    cup = entered_cup(2, check_in_opens_at=opened, starts_at=timezone.now() + timedelta(hours=1))

    assert refusal_of(cup) == "check_in_open"


def test_the_draw_waits_for_payments_that_are_being_checked():
    cup = entered_cup(2, capacity=4)
    PaidRegistrationFactory(
        tournament=cup, status=Registration.Status.AWAITING_VERIFICATION, number=3
    )

    assert refusal_of(cup) == "proofs_waiting"


def test_a_payment_that_nobody_made_does_not_hold_up_the_draw():
    cup = entered_cup(2, capacity=4)
    PaidRegistrationFactory(tournament=cup, number=3)

    check_can_draw(cup, by=organizer_of(cup))  # refuses nothing


def test_the_draw_needs_the_minimum_of_entrants():
    assert refusal_of(entered_cup(3, minimum_entrants=4)) == "too_few_entrants"


def test_who_did_not_check_in_does_not_count_towards_the_minimum():
    day = timedelta(days=1)
    cup = entered_cup(
        2, check_in_opens_at=timezone.now() - day, check_in_closes_at=timezone.now() - day / 2
    )

    assert refusal_of(cup) == "too_few_entrants"


def test_the_draw_needs_entrants_for_every_group():
    cup = entered_cup(3, stages=[{**LEAGUE, "groups": 2}])

    assert refusal_of(cup) == "groups_too_small"


def test_the_second_stage_waits_for_the_first():
    cup = drawn_cup(4, stages=TWO_STAGES)

    assert next_stage_number(cup) == 2
    assert refusal_of(cup) == "matches_open"

    play_by_seed(cup)

    check_can_draw(cup, by=organizer_of(cup))  # refuses nothing


def test_the_second_stage_of_a_cancelled_tournament_is_not_drawn():
    cup = drawn_cup(4, stages=TWO_STAGES)
    play_by_seed(cup)
    cup.move_to(Tournament.Status.CANCELLED)

    assert refusal_of(cup) == "not_live"


def test_nothing_is_left_to_draw_after_the_last_stage():
    cup = drawn_cup(4, stages=TWO_STAGES)
    play_by_seed(cup)
    draw_next(cup)

    assert next_stage_number(cup) is None
    assert refusal_of(cup) == "all_drawn"


def test_a_knockout_is_over_when_its_last_match_is():
    cup = drawn_cup(3)
    stage = cup.drawn_stages.get()
    with pytest.raises(Refused) as refusal:
        check_over(stage)
    assert refusal.value.code == "matches_open"

    play_by_seed(cup)

    assert check_over(stage) is None
