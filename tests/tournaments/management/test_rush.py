"""The rush of ``make bench``, small: far more players than places, over two processes."""

import pytest
from django.core.management import call_command

from tests.factories import GameFactory, root_page
from tests.serving import two_processes
from tournaments.management.benching.rush import faults, rush, rush_cup

CAPACITY, WAITLIST, PLAYERS, LEAVE = 8, 20, 60, 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_places_and_the_waitlist_go_in_the_order_of_the_lock():
    root_page()

    call_command("setup_site", verbosity=0)
    cup = rush_cup(GameFactory(), capacity=CAPACITY, waitlist=WAITLIST)

    with two_processes() as port:
        result = rush(port, cup, players=PLAYERS, withdrawing=LEAVE)

    assert faults(cup, result, waitlist=WAITLIST, withdrawing=LEAVE) == []
