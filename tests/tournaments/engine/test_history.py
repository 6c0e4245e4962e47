import pytest

from tournaments.engine.history import History, parse_history
from tournaments.engine.results import Result
from tournaments.engine.types import Invalid, Kind

THREE = [{"id": "x", "seed": 3}, {"id": "y", "seed": 1}, {"id": 7, "seed": 2}]


def history(*rounds, entrants=THREE, **more):
    return {"entrants": entrants, "rounds": list(rounds), **more}


def pair(a, b, result=None):
    return {"a": a, "b": b, "result": result}


def test_entrants_are_numbered_in_the_order_of_the_file():
    read = parse_history(history())

    assert read == History(("x", "y", 7), {1: 3, 2: 1, 3: 2}, ())
    assert [read.id_of(entrant) for entrant in (1, 2, 3)] == ["x", "y", 7]


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("a", Result(1, 3, 1, 0, 1)),
        ("b", Result(1, 3, 0, 1, 3)),
        ("draw", Result(1, 3, 0, 0, None)),
        ("double_forfeit", Result(1, 3, 0, 0, None, Kind.DOUBLE_FORFEIT)),
        ("a_forfeit", Result(1, 3, 1, 0, 1, Kind.FORFEIT)),
        ("b_forfeit", Result(1, 3, 0, 1, 3, Kind.FORFEIT)),
    ],
)
def test_each_result_is_read(name, result):
    assert parse_history(history([pair("x", 7, name)])).rounds == ((result,),)


@pytest.mark.parametrize("bye", [pair("y", None), pair("y", None, "a"), {"a": "y"}])
def test_a_pair_without_b_is_a_bye(bye):
    read = parse_history(history([pair("x", 7, "a"), bye]))

    assert read.rounds[0][1] == Result(2, None, 0, 0, None, Kind.BYE)


def test_absent_and_withdrawn_are_left_out():
    assert parse_history(history(absent=["x"], withdrawn=["x", 7])).absent == {1, 3}


def test_a_late_entrant_is_absent_until_the_round_it_comes_for():
    entrants = [*THREE, {"id": "z", "seed": 4, "from_round": 2}]

    before = parse_history(history(entrants=entrants))
    after = parse_history(history([pair("x", "y", "a")], entrants=entrants))

    assert before.absent == {4}
    assert after.absent == frozenset()


@pytest.mark.parametrize(
    ("given", "code", "sentence"),
    [
        ([], "not_an_object", "A history must be an object."),
        ({"entrants": THREE}, "not_a_list", "rounds of a history must be a list."),
        ({"entrants": {}, "rounds": []}, "not_a_list", "entrants of a history must be a list."),
        (history(absent="x"), "not_a_list", "absent of a history must be a list."),
        (history({}), "not_a_list", "Round 1 must be a list of pairs."),
        (history(entrants=[1, 2]), "not_an_object", "Entrant 1 must be an object."),
        (history(entrants=THREE[:1]), "too_few_entrants", "A history needs at least two entrants."),
        (
            history(entrants=[{"id": True, "seed": 1}]),
            "not_an_id",
            "The id of entrant 1 must be a whole number or a text.",
        ),
        (
            history(entrants=[*THREE, {"id": "x", "seed": 4}]),
            "entrant_twice",
            "Entrant 'x' is listed twice.",
        ),
        (
            history(entrants=[*THREE, {"id": "z", "seed": 1}]),
            "seed_twice",
            "Entrants 'y' and 'z' have the same seed, 1.",
        ),
        (
            history(entrants=[{"id": "x", "seed": 0}]),
            "not_a_whole_number",
            "seed of entrant 'x' must be a whole number from 1.",
        ),
        (
            history(entrants=[{"id": "x", "seed": True}]),
            "not_a_whole_number",
            "seed of entrant 'x' must be a whole number from 1.",
        ),
        (
            history(entrants=[{"id": "x", "seed": 1, "from_round": "2"}]),
            "not_a_whole_number",
            "from_round of entrant 'x' must be a whole number from 1.",
        ),
        (
            history(withdrawn=["q"]),
            "unknown_entrant",
            "Entrant 'q' is absent, but not listed.",
        ),
        (history([3]), "not_an_object", "Round 1, pair 1: a pair must be an object."),
        (
            history([pair("x", "y", "a")], [pair("x", "q", "a")]),
            "unknown_entrant",
            "Round 2, pair 1: there is no entrant 'q'.",
        ),
        (
            history([pair(True, "y", "a")]),
            "unknown_entrant",
            "Round 1, pair 1: there is no entrant True.",
        ),
        (
            history([pair("x", "y", "a"), pair(7, "x", "a")]),
            "twice_in_round",
            "Round 1, pair 2: 'x' is in this round twice.",
        ),
        (
            history([pair("x", "x", "a")]),
            "meets_itself",
            "Round 1, pair 1: 'x' cannot meet itself.",
        ),
        (
            history([pair("x", "y", "c")]),
            "unknown_result",
            "Round 1, pair 1: there is no result 'c'.",
        ),
        (
            history([pair("x", "y", ["a"])]),
            "unknown_result",
            "Round 1, pair 1: there is no result ['a'].",
        ),
        (
            history([pair("x", None, "b")]),
            "result_of_bye",
            "Round 1, pair 1: 'b' is no result of a bye.",
        ),
        (
            history(
                [pair("x", "y", "a")],
                entrants=[*THREE[:1], {"id": "y", "seed": 1, "from_round": 2}],
            ),
            "before_arrival",
            "Round 1, pair 1: 'y' was not there yet.",
        ),
    ],
)
def test_faults_are_refused_and_say_where(given, code, sentence):
    with pytest.raises(Invalid) as refusal:
        parse_history(given)

    assert (refusal.value.code, refusal.value.message) == (code, sentence)
