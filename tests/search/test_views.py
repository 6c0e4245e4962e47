import re

import pytest
from wagtail.models import Locale

from tests.factories import GameFactory, OrganizerFactory, TournamentFactory
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

Status = Tournament.Status


def titles(response) -> list[str]:
    return [card.title for card in response.context["cards"]]


def text_of(response) -> str:
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_without_words_it_asks_for_some(client):
    TournamentFactory()

    answer = client.get("/search/")

    assert (titles(answer), answer.status_code) == ([], 200)
    assert "Type a name, a game or an organizer." in text_of(answer)


@pytest.mark.parametrize("words", ["Dhaka Masters", "dhaka", "mast", "Valorant", "cobra"])
def test_it_finds_tournaments_by_title_game_and_introduction(client, words):
    cup = TournamentFactory(title="Dhaka Masters", game=GameFactory(name="Valorant"))
    page = cup.page.specific
    page.introduction = "The cobra strikes."
    page.save()
    TournamentFactory(title="Sylhet Open")

    assert titles(client.get("/search/", {"q": words})) == ["Dhaka Masters"]


def test_all_words_must_be_there(client):
    TournamentFactory(title="Dhaka Masters")

    assert titles(client.get("/search/", {"q": "Dhaka Open"})) == []


def test_it_finds_organizers(client):
    organizer = OrganizerFactory(name="Delta League")

    answer = client.get("/search/", {"q": "delta"})

    assert [page.title for page in answer.context["organizers"]] == ["Delta League"]
    assert f'href="{organizer.page.url}"' in answer.content.decode()


def test_what_the_public_may_not_see_is_not_found(client):
    for status in (Status.DRAFT, Status.ARCHIVED):
        TournamentFactory(title=f"Secret {status}", status=status)
    hidden = TournamentFactory(title="Secret page")
    hidden.page.specific.unpublish()
    TournamentFactory(title="Secret but cancelled", status=Status.CANCELLED)

    assert titles(client.get("/search/", {"q": "secret"})) == ["Secret but cancelled"]


def test_nothing_found_says_so_and_repeats_the_words_as_text(client):
    answer = client.get("/search/", {"q": "<b>zebra</b>"})

    assert "Nothing was found for “&lt;b&gt;zebra&lt;/b&gt;”." in text_of(answer)


@pytest.mark.parametrize("words", ["%", "'", '"', "((", "a & !b", "*", "x" * 3000])
def test_odd_words_are_no_error(client, words):
    assert client.get("/search/", {"q": words}).status_code == 200


def test_a_page_in_two_languages_is_found_once_in_the_language_in_use(client):
    cup = TournamentFactory(title="Dhaka Cup", organizer=OrganizerFactory(name="Dhaka League"))
    bengali = Locale.objects.create(language_code="bn")
    translated = cup.page.specific.copy_for_translation(bengali, copy_parents=True)
    translated.title = "Dhaka Cup in Bengali"
    translated.save_revision().publish()

    english = client.get("/search/", {"q": "dhaka"})
    other = client.get("/bn/search/", {"q": "dhaka"})

    assert [titles(english), titles(other)] == [["Dhaka Cup"], ["Dhaka Cup in Bengali"]]
    assert [len(answer.context["organizers"]) for answer in (english, other)] == [1, 1]


def test_results_come_in_pages(client):
    organizer, game = OrganizerFactory(), GameFactory()
    for number in range(13):
        TournamentFactory(title=f"Dhaka Cup {number}", organizer=organizer, game=game)

    first = client.get("/search/", {"q": "dhaka"})
    second = client.get("/search/", {"q": "dhaka", "page": "2"})

    assert [len(titles(answer)) for answer in (first, second)] == [12, 1]
    assert "?q=dhaka&amp;page=2" in first.content.decode()
    assert not set(titles(first)) & set(titles(second))


def test_as_many_queries_for_three_results_as_for_one(client, django_assert_max_num_queries):
    TournamentFactory(title="Dhaka 1")
    client.get("/search/", {"q": "dhaka"})
    with django_assert_max_num_queries(40) as one:
        client.get("/search/", {"q": "dhaka"})
    TournamentFactory(title="Dhaka 2")
    TournamentFactory(title="Dhaka 3")
    with django_assert_max_num_queries(40) as three:
        client.get("/search/", {"q": "dhaka"})

    assert len(three) == len(one)
