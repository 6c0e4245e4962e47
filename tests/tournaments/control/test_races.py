"""Two publishes at the same moment, on a database where that can happen."""

import pytest

from tests import factories
from tests.racing import race
from tournaments.content.models import TournamentPage
from tournaments.control.applying import apply_settings
from tournaments.core.models import Event, Tournament

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
TRIES = 10


def live_page(**fields) -> TournamentPage:
    page = factories.TournamentPageFactory(**fields)
    page.live_revision = page.save_revision()
    page.save()
    return page


def nothing_yet() -> None:
    Event.objects.all().delete()
    Tournament.objects.all().delete()


def test_one_page_published_twice_at_once_is_one_tournament():
    page = live_page()

    answers = race(
        TRIES,
        lambda: apply_settings(TournamentPage.objects.get(pk=page.pk)),
        lambda: apply_settings(TournamentPage.objects.get(pk=page.pk)),
        before_each=nothing_yet,
    )

    assert answers == [["done", "done"]] * TRIES
    assert [event.kind for event in Event.objects.all()] == ["tournament.published"]
    assert Tournament.objects.get().page_id == page.pk


def test_pages_of_one_slug_published_at_once_get_a_slug_each():
    one, other = live_page(slug="spring-cup"), live_page(slug="spring-cup")
    found = []

    def start_again() -> None:
        found.append(sorted(Tournament.objects.values_list("slug", flat=True)))
        nothing_yet()

    answers = race(
        TRIES, lambda: apply_settings(one), lambda: apply_settings(other), before_each=start_again
    )
    start_again()

    assert answers == [["done", "done"]] * TRIES
    assert found[1:] == [["spring-cup", "spring-cup-2"]] * TRIES
