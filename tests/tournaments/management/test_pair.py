import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.tournaments.management.test_standings import TRF

DEAD_END = {
    "entrants": [{"id": name, "seed": seed} for seed, name in enumerate("ABCD", start=1)],
    "rounds": [
        [{"a": "A", "b": "B", "result": "a"}, {"a": "C", "b": "D", "result": "a"}],
        [{"a": "A", "b": "C", "result": "a"}, {"a": "B", "b": "D", "result": "a"}],
    ],
}


def pair(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("pair", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue().splitlines()


def as_json(*arguments):
    return json.loads(pair(*arguments, "--json")[0])


@pytest.fixture
def written(tmp_path):
    def write(content, name="file"):
        path = tmp_path / name
        path.write_text(
            content if isinstance(content, str) else json.dumps(content), encoding="utf-8"
        )
        return path

    return write


def entrants(number):
    return [{"id": seed, "seed": seed} for seed in range(1, number + 1)]


def test_dead_end_has_one_way_out(written):
    answer = as_json("--history", written(DEAD_END))

    # A was first twice and D never, so D is first now.
    assert answer == {"pairs": [["D", "A"], ["B", "C"]], "bye": None, "rematches": 0}


def test_first_round_of_a_history_without_rounds(written):
    path = written({"entrants": entrants(5), "rounds": []})

    assert as_json("--history", path) == {"pairs": [[1, 4], [2, 3]], "bye": 5, "rematches": 0}
    assert as_json("--history", path, "--option", "first_round=slide") == {
        "pairs": [[1, 3], [2, 4]],
        "bye": 5,
        "rematches": 0,
    }


def test_first_round_by_lot_is_the_same_for_the_same_seed(written):
    path = written({"entrants": entrants(20), "rounds": []})

    def lots(seed):
        chosen = ["--option", "first_round=random", "--option", f"seed={seed}"]
        return as_json("--history", path, *chosen)["pairs"]

    assert lots(4) == lots(4) != lots(5)


def test_withdrawn_and_those_out_by_wins_or_losses_are_not_paired(written):
    path = written(DEAD_END | {"withdrawn": ["B"]})

    options = ["--option", "wins=2", "--option", "losses=2"]

    assert as_json("--history", path) == {"pairs": [["D", "A"]], "bye": "C", "rematches": 0}
    assert as_json("--history", path, *options) == {"pairs": [], "bye": "C", "rematches": 0}


def test_points_and_byes_are_options(written):
    path = written(
        {
            "entrants": entrants(3),
            "rounds": [[{"a": 1, "b": 2, "result": "draw"}, {"a": 3, "b": None}]],
        }
    )

    assert as_json("--history", path)["bye"] == 2
    assert as_json("--history", path, "--option", "bye=loss", "--option", "points=1/1/0") == {
        "pairs": [[3, 1]],
        "bye": 2,
        "rematches": 0,
    }


@pytest.mark.parametrize(
    "pairing", ["matching", "backtracking", "priority_table", "priority-table"]
)
def test_each_pairing_can_be_chosen(written, pairing):
    path = written(DEAD_END | {"rounds": DEAD_END["rounds"][:1]})

    pairs = as_json("--history", path, "--option", f"pairing={pairing}")["pairs"]

    assert [set(sides) for sides in pairs] == [{"A", "C"}, {"B", "D"}]


def test_pairs_are_printed_for_people_without_json(written):
    everybody = [{"a": "A", "b": "D", "result": "a"}, {"a": "B", "b": "C", "result": "a"}]
    path = written(DEAD_END | {"rounds": [*DEAD_END["rounds"], everybody]})
    alone = written({"entrants": entrants(3), "rounds": []}, "alone")

    assert pair("--history", path)[0] == (
        "Round 4\n   1  B – A\n   2  D – C\nRematches: 2. No pairing has fewer.\n"
    )
    assert pair("--history", alone)[0] == "Round 1\n   1  1 – 2\n bye  3\n"


def test_trf_is_paired_and_says_what_it_did_not_read(written):
    output, warnings = pair("--trf", written(TRF), "--json")

    # 1 has met both others; 3 has been white, 2 has not.
    assert json.loads(output) == {"pairs": [[2, 3]], "bye": 1, "rematches": 0}
    assert warnings == ["Not read: 013 A team                              1    2"]


def test_trf_keeps_apart_whom_it_names(written):
    players = "".join(f"001 {number:>4}      Player {number}\n" for number in range(1, 5))

    assert as_json("--trf", written(players))["pairs"] == [[1, 3], [2, 4]]
    assert as_json("--trf", written(players + "XXP 1 3\n"))["pairs"] != [[1, 3], [2, 4]]
    assert as_json("--trf", written(players + "260   1   1    1    3\n"))["pairs"] != [
        [1, 3],
        [2, 4],
    ]
    assert as_json("--trf", written(players + "260   2   3    1    3\n"))["pairs"] == [
        [1, 3],
        [2, 4],
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pairing=greedy"], "pairing is one of matching, backtracking, priority_table, not “gre"),
        (["first_round=best"], "first_round is one of fold, slide, random, adjacent, not “best”."),
        (["first_round=random"], "A first round by lot needs a seed."),
        (["seed=-1"], "The seed of the lots is a whole number, not “-1”."),
        (["wins=many"], "The number of wins is a whole number, not “many”."),
        (["wins=" + "9" * 5000], "The number of wins is a whole number"),
        (["losses=0"], "losses that end the stage for an entrant must be 1 or more."),
        (["points=0/1/2"], "A win must be worth more than a loss"),
        (["points=x"], "“x” are no points"),
        (["bye=half"], "A bye counts as a win, a draw or a loss, not “half”."),
        (["rounds=3"], "“rounds=3” is no option; there are pairing=matching|"),
        (["wins"], "“wins” is no option"),
    ],
)
def test_wrong_options_are_refused(written, arguments, message):
    path = written({"entrants": entrants(4), "rounds": []})

    with pytest.raises(CommandError) as refusal:
        pair("--history", path, *(part for one in arguments for part in ("--option", one)))

    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("how", "content", "message"),
    [
        ("--history", "{", "this is not JSON"),
        ("--history", {"entrants": entrants(1), "rounds": []}, "A history needs at least two"),
        ("--trf", "nothing", "There is no player line (001) in the file."),
    ],
)
def test_file_that_cannot_be_is_refused(written, how, content, message):
    path = written(content)

    with pytest.raises(CommandError) as refusal:
        pair(how, path)

    assert str(refusal.value).startswith(f"{path}: {message}")


def test_nobody_left_is_refused(written):
    path = written(DEAD_END | {"absent": ["A", "B", "C", "D"]})

    with pytest.raises(CommandError) as refusal:
        pair("--history", path)

    assert str(refusal.value) == "Nobody is left to be paired."
