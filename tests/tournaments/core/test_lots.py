from hashlib import sha256

import pytest

from tests.factories import TournamentFactory
from tournaments.core.lots import lots_of, new_secret, next_random_seed, random_seed_of

pytestmark = pytest.mark.django_db


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_secrets_differ():
    assert len({new_secret() for _ in range(5)}) == 5
    assert len(new_secret()) == 64


def test_a_stage_has_the_seed_that_the_secret_gives_it():
    cup = TournamentFactory(draw_secret="ab" * 32)

    seeds = [random_seed_of(cup, number) for number in (1, 2, 1)]

    assert seeds[0] == seeds[2] != seeds[1]
    cup.refresh_from_db()
    assert cup.draw_secret == "ab" * 32


def test_a_tournament_from_before_the_lots_gets_its_secret_once():
    cup = TournamentFactory()

    first = random_seed_of(cup, 1)

    cup.refresh_from_db()
    assert len(cup.draw_secret) == 64
    assert random_seed_of(cup, 1) == first


def test_before_the_draw_only_the_anchor_is_known():
    cup = TournamentFactory(draw_secret="ab" * 32)

    lots = lots_of(cup, {})

    assert lots["revealed"] == []
    assert hashed(lots_of(cup, {1: random_seed_of(cup, 1)})["revealed"][0][1]) == lots["anchor"]


def test_each_draw_reveals_what_leads_to_the_one_before():
    cup = TournamentFactory(draw_secret="ab" * 32)
    one, two = random_seed_of(cup, 1), random_seed_of(cup, 2)

    lots = lots_of(cup, {2: two, 1: one})

    (number, first, seed), (next_number, second, next_seed) = lots["revealed"]
    assert (number, seed, next_number, next_seed) == (1, one, 2, two)
    assert (hashed(first), hashed(second)) == (lots["anchor"], first)


def test_nothing_is_revealed_for_a_seed_that_came_from_elsewhere():
    cup = TournamentFactory(draw_secret="ab" * 32)

    assert lots_of(cup, {1: 5})["revealed"] == []
    assert lots_of(TournamentFactory(), {1: 5}) is None


def test_links_follow_the_order_of_the_draws_and_not_of_the_stages():
    cup = TournamentFactory(draw_secret="ab" * 32)
    first = next_random_seed(cup, [])
    second = next_random_seed(cup, [first, 5])

    lots = lots_of(cup, {1: first, 3: second})

    assert [number for number, _value, _seed in lots["revealed"]] == [1, 3]
    # What stage 2 will draw by cannot be computed from what stage 3 revealed.
    third = next_random_seed(cup, [first, second])
    known = {seed for _number, _value, seed in lots["revealed"]}
    assert third == random_seed_of(cup, 3)
    assert third not in known
