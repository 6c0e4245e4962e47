import pytest

from tests.factories import TournamentFactory
from tournaments.core.models import EventDelivery
from tournaments.core.operations import happened
from tournaments.core.tasks import deliver_event

pytestmark = pytest.mark.django_db


def consume(event) -> None:
    if event.kind == "tournament.live":
        raise ValueError("this consumer does not like it")


def test_an_event_that_fails_keeps_none_of_the_others_back(settings):
    settings.EVENT_CONSUMERS = {"picky": f"{__name__}.consume"}
    cup = TournamentFactory()
    bad, good = (happened(kind, cup) for kind in ("tournament.live", "tournament.published"))

    with pytest.raises(ValueError, match="does not like it"):
        deliver_event(bad.pk, good.pk)

    served = EventDelivery.objects.filter(event__in=[bad, good])
    assert [delivery.event for delivery in served] == [good]
