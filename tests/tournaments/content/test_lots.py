"""What a page tells of the lots: enough to check a draw afterwards, nothing to foresee one."""

import re
from hashlib import sha256

import pytest
from django.urls import reverse

from tests.factories import UserFactory, draw_next, entered_cup, organizer_of
from tests.factories.play import KNOCKOUT, LEAGUE
from tests.tournaments.content.editor import superuser
from tournaments.brackets.operations import request_draw
from tournaments.core.models import Tournament
from tournaments.engine.lots import anchor, reveal, seed_of

pytestmark = pytest.mark.django_db
SECRET = "0123456789abcdef" * 4


def cup_by_lot(**settings) -> Tournament:
    return entered_cup(4, seeding="random", draw_secret=SECRET, **settings)


def page_of(client, cup: Tournament) -> str:
    return client.get(cup.get_absolute_url(), follow=True).content.decode()


def published(html: str) -> list[str]:
    """The values on the page, as a visitor copies them."""
    section = html[html.index('id="lots"') :]
    return re.findall(r"<dd><code>([^<]*)</code></dd>", section[: section.index("</section>")])


def test_before_the_draw_the_page_says_what_is_committed_to(client):
    assert published(page_of(client, cup_by_lot())) == [anchor(SECRET)]


def test_after_the_draw_a_visitor_can_check_the_value_and_the_seed(client):
    cup = cup_by_lot()
    stage = draw_next(cup)

    committed, revealed, seed = published(page_of(client, cup))

    assert sha256(revealed.encode()).hexdigest() == committed
    assert int(seed) == int(revealed, 16) >> 194 == stage.random_seed


@pytest.mark.parametrize("is_asked_for", [False, True])
@pytest.mark.parametrize("who", ["visitor", "player", "organizer", "superuser"])
def test_nobody_foresees_a_draw(client, who, is_asked_for):
    cup = cup_by_lot()
    users = {
        "player": lambda: cup.registrations.first().user,
        "organizer": lambda: organizer_of(cup),
        "superuser": superuser,
    }
    if who in users:
        client.force_login(users[who]())
    if is_asked_for:
        request_draw(tournament=cup, by=organizer_of(cup))

    secrets = {SECRET, reveal(SECRET, 1), str(seed_of(reveal(SECRET, 1))), reveal(SECRET, 2)}
    addresses = [
        cup.page.specific.url,
        reverse("control:room", args=[cup.slug]),
        reverse("control:seeds", args=[cup.slug]),
        reverse("tournaments_tournament_modeladmin_inspect", args=[cup.pk]),
        reverse("wagtailadmin_pages:edit", args=[cup.page_id]),
    ]
    for address in addresses:
        html = client.get(address).content.decode()
        assert not {secret for secret in secrets if secret in html}, address


def test_after_a_draw_the_next_one_is_still_secret(client):
    cup = cup_by_lot(stages=[{**LEAGUE, "advance": 2}, KNOCKOUT])
    draw_next(cup)

    html = page_of(client, cup)

    assert reveal(SECRET, 1) in html
    for secret in (SECRET, reveal(SECRET, 2), str(seed_of(reveal(SECRET, 2)))):
        assert secret not in html


def test_a_tournament_without_lots_says_nothing_of_them(client):
    client.force_login(UserFactory())

    assert 'id="lots"' not in page_of(client, entered_cup(2))
