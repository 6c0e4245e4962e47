from tournaments.brackets.tree import BracketView, MatchView, RoundView, SideView, TreeView
from tournaments.control.printing.trees import MOST_PLACES, MOST_ROUNDS, parts_of


def match(name: str, *, decided: bool = False) -> MatchView:
    sides = (SideView(name=f"{name} A", seed=1, score=2 if decided else None, is_winner=decided),)
    return MatchView(
        name=name, sides=(*sides, SideView(name=f"{name} B", seed=2)), is_decided=decided
    )


def tree(*sizes: int, label: str = "Winners") -> TreeView:
    return TreeView(
        label,
        tuple(
            RoundView(
                name=f"Round {number}",
                anchor="",
                places=tuple(match(f"{number}.{place}") for place in range(size)),
            )
            for number, size in enumerate(sizes, start=1)
        ),
    )


def shape(parts: list) -> list[list[int]]:
    return [[len(round_["places"]) for round_ in part["rounds"]] for part in parts]


def test_a_small_bracket_is_one_part():
    parts = parts_of(BracketView("Main", (tree(4, 2, 1),)))

    assert [part["name"] for part in parts] == ["Main, Winners"]
    assert shape(parts) == [[4, 2, 1]]
    assert [round_["feeds"] for round_ in parts[0]["rounds"]] == [
        [[0, 0], [1, 0], [2, 1], [3, 1]],
        [[0, 0], [1, 0]],
        [],
    ]


def test_a_large_bracket_has_a_part_for_each_branch_and_one_for_the_last_rounds():
    parts = parts_of(BracketView("", (tree(32, 16, 8, 4, 2, 1),)))

    assert [part["name"] for part in parts] == [
        "Winners, part 1 of 3",
        "Winners, part 2 of 3",
        "Winners, part 3 of 3",
    ]
    assert shape(parts) == [[16, 8, 4, 2], [16, 8, 4, 2], [2, 1]]
    names = [side["name"] for part in parts for side in _sides(part)]
    assert len(names) == len(set(names)) == 2 * 63


def _sides(part: dict) -> list[dict]:
    places = [place for round_ in part["rounds"] for place in round_["places"]]
    return [side for place in places for side in place["sides"]]


def test_no_part_is_too_wide_or_too_high():
    sizes = (16, 16, 8, 8, 4, 4, 2, 2, 1, 1)

    parts = parts_of(BracketView("", (tree(*sizes, label="Losers"),)))

    assert [size for part in shape(parts) for size in part] == list(sizes)
    assert all(len(part) <= MOST_ROUNDS for part in shape(parts))
    assert all(size <= MOST_PLACES for part in shape(parts) for size in part)


def test_a_round_that_is_as_large_as_the_next_leads_straight_on():
    [part] = parts_of(BracketView("", (tree(2, 2, 1),)))

    assert part["rounds"][0]["feeds"] == [[0, 0], [1, 1]]


def test_what_is_not_shown_keeps_its_room_and_leads_nowhere():
    round_ = RoundView(name="One", anchor="", places=(None, match("1.1")))
    final = RoundView(name="Final", anchor="", places=(match("2.0"),))

    [part] = parts_of(BracketView("", (TreeView("", (round_, final)),)))

    assert part["rounds"][0]["places"][0] is None
    assert part["rounds"][0]["feeds"] == [[1, 0]]


def test_the_match_for_third_place_comes_last():
    bracket = BracketView("", (tree(2, 1),), third_place=match("Third place"))

    [part] = parts_of(bracket)

    assert [round_["name"] for round_ in part["rounds"]] == ["Round 1", "Round 2", "Third place"]


def test_who_won_is_told_apart_without_colour():
    [part] = parts_of(
        BracketView("", (TreeView("", (RoundView("F", "", (match("F", decided=True),)),)),))
    )

    assert part["rounds"][0]["places"] == [
        {
            "decided": True,
            "note": "",
            "sides": [
                {"name": "1  F A", "score": "2", "won": True, "open": False},
                {"name": "2  F B", "score": "", "won": False, "open": False},
            ],
        }
    ]


def test_the_name_of_a_bracket_is_not_said_twice():
    [part] = parts_of(BracketView("Main", (tree(2, 1, label="Main · Winners' bracket"),)))

    assert part["name"] == "Main · Winners' bracket"
