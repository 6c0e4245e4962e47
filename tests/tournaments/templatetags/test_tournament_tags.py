import pytest

from tournaments.core.models import Game, Tournament
from tournaments.templatetags.tournament_tags import place, who_takes_part


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (1, 1, "Champion"),
        (2, 2, "Runner-up"),
        (3, 3, "Third place"),
        (4, 4, "Place 4"),
        (5, 8, "Places 5 to 8"),
        (1, 2, "Places 1 to 2"),
    ],
)
def test_places_in_words(first, last, words):
    assert place(first, last) == words


@pytest.mark.parametrize(
    ("participation", "smallest", "largest", "words"),
    [
        ("solo", None, None, "Single players"),
        ("team", None, None, "Teams of 5 to 7"),
        ("team", 5, 5, "Teams of 5"),
    ],
)
def test_who_takes_part(participation, smallest, largest, words):
    game = Game(name="Valorant", roster_min=5, roster_max=7)
    cup = Tournament(
        game=game, participation=participation, roster_min=smallest, roster_max=largest
    )

    assert who_takes_part(cup) == words
