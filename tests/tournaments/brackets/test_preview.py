from tournaments.brackets.preview import planned_brackets
from tournaments.engine.formats import parse_spec
from tournaments.engine.graph import entering

DOUBLE = {"format": "double_elimination", "name": "Playoffs"}


def planned(entrants: int, groups: dict, behind: dict):
    specs = [parse_spec({"format": "round_robin", **groups}), parse_spec(behind)]
    return planned_brackets(specs[1], entering=entering(specs, 2, entrants), number=2)


def test_double_elimination_is_planned_without_its_second_final():
    [view] = planned(8, {"groups": 2, "advance": 2}, DOUBLE)

    assert [[match.spoken for match in round_.matches] for round_ in view.rounds] == [
        ["Winners' semi-final 1: A1 against B2", "Winners' semi-final 2: B1 against A2"],
        ["Winners' final: Winner of Winners' semi-final 1 against Winner of Winners' semi-final 2"],
        ["Losers' round 1: Loser of Winners' semi-final 1 against Loser of Winners' semi-final 2"],
        ["Losers' final: Loser of Winners' final against Winner of Losers' round 1"],
        ["Grand final: Winner of Winners' final against Winner of Losers' final"],
    ]
    assert view.is_planned


def test_names_lead_through_byes():
    [view] = planned(6, {"groups": 2, "advance": 3}, DOUBLE)

    assert view.trees[0].rounds[1].matches[0].sides[0].name == "A1"
    assert not any(match.is_bye for round_ in view.trees[1].rounds for match in round_.matches)


def test_each_group_of_brackets_is_planned():
    views = planned(8, {"groups": 2, "advance": 4}, {**DOUBLE, "groups": 2})

    assert [view.name for view in views] == ["Playoffs, Group A", "Playoffs, Group B"]
    assert len({round_.anchor for view in views for round_ in view.rounds}) == 10


def test_nothing_is_planned_that_does_not_fit():
    assert planned(8, {"groups": 2, "advance": 2}, {**DOUBLE, "in_losers": 3}) == []
