import pytest

from deltacrown.errors import Refused
from tests.factories import (
    UserFactory,
    draw_next,
    drawn_cup,
    entered_cup,
    organizer_of,
    play_by_seed,
)
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets.models import Match
from tournaments.brackets.operations import Verdict, set_result
from tournaments.control.rules import check_can_cancel, check_can_complete, reason_against
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db


def refusal_of(check, cup: Tournament, *, by=None) -> str:
    with pytest.raises(Refused) as refusal:
        check(cup, by=by or organizer_of(cup))
    return refusal.value.code


def test_a_tournament_can_be_completed_when_every_match_is_over():
    cup = drawn_cup(4)
    assert refusal_of(check_can_complete, cup) == "matches_open"

    play_by_seed(cup)

    assert check_can_complete(cup, by=organizer_of(cup)) is None


def test_it_cannot_be_completed_before_its_last_stage():
    cup = drawn_cup(4, stages=[{**LEAGUE, "groups": 2, "advance": 1}, KNOCKOUT])
    play_by_seed(cup)
    assert refusal_of(check_can_complete, cup) == "stage_missing"

    draw_next(cup)

    assert refusal_of(check_can_complete, cup) == "matches_open"


def test_it_cannot_be_completed_while_a_tie_is_left():
    cup = drawn_cup(2, stages=[LEAGUE])
    match = cup.drawn_stages.get().matches.get()
    set_result(match=match, verdict=Verdict(Match.DecidedBy.DOUBLE_FORFEIT, None))

    assert refusal_of(check_can_complete, cup) == "undecided"


def test_only_a_live_tournament_can_be_completed():
    assert refusal_of(check_can_complete, entered_cup(2)) == "not_live"


@pytest.mark.parametrize("status", ["published", "live"])
def test_what_is_on_can_be_cancelled(status):
    cup = entered_cup(2, status=status)

    assert check_can_cancel(cup, by=organizer_of(cup)) is None


@pytest.mark.parametrize("status", ["draft", "completed", "cancelled", "archived"])
def test_what_is_not_on_cannot_be_cancelled(status):
    assert refusal_of(check_can_cancel, entered_cup(2, status=status)) == "not_on"


@pytest.mark.parametrize("check", [check_can_complete, check_can_cancel])
def test_both_are_for_the_organizer(check):
    assert refusal_of(check, drawn_cup(2), by=UserFactory()) == "not_organizer"


def test_a_screen_reads_the_reason_or_nothing():
    cup = entered_cup(2)
    official = organizer_of(cup)

    assert reason_against(check_can_complete, cup, by=official) == (
        "Only a live tournament can be completed."
    )
    assert reason_against(check_can_cancel, cup, by=official) == ""
