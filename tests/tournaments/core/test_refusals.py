import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tournaments import engine
from tournaments.core.refusals import MESSAGES, OPTIONS, refused
from tournaments.engine.types import Invalid

# What only files, commands and our own code can get wrong: it stays in English.
NOT_FOR_ORGANIZERS = {
    # the form of a file, or of options given to a command
    "not_a_flag",
    "not_a_list",
    "not_an_object",
    "unknown_format",
    "unknown_option",
    # the history of a Swiss stage
    "before_arrival",
    "entrant_twice",
    "not_an_id",
    "result_of_bye",
    "seed_twice",
    "too_few_entrants",
    "twice_in_round",
    "unknown_entrant",
    "unknown_result",
    # FIDE's tournament report file
    "trf_does_not_fit",
    "trf_line",
    "trf_no_player",
    "trf_no_players",
    "trf_round",
    "trf_two_lines",
    # the form of the planner has the same limits
    "plan_entrants_out_of_range",
    # results, tables and draws as our own code makes them
    "bye_against_kind",
    "bye_won",
    "drawn_twice",
    "lobby_seeds",
    "negative_drop",
    "not_in_group",
    "not_in_stage",
    "random_needs_seed",
    "stage_without_lots",
    "winner_against_kind",
    "winner_against_score",
    "winner_did_not_play",
}


def refusals_of_the_engine() -> dict[str, list[set[str]]]:
    """By code, the names of what each ``Invalid`` with it carries."""
    found = defaultdict(list)
    for path in Path(engine.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            names = {word.arg: word.value for word in node.keywords}
            code = names.get("code")
            if isinstance(code, ast.Constant):
                found[code.value].append(set(names) if _is_invalid(node) else None)
    return found


def _is_invalid(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "Invalid"


RAISED = refusals_of_the_engine()
# Given as the second of three in ``options``.
CODES = set(RAISED) | {"not_a_text"}


def test_whatever_the_engine_refuses_is_said_in_the_language_of_the_organizer():
    assert CODES - set(MESSAGES) == NOT_FOR_ORGANIZERS


def test_every_translated_code_is_one_that_the_engine_raises():
    assert set(MESSAGES) - CODES == set()


@pytest.mark.parametrize("code", sorted(set(MESSAGES) & set(RAISED)))
def test_a_message_asks_for_nothing_that_the_engine_does_not_give(code):
    asked = set(re.findall(r"%\((\w+)\)s", str(MESSAGES[code])))

    for given in RAISED[code]:
        # ``naming`` adds the option, and ``check_stages`` the stage.
        assert given is None or asked <= given | {"key", "stage"}


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            Invalid("raw", code="groups_too_small", entrants=5, groups=3),
            "5 entrants cannot fill 3 groups: each needs at least two.",
        ),
        (Invalid("raw", code="no_such_place", label="A9"), "A9 does not advance."),
        (
            Invalid("raw", code="out_of_range", key="k", least=1, most=1000),
            f"{OPTIONS['k']}: this must be 1 to 1000.",
        ),
        (Invalid("Said by the engine.", code="drawn_twice"), "Said by the engine."),
    ],
)
def test_a_refusal_says_it_in_the_words_of_the_site(error, message):
    refusal = refused(error)

    assert (refusal.message, refusal.code) == (message, error.code)
