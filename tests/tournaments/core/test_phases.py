from datetime import UTC, datetime, timedelta

import pytest

from tournaments.core.models import Tournament
from tournaments.core.phases import Phase, next_boundary, phase

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


FULL_DAY = {
    "registration_opens_at": at(1),
    "registration_closes_at": at(3),
    "check_in_opens_at": at(4),
    "check_in_closes_at": at(5),
    "starts_at": at(6),
}


def phase_of(moment, *, is_full=False, **settings) -> Phase:
    return phase(Tournament(**settings), moment, is_full=is_full)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(0), Phase.ANNOUNCED),
        (at(1) - SECOND, Phase.ANNOUNCED),
        (at(1), Phase.REGISTRATION_OPEN),
        (at(3) - SECOND, Phase.REGISTRATION_OPEN),
        (at(3), Phase.REGISTRATION_CLOSED),
        (at(4) - SECOND, Phase.REGISTRATION_CLOSED),
        (at(4), Phase.CHECK_IN),
        (at(5) - SECOND, Phase.CHECK_IN),
        (at(5), Phase.READY_TO_DRAW),
        (at(9), Phase.READY_TO_DRAW),
    ],
)
def test_each_window_holds_its_first_second_and_not_its_last(moment, expected):
    assert phase_of(moment, **FULL_DAY) == expected


def test_without_windows_registration_is_open_from_the_publish_to_the_start():
    assert phase_of(at(5), starts_at=at(6)) == Phase.REGISTRATION_OPEN
    assert phase_of(at(6), starts_at=at(6)) == Phase.READY_TO_DRAW


def test_a_full_tournament_says_so_only_while_registration_is_open():
    full = {"is_full": True, **FULL_DAY}

    assert [phase_of(at(hour), **full) for hour in (0, 2, 3.5)] == [
        Phase.ANNOUNCED,
        Phase.REGISTRATION_FULL,
        Phase.REGISTRATION_CLOSED,
    ]


def test_check_in_without_an_end_lasts_until_the_start():
    settings = FULL_DAY | {"check_in_closes_at": None}

    assert phase_of(at(6) - SECOND, **settings) == Phase.CHECK_IN
    assert phase_of(at(6), **settings) == Phase.READY_TO_DRAW


def test_the_boundaries_are_the_times_at_which_the_phase_changes():
    tournament = Tournament(**FULL_DAY)
    found, moment = [], at(0)
    while moment := next_boundary(tournament, moment):
        found.append(moment)

    assert found == [at(1), at(3), at(4), at(5), at(6)]


def test_between_two_boundaries_the_phase_stays():
    tournament = Tournament(**FULL_DAY)
    for minute in range(0, 480, 7):
        moment = NOON + timedelta(minutes=minute)
        end = (next_boundary(tournament, moment) or moment + SECOND) - SECOND

        assert phase_of(moment, **FULL_DAY) == phase_of(end, **FULL_DAY)


@pytest.mark.parametrize("status", ["draft", "live", "completed", "cancelled", "archived"])
def test_only_a_published_tournament_has_a_phase(status):
    tournament = Tournament(status=status, **FULL_DAY)

    assert tournament.phase_at(at(2), places_held=0) is None
    assert tournament.next_boundary_after(at(2)) is None


def test_a_tournament_is_full_when_every_place_is_held():
    tournament = Tournament(status="published", capacity=4, **FULL_DAY)

    assert tournament.phase_at(at(2), places_held=3) == Phase.REGISTRATION_OPEN
    assert tournament.phase_at(at(2), places_held=4) == Phase.REGISTRATION_FULL
    assert tournament.next_boundary_after(at(2)) == at(3)
