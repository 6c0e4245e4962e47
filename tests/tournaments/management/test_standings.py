import io
import json

import pytest
from django.core.management import CommandError, call_command

HISTORY = {
    "entrants": [{"id": name, "seed": seed} for seed, name in enumerate("ABCDE", start=1)],
    "rounds": [
        [
            {"a": "A", "b": "B", "result": "a"},
            {"a": "C", "b": "D", "result": "draw"},
            {"a": "E", "b": None},
        ],
        [
            {"a": "E", "b": "A", "result": "b"},
            {"a": "B", "b": "C", "result": "double_forfeit"},
            {"a": "D", "b": None},
        ],
    ],
}
TRF = """012 Open
013 A team                              1    2
001    1      Able                              2000                             1.5    1     2 w 1     3 b =
001    2      Baker                             1900                             0.5    3     1 b 0  0000 - H
001    3      Cherry                            1800                             1.0    2  0000 - U     1 w =
"""  # noqa: E501


def standings(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("standings", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue().splitlines()


def as_json(*arguments):
    return json.loads(standings(*arguments, "--json")[0])


@pytest.fixture
def history(tmp_path):
    path = tmp_path / "history.json"
    path.write_text(json.dumps(HISTORY), encoding="utf-8")
    return path


@pytest.fixture
def trf(tmp_path):
    path = tmp_path / "open.trf"
    path.write_text(TRF, encoding="utf-8")
    return path


def test_history_is_ranked_by_points_and_then_by_the_tiebreaks(history):
    rows = as_json("--history", history, "--tiebreaks", "buchholz,sonneborn_berger,losses")

    names = ["id", "rank", "points", "buchholz", "sonneborn_berger", "losses"]
    assert [list(row) for row in rows] == [names] * 5
    assert [list(row.values()) for row in rows] == [
        ["A", 1, 2, 1, 1, 0],
        ["D", 2, 1.5, 0.5, 0.25, 0],
        ["E", 3, 1, 2, 0, 1],
        ["C", 4, 0.5, 1.5, 0.75, 1],
        ["B", 5, 0, 2.5, 0, 2],
    ]


def test_points_and_byes_are_options(history):
    rows = as_json("--history", history, "--option", "points=3/1/0", "--option", "bye=draw")

    assert rows == [
        {"id": "A", "rank": 1, "points": 6},
        {"id": "D", "rank": 2, "points": 2},
        {"id": "C", "rank": 3, "points": 1},
        {"id": "E", "rank": 3, "points": 1},
        {"id": "B", "rank": 5, "points": 0},
    ]


def test_head_to_head_is_null_for_those_who_were_not_tied(history):
    rows = as_json(
        *("--history", history, "--tiebreaks", "head_to_head_points,lots"),
        *("--option", "points=1/1/0", "--option", "lots_seed=7"),
    )

    # A and D have two points, C and E one; no two of them met.
    assert {row["head_to_head_points"] for row in rows} == {None}
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]
    assert sorted(row["lots"] for row in rows) == [1, 2, 3, 4, 5]


def test_trf_is_ranked_by_its_results_and_says_what_differs(trf):
    output, warnings = standings("--trf", trf, "--tiebreaks", "points,buchholz_cut_1", "--json")

    assert json.loads(output) == [
        {"id": 1, "rank": 1, "points": 1.5, "buchholz_cut_1": 1.5},
        {"id": 3, "rank": 2, "points": 1.5, "buchholz_cut_1": 0},
        {"id": 2, "rank": 3, "points": 0.5, "buchholz_cut_1": 0},
    ]
    assert warnings == [
        "Not read: 013 A team                              1    2",
        "Player 3 has 1.5 points by the results, and 1 in the file.",
    ]


def test_table_is_printed_for_people_without_json(trf):
    output, _warnings = standings("--trf", trf, "--tiebreaks", "opponents_win_rate")

    assert output == (
        "rank  id  points  opponents_win_rate\n"
        "   1   3     1.5                 0.5\n"
        "   2   1     1.5                   0\n"
        "   3   2     0.5                 0.5\n"
    )


def test_file_in_the_letters_of_windows_is_read(tmp_path):
    path = tmp_path / "old.trf"
    path.write_bytes(TRF.replace("Able", "Blé.").encode("latin-1"))

    assert [row["id"] for row in as_json("--trf", path)] == [1, 3, 2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--tiebreaks", "luck"], "There is no tiebreak 'luck'."),
        (["--tiebreaks", "wins,wins"], "Tiebreak 'wins' is listed twice."),
        (["--option", "points"], "“points” is no option; there are points="),
        (["--option", "colour=w"], "“colour=w” is no option; there are points="),
        (["--option", "points=3/1"], "“3/1” are no points; they look like 3/1/0 or 1/0.5/0."),
        (["--option", "points=3//0"], "“3//0” are no points; they look like 3/1/0 or 1/0.5/0."),
        (["--option", "points=0/1/3"], "A win must be worth more than a loss"),
        (["--option", "bye=yes"], "A bye counts as a win, a draw or a loss, not “yes”."),
        (["--option", "lots_seed=x"], "The seed of the lots is a whole number, not “x”."),
    ],
)
def test_wrong_arguments_are_refused(history, arguments, message):
    with pytest.raises(CommandError) as refusal:
        standings("--history", history, *arguments)

    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("how", "content", "message"),
    [
        ("--history", "{", "this is not JSON: "),
        ("--history", "[" * 100_000, "this is not JSON: "),
        ("--history", "[]", "A history must be an object."),
        ("--trf", "012 Open", "There is no player line (001) in the file."),
        ("--trf", TRF.replace("2 w 1", "2 w ="), "Round 1: the results of 1 and 2 do not go"),
    ],
)
def test_file_that_cannot_be_is_refused(tmp_path, how, content, message):
    path = tmp_path / "wrong"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError) as refusal:
        standings(how, path)

    assert str(refusal.value).startswith(f"{path}: {message}")


def test_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError) as refusal:
        standings("--trf", tmp_path / "nowhere")

    assert str(refusal.value) == f"{tmp_path / 'nowhere'}: No such file or directory."
