import pytest

from tests import factories
from tournaments.core import delivery
from tournaments.core.models import Event, EventDelivery
from tournaments.core.operations import happened
from tournaments.core.tasks import deliver_event

pytestmark = pytest.mark.django_db

HEARD: list[tuple[str, int]] = []


def first(event: Event) -> None:
    HEARD.append(("first", event.pk))


def second(event: Event) -> None:
    HEARD.append(("second", event.pk))


def breaks(event: Event) -> None:
    HEARD.append(("breaks", event.pk))
    factories.GameFactory(name="Half-written")
    raise RuntimeError


@pytest.fixture
def event(settings) -> Event:
    HEARD.clear()
    settings.EVENT_CONSUMERS = {"first": f"{__name__}.first", "second": f"{__name__}.second"}
    return happened("tournament.moved", factories.TournamentFactory())


def test_each_consumer_hears_of_an_event_once_however_often_the_task_runs(event):
    delivery.deliver(event.pk)
    delivery.deliver(event.pk)

    assert [("first", event.pk), ("second", event.pk)] == HEARD
    assert set(EventDelivery.objects.values_list("event", "consumer")) == {
        (event.pk, "first"),
        (event.pk, "second"),
    }


def test_a_consumer_that_comes_later_hears_of_it_alone(event, settings):
    delivery.deliver(event.pk)
    HEARD.clear()
    settings.EVENT_CONSUMERS = {**settings.EVENT_CONSUMERS, "third": f"{__name__}.second"}

    delivery.deliver(event.pk)

    assert [("second", event.pk)] == HEARD


def test_a_consumer_that_fails_is_asked_again_and_the_one_before_is_not(event, settings):
    settings.EVENT_CONSUMERS = {"first": f"{__name__}.first", "second": f"{__name__}.breaks"}
    with pytest.raises(RuntimeError):
        delivery.deliver(event.pk)
    assert list(EventDelivery.objects.values_list("consumer", flat=True)) == ["first"]

    settings.EVENT_CONSUMERS = {"first": f"{__name__}.first", "second": f"{__name__}.second"}
    delivery.deliver(event.pk)

    assert [("first", event.pk), ("breaks", event.pk), ("second", event.pk)] == HEARD


def test_an_event_that_went_with_its_tournament_is_delivered_to_nobody(event):
    pk = event.pk
    event.delete()

    delivery.deliver(pk)

    assert HEARD == []


def breaks_for_one(event: Event) -> None:
    if event.kind == "test.one":
        raise RuntimeError
    HEARD.append(("heard", event.pk))


def test_events_of_one_task_do_not_keep_each_other_back(event, settings):
    settings.EVENT_CONSUMERS = {"only": f"{__name__}.breaks_for_one"}
    cup = event.tournament
    one, two = happened("test.one", cup), happened("test.two", cup)

    with pytest.raises(RuntimeError):
        deliver_event(one.pk, two.pk)

    assert [("heard", two.pk)] == HEARD
