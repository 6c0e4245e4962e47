from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from tests.factories import TournamentFactory
from tournaments.core.models import Tournament
from tournaments.core.phases import Phase
from tournaments.core.queries import listed, next_boundary_of_any, open_for_registration

pytestmark = pytest.mark.django_db

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
Status = Tournament.Status


def hours(number):
    return number if number is None else NOON + timedelta(hours=number)


def test_the_list_shows_first_what_is_on_then_what_comes_then_what_is_over():
    cups = {
        title: TournamentFactory(title=title, status=status, starts_at=hours(starts))
        for title, status, starts in [
            ("old", Status.COMPLETED, -90),
            ("off", Status.CANCELLED, 5),
            ("later", Status.PUBLISHED, 9),
            ("put away", Status.ARCHIVED, -99),
            ("soon", Status.PUBLISHED, 1),
            ("on", Status.LIVE, -1),
            ("just over", Status.COMPLETED, -3),
            ("secret", Status.DRAFT, 2),
        ]
    }
    hidden = TournamentFactory(title="hidden")
    hidden.page.live = False
    hidden.page.save()

    assert [cup.title for cup in listed()] == [
        "on",
        "soon",
        "later",
        "just over",
        "old",
        "off",
        "put away",
    ]
    assert set(cups) - {"secret"} == {cup.title for cup in listed()}


def test_open_is_what_the_phase_says():
    """Every order of the times around noon, and each of them absent."""
    cup = TournamentFactory(starts_at=hours(3))
    for opens, closes, check_in, check_in_closes, extended in product(
        [None, -2, 0, 2], [None, -1, 0, 1], [None, -1, 0, 1], [None, 0, 2], [None, 0, 3]
    ):
        cup.registration_opens_at, cup.registration_closes_at = hours(opens), hours(closes)
        cup.check_in_opens_at, cup.check_in_closes_at = hours(check_in), hours(check_in_closes)
        cup.check_in_extended_to = hours(extended)
        cup.save()

        found = open_for_registration(Tournament.objects.all(), NOON).exists()

        assert found == (cup.phase_at(NOON, places_held=0) == Phase.REGISTRATION_OPEN), cup.__dict__


def test_the_next_boundary_is_the_earliest_that_is_still_to_come():
    TournamentFactory(registration_closes_at=hours(-1), starts_at=hours(5))
    TournamentFactory(registration_opens_at=hours(2), starts_at=hours(9))
    TournamentFactory(status=Status.LIVE, starts_at=hours(1))

    assert next_boundary_of_any(NOON) == hours(2)
    assert next_boundary_of_any(hours(9)) is None


def test_the_end_of_an_extended_check_in_is_a_boundary():
    TournamentFactory(
        registration_closes_at=hours(-5),
        check_in_opens_at=hours(-4),
        check_in_closes_at=hours(-2),
        check_in_extended_to=hours(1),
        starts_at=hours(2),
    )

    assert next_boundary_of_any(NOON) == hours(1)
