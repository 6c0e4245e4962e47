from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournaments.engine.history import History
from tournaments.engine.results import Result
from tournaments.engine.tallies import Bye, Points
from tournaments.engine.trf import CHESS, Byes, Cell, KeptApart, Player, Report
from tournaments.engine.trf_history import adjustments, history
from tournaments.engine.trf_reading import read
from tournaments.engine.trf_writing import written
from tournaments.engine.types import Invalid, Kind

HALF = Fraction(1, 2)
HEAD = "012 Open\n"


def line(number, *cells, points="", rank=""):
    """A player line in the columns of 2016, with cells such as "2 w 1"."""
    name = f"Player {number}"
    static = f"001 {number:>4} m    {name:<33} 2000{'':28}{points:>4} {rank:>4}"
    return "  ".join([static, *(cell.rjust(8) for cell in cells)]) + "\n"


def file_of(*lines):
    return HEAD + "".join(lines)


FULL = """### made by hand
012 City Open
022 Dhaka
032 BAN
042 2026/01/02
052 2026/01/04
062 3
072 2
092 Individual: Swiss-System
102 A. Rahman
112 B. Das
112 C. Roy
122 90 min
132                                                                                        26/01/02  26/01/03
142 5
152 W
001    1 m GM Rahman,Ziaur                      2500 BAN    10200001 1974/10/01  1.5    1     2 w 1  0000 - H
001    2 wWGM Hamid,Rani                        2100 BAN    10200002 1944/07/14  1.0    2     1 b 0  0000 - U
001    3      Islam,N.                                               1990.01.01  0.5    3  0000 - H  0000 - Z
XXR 5
XXC white1
XXZ 3
XXP 1 3
240 H 003    2
260 001 002    1    2
013 A team                              1    2
XXA    1  1.0
"""  # fmt: skip # noqa: E501


def test_file_is_read_with_all_it_says():
    assert read(FULL) == Report(
        name="City Open",
        city="Dhaka",
        federation="BAN",
        start="2026/01/02",
        end="2026/01/04",
        kind="Individual: Swiss-System",
        chief_arbiter="A. Rahman",
        deputies=("B. Das", "C. Roy"),
        time_control="90 min",
        round_dates=("26/01/02", "26/01/03"),
        rounds=5,
        initial_colour="w",
        players=(
            Player(
                number=1,
                name="Rahman,Ziaur",
                cells=(Cell(2, "w", "1"), Cell(None, "-", "H")),
                points=Fraction(3, 2),
                rank=1,
                rating=2500,
                title="GM",
                sex="m",
                federation="BAN",
                fide_number="10200001",
                birth="1974/10/01",
            ),
            Player(
                number=2,
                name="Hamid,Rani",
                cells=(Cell(1, "b", "0"), Cell(None, "-", "U")),
                points=1,
                rank=2,
                rating=2100,
                title="WGM",
                sex="w",
                federation="BAN",
                fide_number="10200002",
                birth="1944/07/14",
            ),
            Player(
                number=3,
                name="Islam,N.",
                cells=(Cell(None, "-", "H"), Cell(None, "-", "Z")),
                points=HALF,
                rank=3,
                birth="1990.01.01",
            ),
        ),
        absent=(3,),
        kept_apart=(KeptApart((1, 3)), KeptApart((1, 2), 1, 2)),
        byes=(Byes("H", 3, (2,)),),
        unread=("013 A team                              1    2", "XXA    1  1.0"),
    )


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_file_reads_the_same_whatever_ends_its_lines(end):
    assert read("\ufeff" + FULL.replace("\n", end)) == read(FULL)


def test_written_file_has_the_lines_it_was_read_from():
    lines = written(read(FULL)).split("\r\n")

    assert sorted(lines) == sorted(["", "082 0", *FULL.splitlines()[1:]])


def test_history_has_the_rounds_that_were_paired():
    report = read(FULL)

    assert history(report) == History(
        ids=(1, 2, 3),
        seeds={1: 1, 2: 2, 3: 3},
        rounds=((Result(1, 2, 1, 0, 1),), (Result(2, None, 0, 0, None, Kind.BYE),)),
        absent=frozenset({2, 3}),  # 2 has half a point without playing in round 3
    )
    assert adjustments(report, CHESS) == {1: HALF, 3: HALF}


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        ("2 w 1", "1 b 0", Result(1, 2, 1, 0, 1)),
        ("2 b 1", "1 w 0", Result(2, 1, 0, 1, 1)),
        ("2 w =", "1 b =", Result(1, 2, 0, 0, None)),
        ("2 w l", "1 b w", Result(1, 2, 0, 1, 2)),
        ("2 w D", "1 b D", Result(1, 2, 0, 0, None)),
        ("2 w +", "1 b -", Result(1, 2, 1, 0, 1, Kind.FORFEIT)),
        ("2 - -", "1 - +", Result(1, 2, 0, 1, 2, Kind.FORFEIT)),
        ("2 - +", "1 w -", Result(2, 1, 0, 1, 1, Kind.FORFEIT)),
        ("2 - -", "1 - -", Result(1, 2, 0, 0, None, Kind.DOUBLE_FORFEIT)),
        ("2 w 0", "1 b 0", Result(1, 2, 0, 0, None, Kind.DOUBLE_FORFEIT)),
    ],
)
def test_result_codes(one, other, result):
    assert history(read(file_of(line(1, one), line(2, other)))).rounds == ((result,),)


