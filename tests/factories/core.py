import factory

from tournaments.core.models import Game


class GameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Game

    name = factory.Sequence(lambda n: f"Game {n}")
    slug = factory.Sequence(lambda n: f"game-{n}")
    roster_min = 1
    roster_max = 5
    tiebreaks = ["points", "difference", "scored"]
