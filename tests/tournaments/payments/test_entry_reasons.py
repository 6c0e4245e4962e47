"""What is in the way, shown before the form, each with what to do."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from tests.factories import GameFactory, TournamentFactory, UserFactory

pytestmark = pytest.mark.django_db


def page_of(client, cup) -> str:
    response = client.get(reverse("registration:register", args=[cup.slug]))
    assert response.context["form"] is None
    return " ".join(response.content.decode().split())


def test_all_that_is_in_the_way_is_told_at_once(client):
    game = GameFactory(slug="valorant", player_id_label="Riot ID", player_id_pattern=r".+#.+")
    cup = TournamentFactory(
        game=game,
        slug="spring-cup",
        minimum_age=16,
        allowed_countries="BD",
        registration_closes_at=timezone.now(),
    )
    player = UserFactory(username="tamim")
    EmailAddress.objects.create(user=player, email=player.email, verified=False)
    client.force_login(player)

    page = page_of(client, cup)

    here = reverse("registration:register", args=["spring-cup"])
    for message, way in (
        ("Verify your e-mail address first", reverse("account_email")),
        ("The Riot ID for", f"{reverse('account_game', args=['valorant'])}?next={here}"),
        ("The date of birth is missing for: tamim.", f"{reverse('account')}?next={here}"),
        ("The country is missing for: tamim.", f"{reverse('account')}?next={here}"),
        ("Registration is closed since", "/tournaments/"),
    ):
        assert message in page
        assert f'href="{way}"' in page


def test_the_rules_of_entry_are_among_the_facts(client):
    cup = TournamentFactory(minimum_age=16, allowed_countries="BD, IN", entry_fee=500)

    page = page_of(client, cup)

    assert "Minimum age</dt><dd>16" in page
    assert "Players from</dt><dd>BD, IN" in page
    assert "Refunded until the draw" in page