@pytest.mark.parametrize(
    ("cell", "is_bye", "worth"),
    [
        ("0000 - U", True, 0),
        ("0000 - F", True, 0),
        ("0000 - +", True, 0),
        ("0000 - H", False, HALF),
        ("0000 - Z", False, 0),
        ("0000 - -", False, 0),
        ("", False, 0),
    ],
)
def test_rounds_without_an_opponent(cell, is_bye, worth):
    report = read(file_of(line(1, "2 w 1"), line(2, "1 b 0"), line(3, cell)))

    byes = (Result(3, None, 0, 0, None, Kind.BYE),) if is_bye else ()
    assert history(report).rounds == ((Result(1, 2, 1, 0, 1), *byes),)
    assert adjustments(report, CHESS) == ({3: worth} if worth else {})


def test_full_point_bye_is_a_win_where_the_bye_of_the_pairing_is_not():
    report = read(
        file_of(line(1, "0000 - F"), line(2, "0000 - U"), line(3, "4 w 1"), line(4, "3 b 0"))
    )

    assert adjustments(report, Points(1, HALF, 0, Bye.DRAW)) == {1: HALF}


def test_bye_of_a_line_240_counts_in_a_round_that_was_paired():
    report = read(file_of(line(1, "2 w 1"), line(2, "1 b 0"), line(3), "240 H 001    3\n"))

    assert adjustments(report, CHESS) == {3: HALF}
    assert history(report).absent == frozenset()


def test_players_are_entrants_by_their_starting_rank():
    report = read(file_of(line(30, "7 w 1"), line(7, "30 b 0"), line(12)))

    assert history(report).ids == (7, 12, 30)
    assert history(report).rounds == ((Result(3, 1, 1, 0, 3),),)


def test_cell_after_the_last_paired_round_makes_a_player_absent():
    report = read(file_of(line(1, "2 w 1", "0000 - Z"), line(2, "1 b 0")))

    assert history(report).absent == frozenset({1})
    assert len(history(report).rounds) == 1


def test_points_of_the_file_are_read_and_written():
    report = read(file_of("162  W 3.0    D 1.0    L 0.0    P 1.0\n", line(1)))

    assert report.points == Points(3, 1, 0, Bye.DRAW)
    assert "162  W 3.0    D 1.0    L 0.0    A 0.0    P 1.0\r\n" in written(report)


@pytest.mark.parametrize(
    "text",
    [
        "162  P 0.7",  # neither a win nor a draw nor a loss
        "162  L 1.0    D 2.0    W 3.0",  # a forfeit would be worth less than a loss
        "062 7",
        "082 4",
        "152 X",
        "XXC rank",
        "240 U 001    1",
        "260 001 002    1",
        "0011",
        "999 what is this",
    ],
)
def test_line_that_is_not_understood_is_kept(text):
    report = read(file_of(line(1), text + "\n"))

    assert report.unread == (text,)
    assert read(written(report)) == report


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There is no player line (001) in the file."),
        (file_of(line(1), line(1)), "Line 3: player 1 is in the file twice."),
        (file_of("001   x\n"), "Line 2: '  x' is no starting rank."),
        (file_of(line(1, "2 w ?")), "Line 2: '2 w ?' is no result of player 1 in round 1."),
        (file_of(line(1, "2 w")), "Line 2: '2 w' is no result of player 1 in round 1."),
        (file_of(line(1, "2 w H")), "Line 2: '2 w H' is no result of player 1 in round 1."),
        (file_of(line(1, "0000 - 1")), "Line 2: '0000 - 1' is no result of player 1 in round 1."),
        (file_of(line(1, "x w 1")), "Line 2: 'x w 1' is no result of player 1 in round 1."),
        (file_of(line(1, points="a")), "Line 2: 'a' are no points."),
        (file_of(line(1, rank="a")), "Line 2: 'a' is no rank."),
        (file_of(line(1), "XXR many\n"), "Line 3: the number of rounds cannot be 'many'."),
        (file_of(line(1), "XXR 3\n", "142 4\n"), "Line 4: the number of rounds cannot be '4'."),
        (file_of(line(1), "XXP 1 b\n"), "Line 3: '1 b' are no starting ranks."),
        (file_of(line(1), "162  W x\n"), "Line 3: 'W x' are no points."),
    ],
)
def test_file_that_cannot_be_is_refused_with_its_line(text, message):
    with pytest.raises(Invalid) as refusal:
        read(text)

    assert refusal.value.message == message


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["2 w 1", "1 w 0"], "Round 1: 1 and 2 have the same colour."),
        (["2 w 1", "1 b 1"], "Round 1: the results of 1 and 2 do not go together."),
        (["2 w 1", "1 b ="], "Round 1: the results of 1 and 2 do not go together."),
        (["2 w +", "1 b 0"], "Round 1: the results of 1 and 2 do not go together."),
        (["2 w 1", ""], "Round 1: 1 met 2, who did not meet 1."),
        (["9 w 1", ""], "Round 1: 1 met 9, who did not meet 1."),
        (["1 w 1", ""], "Round 1: 1 met 1, who did not meet 1."),
    ],
)
def test_rounds_that_contradict_themselves_are_refused(lines, message):
    report = read(file_of(*(line(number, cell) for number, cell in enumerate(lines, start=1))))

    with pytest.raises(Invalid) as refusal:
        history(report)

    assert refusal.value.message == message


