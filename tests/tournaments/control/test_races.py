"""Two publishes at the same moment, or one and something else, where that can happen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.factories import UserFactory
from tests.racing import race
from tournaments.content.models import TournamentPage
from tournaments.control.applying import apply_settings
from tournaments.core.models import Event, Tournament
from tournaments.registration.operations import extend_check_in

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


def test_a_publish_and_a_longer_check_in_at_once_do_not_wait_for_each_other():
    now = timezone.now()
    page = live_page(check_in_opens_at=now - timedelta(hours=1), starts_at=now + timedelta(days=1))
    apply_settings(page)
    cup, official = Tournament.objects.get(), UserFactory(is_superuser=True)

    answers = race(
        TRIES,
        lambda: apply_settings(page),
        lambda: extend_check_in(cup, minutes=15, by=official),
    )

    assert answers == [["done", "done"]] * TRIES
