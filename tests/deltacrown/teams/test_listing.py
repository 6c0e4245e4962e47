import pytest

from deltacrown.errors import Refused
from deltacrown.teams import operations, queries
from deltacrown.teams.models import Listing
from tests.factories import GameFactory, TeamFactory, UserFactory
from tests.factories.people import ListingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def game():
    return GameFactory(name="Valorant", slug="valorant")


@pytest.fixture
def valorant_team(team, game):
    team.game = game
    team.save()
    return team


def test_a_player_looks_for_a_team(people, game):
    operations.look_for_team(user=people["zara"], game=game, text="Duelist")

    rows = Listing.objects.values_list("user__username", "team", "game", "text", "closed_at")
    assert list(rows) == [("zara", None, game.pk, "Duelist", None)]


@pytest.mark.parametrize("by", ["rafi", "mina", "nila"])
def test_a_leader_looks_for_players_in_the_game_of_the_team(valorant_team, people, game, by):
    operations.look_for_players(team=valorant_team, text="One controller", by=people[by])

    rows = Listing.objects.values_list("user__username", "team", "game", "text", "closed_at")
    assert list(rows) == [(by, valorant_team.pk, game.pk, "One controller", None)]


@pytest.mark.parametrize("by", ["jamil", "tamim", "sohel", "zara"])
def test_nobody_else_speaks_for_a_team(valorant_team, people, by):
    with pytest.raises(Refused) as refusal:
        operations.look_for_players(team=valorant_team, text="Me!", by=people[by])

    assert (refusal.value.code, Listing.objects.count()) == ("not_leader", 0)


def test_a_team_without_a_game_says_first_what_it_plays(team, people):
    with pytest.raises(Refused) as refusal:
        operations.look_for_players(team=team, text="Anybody", by=people["rafi"])

    assert refusal.value.code == "no_game"


def test_one_listing_is_open_for_each_game(people, game):
    first = operations.look_for_team(user=people["zara"], game=game, text="Duelist")

    with pytest.raises(Refused) as refusal:
        operations.look_for_team(user=people["zara"], game=game, text="Sentinel")
    operations.close_listing(first, by=people["zara"])
    operations.look_for_team(user=people["zara"], game=game, text="Sentinel")

    assert refusal.value.message == (
        "A listing for Valorant is open already. Close it to write another one."
    )
    assert [each.text for each in queries.free_agents()] == ["Sentinel"]


def test_one_listing_is_open_for_each_team(valorant_team, people):
    operations.look_for_players(team=valorant_team, text="One", by=people["rafi"])

    with pytest.raises(Refused) as refusal:
        operations.look_for_players(team=valorant_team, text="Two", by=people["nila"])

    assert refusal.value.code == "already_listed"


@pytest.mark.parametrize("by", ["rafi", "mina", "nila"])
def test_every_leader_closes_the_listing_of_the_team(valorant_team, people, by):
    listing = operations.look_for_players(team=valorant_team, text="One", by=people["rafi"])

    operations.close_listing(listing, by=people[by])
    operations.close_listing(listing, by=people[by])

    assert list(queries.open_teams()) == []


@pytest.mark.parametrize("by", ["jamil", "zara"])
def test_nobody_else_closes_a_listing(valorant_team, people, game, by):
    listings = [
        operations.look_for_players(team=valorant_team, text="One", by=people["rafi"]),
        operations.look_for_team(user=people["tamim"], game=game, text="Duelist"),
    ]

    for listing in listings:
        with pytest.raises(Refused) as refusal:
            operations.close_listing(listing, by=people[by])
        assert refusal.value.code == "not_yours"

    assert [queries.free_agents().count(), queries.open_teams().count()] == [1, 1]


def test_the_lists_hold_what_is_open_and_are_narrowed_by_game(game):
    pubg = GameFactory(slug="pubg")
    one, other = ListingFactory(game=game), ListingFactory(game=pubg)
    wanted = ListingFactory(game=game, team=TeamFactory(), user=UserFactory(is_active=False))
    ListingFactory(game=game, user=UserFactory(is_active=False))
    Listing.objects.filter(pk=ListingFactory(game=game).pk).close()

    assert list(queries.free_agents()) == [other, one]
    assert list(queries.free_agents("valorant")) == [one]
    assert list(queries.open_teams("valorant")) == [wanted]
    assert list(queries.open_teams("pubg")) == []
