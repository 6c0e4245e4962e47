from hashlib import sha256

import pytest

from tournaments.engine.lots import MOST_STAGES, anchor, reveal, seed_of
from tournaments.engine.types import Invalid

SECRET = "0123456789abcdef" * 4


def as_a_visitor_does(text: str) -> str:
    """What ``printf %s TEXT | sha256sum`` prints."""
    return sha256(text.encode()).hexdigest()


def test_each_revealed_value_hashes_to_what_was_published_before():
    revealed = [reveal(SECRET, stage) for stage in range(1, MOST_STAGES + 1)]

    published = [anchor(SECRET), *revealed[:-1]]
    assert [as_a_visitor_does(value) for value in revealed] == published


def test_the_secret_itself_is_never_published():
    published = {anchor(SECRET), *(reveal(SECRET, n) for n in range(1, MOST_STAGES + 1))}

    assert SECRET not in published
    assert len(published) == MOST_STAGES + 1


def test_another_secret_has_another_anchor():
    assert anchor(SECRET) != anchor(SECRET[::-1])


def test_a_draw_has_the_same_seed_for_ever():
    assert reveal("ab" * 32, 1) == (
        "fc654198ce6138b5501a678ce0fc3bb93c7d7eab04fa4085f6269d5a07e5e6c7"
    )
    assert seed_of(reveal("ab" * 32, 1)) == 4546753698689732141
    assert seed_of("f" * 64) == 2**62 - 1
    assert seed_of("0" * 15 + "4" + "0" * 48) == 1


@pytest.mark.parametrize("stage", [0, -1, MOST_STAGES + 1])
def test_there_are_lots_for_stages_from_the_first_on(stage):
    with pytest.raises(Invalid) as error:
        reveal(SECRET, stage)

    assert error.value.code == "stage_without_lots"
    assert error.value.params == {"most": 64, "stage": stage}