def test_absent_player_that_is_not_there_is_refused():
    with pytest.raises(Invalid) as refusal:
        history(read(file_of(line(1), "XXZ 4\n")))

    assert refusal.value.message == "There is no player 4."


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "n" * 34},
        {"name": " n"},
        {"number": 10000},
        {"points": 100},
        {"points": Fraction(1, 3)},
        {"federation": "BANG"},
    ],
)
def test_player_that_does_not_fit_the_columns_is_refused(changes):
    player = replace(Player(1, "A"), **changes)

    with pytest.raises(Invalid) as refusal:
        written(Report("Open", (player,)))

    assert refusal.value.code == "trf_does_not_fit"


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (Report(" Open", (Player(1, "A"),)), "trf_does_not_fit"),
        (Report("Open\nCup", (Player(1, "A"),)), "trf_two_lines"),
    ],
)
def test_header_that_does_not_fit_a_line_is_refused(report, code):
    with pytest.raises(Invalid) as refusal:
        written(report)

    assert refusal.value.code == code


def texts(longest):
    # Anything that can be typed into one line; the file has no way to say the rest.
    letters = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
    return st.text(letters, max_size=longest).map(str.strip)


cells = st.one_of(
    st.builds(Cell, st.integers(1, 9999), st.sampled_from("wb-"), st.sampled_from("10=+-WDL")),
    st.builds(Cell, st.none(), st.just("-"), st.sampled_from("FHUZ")),
)


@st.composite
def reports(draw):
    numbers = draw(st.lists(st.integers(1, 9999), min_size=1, max_size=5, unique=True))
    players = tuple(
        Player(
            number=number,
            name=draw(texts(33)),
            cells=tuple(draw(st.lists(cells, max_size=4))),
            points=draw(st.none() | st.integers(0, 999).map(lambda n: Fraction(n, 10))),
            rank=draw(st.none() | st.integers(0, 9999)),
            rating=draw(st.none() | st.integers(1, 9999)),
            title=draw(st.sampled_from(["", "g", "wf", "WGM"])),
            sex=draw(st.sampled_from(["", "m", "w"])),
            federation=draw(st.sampled_from(["", "BAN"])),
            fide_number=draw(st.integers(0, 10**11 - 1).map(str)),
            birth=draw(st.sampled_from(["", "1990", "1990/01/01"])),
        )
        for number in numbers
    )
    some = st.lists(st.sampled_from(numbers), min_size=2, max_size=3).map(tuple)
    rounds = st.integers(1, 999)
    return Report(
        name=draw(texts(60)),
        players=players,
        rounds=draw(st.none() | rounds),
        city=draw(texts(20)),
        deputies=tuple(draw(st.lists(texts(9).filter(bool), max_size=2))),
        round_dates=draw(st.sampled_from([(), ("26/01/02",), ("26/01/02", "26/01/03")])),
        initial_colour=draw(st.sampled_from(["", "w", "b"])),
        points=draw(
            st.sampled_from([CHESS, Points(3, 1, 0), Points(3, 2, 1), Points(1, HALF, 0, Bye.DRAW)])
        ),
        byes=tuple(
            draw(st.lists(st.builds(Byes, st.sampled_from("FHZ"), rounds, some), max_size=2))
        ),
        kept_apart=(
            *(KeptApart(apart) for apart in draw(st.lists(some, max_size=2))),
            *draw(st.lists(st.builds(KeptApart, some, rounds, rounds), max_size=2)),
        ),
        absent=draw(st.just(()) | some),
        unread=draw(st.sampled_from([(), ("013 A team  1",), ("062 99", "XXA 1 1.0")])),
    )


@given(reports())
def test_what_is_written_reads_back_the_same(report):
    assert read(written(report)) == report


@given(reports())
def test_report_gives_a_history_or_says_why_not(report):
    try:
        played = history(report)
    except Invalid:
        return
    assert len(played.ids) == len(report.players)
    assert adjustments(report, CHESS).keys() <= played.seeds.keys()
