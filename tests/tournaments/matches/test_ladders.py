"""The page of a ladder, and who may challenge whom on it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import OrganizerFactory, UserFactory, organizer_of
from tests.factories.formats import LADDER, challenge, cup_of, entrant_of
from tests.factories.play import KNOCKOUT
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches.ladders import ladder_view

pytestmark = pytest.mark.django_db


def page_of(cup: Tournament) -> str:
    return reverse("matches:ladder", args=[cup.slug])


def player(cup: Tournament, name: str):
    return entrant_of(cup, name).registration.user


def challenged_by(cup: Tournament, user) -> list[str]:
    view = ladder_view(cup.drawn_stages.get(), by=user)
    return [row.entrant.name for row in view.rows if row.challengers]


def send(client, cup: Tournament, challenger: str, challenged: str):
    data = {
        "challenger": entrant_of(cup, challenger).pk,
        "challenged": entrant_of(cup, challenged).pk,
    }
    return client.post(reverse("matches:challenge", args=[cup.slug, 1]), data, follow=True)


def test_a_player_may_challenge_those_in_reach_above():
    cup = cup_of(LADDER, entrants=5)

    assert challenged_by(cup, player(cup, "P4")) == ["P2", "P3"]
    assert challenged_by(cup, player(cup, "P1")) == []
    assert challenged_by(cup, UserFactory()) == []


def test_who_is_busy_or_has_left_is_not_challenged():
    cup = cup_of(LADDER, entrants=5)
    challenge(cup, "P2", "P1")
    cup.entrants.filter(name="P3").update(left_at=timezone.now())

    assert challenged_by(cup, player(cup, "P4")) == []
    assert challenged_by(cup, player(cup, "P5")) == ["P4"]
    assert challenged_by(cup, player(cup, "P2")) == []


def test_a_challenge_is_made_with_one_button(client):
    cup = cup_of(LADDER)
    client.force_login(player(cup, "P3"))
    assert client.get(page_of(cup)).content.decode().count('name="challenger"') == 2

    response = send(client, cup, "P3", "P1")

    match = Match.objects.get()
    assert response.redirect_chain == [(match.get_absolute_url(), 302)]
    assert [side.entrant.name for side in match.sides.all()] == ["P3", "P1"]


def test_the_organizer_challenges_for_others(client):
    cup = cup_of(LADDER)
    client.force_login(organizer_of(cup))
    assert "Make the challenge" in client.get(page_of(cup)).content.decode()

    send(client, cup, "P4", "P2")

    assert Match.objects.count() == 1


@pytest.mark.parametrize(
    ("challenger", "challenged", "message"),
    [
        ("P1", "P3", "One challenges those above, not those below."),
        ("P4", "P1", "One challenges up to 2 places above, not 3."),
    ],
)
def test_a_challenge_out_of_reach_says_why(client, challenger, challenged, message):
    cup = cup_of(LADDER)
    client.force_login(organizer_of(cup))

    page = send(client, cup, challenger, challenged).content.decode()

    assert message in page
    assert not Match.objects.exists()


def another_organizer(cup: Tournament):
    stranger = UserFactory()
    OrganizerFactory(members=[stranger])
    return stranger


@pytest.mark.parametrize(
    "who", [lambda cup: UserFactory(), lambda cup: player(cup, "P2"), another_organizer]
)
def test_nobody_challenges_for_others(client, who):
    cup = cup_of(LADDER)
    client.force_login(who(cup))

    page = send(client, cup, "P3", "P1").content.decode()

    assert "You can challenge for yourself or your team only." in page
    assert "Make the challenge" not in page
    assert not Match.objects.exists()


def test_a_visitor_reads_the_ladder_and_signs_in_to_challenge(client):
    cup = cup_of(LADDER)

    page = client.get(page_of(cup)).content.decode()
    response = send(client, cup, "P3", "P1")

    assert "Sign in to challenge somebody." in page
    assert 'name="challenger"' not in page
    assert response.redirect_chain[0][0].startswith(reverse("account_login"))
    assert not Match.objects.exists()


def test_a_challenge_is_never_made_by_a_link(client):
    cup = cup_of(LADDER)
    client.force_login(organizer_of(cup))

    assert client.get(reverse("matches:challenge", args=[cup.slug, 1])).status_code == 405


@pytest.mark.parametrize("data", [{}, {"challenger": 0, "challenged": "x"}])
def test_a_challenge_names_two_of_the_ladder(client, data):
    cup = cup_of(LADDER)
    client.force_login(organizer_of(cup))

    page = client.post(
        reverse("matches:challenge", args=[cup.slug, 1]), data, follow=True
    ).content.decode()

    assert "Choose who challenges whom." in page


def test_without_a_ladder_there_is_no_page(client):
    assert client.get(page_of(cup_of(KNOCKOUT))).status_code == 404


@pytest.mark.parametrize("entrants", [4, 12])
def test_the_page_needs_the_same_queries_for_any_ladder(
    client, django_assert_num_queries, entrants
):
    cup = cup_of(LADDER, entrants=entrants)
    client.force_login(player(cup, "P3"))
    client.get(page_of(cup))

    with django_assert_num_queries(14):
        client.get(page_of(cup))
