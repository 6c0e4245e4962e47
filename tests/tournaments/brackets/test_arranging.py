from tournaments.brackets.arranging import Arrangement, Spot
from tournaments.brackets.layout import Connector
from tournaments.brackets.tree import MatchView, SideView

OPEN = (SideView("One"), SideView("Other"))
LOSERS = [
    Spot("L1-1", "losers", 1, 1, 1),
    Spot("L1-2", "losers", 1, 2, 1),
    Spot("L2-1", "losers", 2, 1, 1, ("L1-1",)),
    Spot("L2-2", "losers", 2, 2, 1, ("L1-2",)),
    Spot("L3-1", "losers", 3, 1, 1, ("L2-1", "L2-2")),
]


def views(*keys: str, hidden: tuple[str, ...] = ()):
    return {key: MatchView(key, OPEN) for key in keys} | dict.fromkeys(hidden)


def test_every_bracket_of_a_double_elimination_is_a_tree():
    spots = [Spot("F", "final", 1, 1, 3), *LOSERS, Spot("W1-1", "winners", 1, 1, 1)]
    shown = Arrangement(spots, double=True).view(
        views(*(spot.key for spot in spots)), name="Main", anchor="stage-1"
    )

    assert [(tree.label, [round_.name for round_ in tree.rounds]) for tree in shown.trees] == [
        ("Main · Winners' bracket", ["Winners' final"]),
        ("Main · Losers' bracket", ["Losers' round 1", "Losers' round 2", "Losers' final"]),
        ("Main · Final", ["Grand final"]),
    ]
    assert [round_.anchor for round_ in shown.rounds] == [
        "stage-1-winners-round-1",
        "stage-1-losers-round-1",
        "stage-1-losers-round-2",
        "stage-1-losers-round-3",
        "stage-1-final-round-1",
    ]


def test_lines_of_a_losers_bracket_are_straight_where_others_drop_in():
    shown = Arrangement(LOSERS, double=True).view(
        views(*(spot.key for spot in LOSERS)), name="", anchor=""
    )
    lines = [
        [line.path for line in round_.gap.connectors] if round_.gap else None
        for round_ in shown.rounds
    ]

    assert lines == [["M0 1H4", "M0 3H4"], ["M0 1H2V2H4", "M0 3H2V2H4"], None]


def test_a_match_that_is_not_shown_keeps_its_place_and_loses_its_line():
    kept = [spot.key for spot in LOSERS if spot.key != "L1-1"]
    shown = Arrangement(LOSERS, double=True).view(
        views(*kept, hidden=("L1-1",)), name="", anchor=""
    )
    first = shown.rounds[0]

    assert [place and place.name for place in first.places] == [None, "L1-2"]
    assert [match.name for match in first.matches] == ["L1-2"]
    assert first.gap.connectors == (Connector("M0 3H4", is_decided=False),)


def test_a_knockout_is_one_tree_with_its_final_and_a_match_for_third_place():
    spots = [
        Spot("W1-1", "winners", 1, 1, 1),
        Spot("W1-2", "winners", 1, 2, 1),
        Spot("T", "third_place", 2, 1, 1),
        Spot("F", "final", 2, 1, 1, ("W1-1", "W1-2")),
    ]
    arrangement = Arrangement(spots, double=False)
    shown = arrangement.view(views(*(spot.key for spot in spots)), name="", anchor="stage-1")

    assert [round_.name for round_ in shown.rounds] == ["Semi-finals", "Final"]
    assert [round_.anchor for round_ in shown.rounds] == ["stage-1-round-1", "stage-1-round-2"]
    assert shown.third_place == MatchView("T", OPEN)
    assert arrangement.names() == {
        "W1-1": "Semi-final 1",
        "W1-2": "Semi-final 2",
        "T": "Third-place match",
        "F": "Final",
    }
