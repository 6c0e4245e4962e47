import re
from pathlib import Path

import pytest

from tournaments import engine
from tournaments.core.refusals import MESSAGES, refused
from tournaments.engine.types import Invalid

SOURCE = "\n".join(path.read_text() for path in Path(engine.__file__).parent.glob("*.py"))
CODES = set(re.findall(r'code="([a-z_]+)"', SOURCE))


def test_every_translated_code_is_one_that_the_engine_raises():
    assert set(MESSAGES) - CODES == set()


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            Invalid("raw", code="groups_too_small", entrants=5, groups=3),
            "5 entrants cannot fill 3 groups: each needs at least two.",
        ),
        (Invalid("raw", code="no_such_place", label="A9"), "A9 does not advance."),
        (Invalid("Said by the engine.", code="drawn_twice"), "Said by the engine."),
    ],
)
def test_a_refusal_says_it_in_the_words_of_the_site(error, message):
    refusal = refused(error)

    assert (refusal.message, refusal.code) == (message, error.code)
