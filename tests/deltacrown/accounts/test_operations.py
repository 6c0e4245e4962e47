from datetime import date

import pytest

from deltacrown.accounts import operations
from deltacrown.accounts.models import GameAccount, Profile
from deltacrown.errors import Refused
from tests.factories import GameFactory, UserFactory

pytestmark = pytest.mark.django_db


def ids(**narrowed_by):
    accounts = GameAccount.objects.filter(**narrowed_by).order_by("pk")
    return list(accounts.values_list("user__username", "game__slug", "player_id"))


def test_update_profile_makes_it_once_and_changes_it_later():
    user = UserFactory()
    first = {"timezone": "Asia/Dhaka", "country": "", "biography": "Duelist"}
    then = {"timezone": "", "country": "NP", "biography": "Coach"}
    private = {"birth_date": date(2004, 2, 29), "phone": "+8801712345678", "discord": "rafi"}

    operations.update_profile(user=user, **first, birth_date=None, phone="", discord="")
    operations.update_profile(user=user, **then, **private)

    told = Profile.objects.values("user", *then, *private)
    assert list(told) == [{"user": user.pk, **then, **private}]


def test_set_game_account_replaces_the_id_of_that_game_alone():
    rafi = UserFactory(username="rafi")
    valorant, pubg = GameFactory(slug="valorant"), GameFactory(slug="pubg")

    operations.set_game_account(user=rafi, game=valorant, player_id="Old#1")
    operations.set_game_account(user=rafi, game=pubg, player_id="5123")
    operations.set_game_account(user=rafi, game=valorant, player_id="New#2")

    assert ids() == [("rafi", "valorant", "New#2"), ("rafi", "pubg", "5123")]


def test_set_game_account_may_repeat_the_own_id():
    rafi, game = UserFactory(username="rafi"), GameFactory(slug="valorant")
    operations.set_game_account(user=rafi, game=game, player_id="Rafi#1")

    operations.set_game_account(user=rafi, game=game, player_id="rafi#1")

    assert ids() == [("rafi", "valorant", "rafi#1")]


@pytest.mark.parametrize("player_id", ["Rafi", "x Rafi#BD1", "Rafi#BD1 x", "Rafi#BD1\n"])
def test_set_game_account_wants_the_whole_id_to_match(player_id):
    game = GameFactory(
        name="Valorant",
        player_id_pattern=r"\w{3,16}#\w{3,5}",
        player_id_help="For example Rafi#BD1.",
    )

    with pytest.raises(Refused) as refusal:
        operations.set_game_account(user=UserFactory(), game=game, player_id=player_id)

    assert refusal.value.code == "malformed"
    assert refusal.value.message == "This is not an id of Valorant. For example Rafi#BD1."
    assert ids() == []


def test_set_game_account_refuses_the_id_of_somebody_else_in_any_case():
    game = GameFactory(name="Valorant", slug="valorant")
    operations.set_game_account(user=UserFactory(username="first"), game=game, player_id="Rafi#BD1")

    with pytest.raises(Refused) as refusal:
        operations.set_game_account(user=UserFactory(), game=game, player_id="RAFI#bd1")

    assert refusal.value.code == "taken"
    assert refusal.value.message == (
        "Somebody else plays Valorant with this id. Please check it for a slip."
    )
    assert ids() == [("first", "valorant", "Rafi#BD1")]


def test_the_same_id_in_two_games_is_two_ids():
    one, other = GameFactory(slug="one"), GameFactory(slug="other")

    operations.set_game_account(user=UserFactory(username="a"), game=one, player_id="77")
    operations.set_game_account(user=UserFactory(username="b"), game=other, player_id="77")

    assert ids() == [("a", "one", "77"), ("b", "other", "77")]


def test_remove_game_account_frees_the_id():
    rafi, next_one, game = UserFactory(), UserFactory(username="next"), GameFactory(slug="pubg")
    operations.set_game_account(user=rafi, game=game, player_id="5123")

    operations.remove_game_account(user=rafi, game=game)
    operations.remove_game_account(user=rafi, game=game)
    operations.set_game_account(user=next_one, game=game, player_id="5123")

    assert ids() == [("next", "pubg", "5123")]
