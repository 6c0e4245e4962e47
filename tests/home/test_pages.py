import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import RegistrationFactory, TournamentFactory, home_page
from tests.factories.competition import entrants_of
from tournaments.awards.models import Placement
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

Status = Tournament.Status


def in_days(days):
    return timezone.now() + timedelta(days=days)


def text_of(response) -> str:
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def shelves(response) -> dict[str, list[str]]:
    shown = response.context["tournaments"]
    return {
        name: [card.title for card in getattr(shown, name)]
        for name in ("live", "open", "upcoming", "finished")
    }


def test_a_new_site_invites_to_create_a_team(client):
    home_page()

    answer = client.get("/")

    assert "No tournament has been announced yet." in text_of(answer)
    assert 'href="/teams/create/"' in answer.content.decode()


def test_each_tournament_stands_on_one_shelf(client):
    TournamentFactory(title="on", status=Status.LIVE)
    TournamentFactory(title="open", starts_at=in_days(2))
    TournamentFactory(title="soon open", starts_at=in_days(1))
    full = TournamentFactory(title="full", capacity=2, starts_at=in_days(3))
    RegistrationFactory.create_batch(2, tournament=full)
    TournamentFactory(title="announced", registration_opens_at=in_days(1), starts_at=in_days(9))
    TournamentFactory(title="won", status=Status.COMPLETED)
    TournamentFactory(title="off", status=Status.CANCELLED)
    TournamentFactory(title="put away", status=Status.ARCHIVED)
    TournamentFactory(title="secret", status=Status.DRAFT)

    assert shelves(client.get("/")) == {
        "live": ["on"],
        "open": ["soon open", "open"],
        "upcoming": ["full", "announced"],
        "finished": ["won"],
    }


def test_a_finished_tournament_names_its_champion(client):
    cup = TournamentFactory(status=Status.COMPLETED)
    [ana] = entrants_of(cup, ["Ana"])
    Placement.objects.create(tournament=cup, entrant=ana, first=1, last=1)

    assert "Champion: Ana" in text_of(client.get("/"))


def test_the_words_of_the_page_are_shown(client):
    page = home_page()
    page.headline, page.introduction = "Play in Dhaka", "Every Friday."
    page.body = [("features", {"features": [{"title": "Fair draws", "text": "From a seed."}]})]
    page.save()

    text = text_of(client.get("/"))

    assert "Play in Dhaka Every Friday." in text
    assert "Fair draws From a seed." in text


def test_as_many_queries_for_three_tournaments_as_for_one(client, django_assert_max_num_queries):
    TournamentFactory()
    client.get("/")
    with django_assert_max_num_queries(40) as one:
        client.get("/")
    TournamentFactory(status=Status.LIVE)
    TournamentFactory(status=Status.COMPLETED)
    with django_assert_max_num_queries(40) as three:
        client.get("/")

    assert len(three) == len(one)
