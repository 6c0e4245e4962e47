import pytest

from tournaments.engine.crossing import check_label, crossed, parse_first_round
from tournaments.engine.entering import Entering, Origin, group_name, group_number
from tournaments.engine.types import Invalid

WORLD_CUP = "A1-B2 C1-D2 E1-F2 G1-H2 B1-A2 D1-C2 F1-E2 H1-G2"


def out_of(groups, per_group, best_next=0):
    """So many of each group of stage 1, and the best of the next place."""
    places = range(1, per_group + 1)
    placed = [Origin(1, group, place) for place in places for group in range(1, groups + 1)]
    return Entering((*placed, *[Origin(1, None, per_group + 1)] * best_next))


def printed(entering):
    def name(seed):
        return "bye" if seed is None else entering.label(seed)

    return " ".join(f"{name(one)}-{name(other)}" for one, other in crossed(entering))


@pytest.mark.parametrize(
    ("number", "name"), [(1, "A"), (8, "H"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA")]
)
def test_groups_are_named_by_letters(number, name):
    assert (group_name(number), group_number(name)) == (name, number)


def test_seeds_of_places_go_by_place_and_then_by_group():
    entering = out_of(groups=3, per_group=2, best_next=2)

    assert [entering.of(seed) for seed in range(1, 9)] == [
        Origin(1, 1, 1),
        Origin(1, 2, 1),
        Origin(1, 3, 1),
        Origin(1, 1, 2),
        Origin(1, 2, 2),
        Origin(1, 3, 2),
        Origin(1, None, 3),
        Origin(1, None, 3),
    ]
    assert entering.count == 8


@pytest.mark.parametrize(
    ("entering", "expected"),
    [
        (out_of(2, 2), "A1-B2 B1-A2"),
        (out_of(4, 2), "A1-B2 C1-D2 B1-A2 D1-C2"),
        (out_of(8, 2), WORLD_CUP),
        (out_of(1, 2), "A1-A2"),
        (out_of(1, 4), "A1-A4 A2-A3"),
        (out_of(4, 1), "A1-D1 B1-C1"),
        (out_of(2, 4), "A1-B4 B2-A3 B1-A4 A2-B3"),
        (out_of(6, 2), "A1-bye B2-C2 D1-bye E1-F2 B1-bye A2-D2 C1-bye F1-E2"),
        (out_of(6, 2, 4), "A1-16 B2-C2 D1-13 E1-F2 B1-15 A2-D2 C1-14 F1-E2"),
    ],
)
def test_crossed_is_written_out(entering, expected):
    assert printed(entering) == expected


@pytest.mark.parametrize("groups", range(2, 33))
def test_crossed_lets_two_of_a_group_meet_in_the_final_only(groups):
    pairs = crossed(out_of(groups, 2))

    slots = {seed: slot for slot, seed in enumerate(side for pair in pairs for side in pair)}
    half = len(pairs)
    for group in range(1, groups + 1):
        assert (slots[group] < half) != (slots[groups + group] < half)


@pytest.mark.parametrize("groups", [2, 3, 4, 5, 6, 8, 12, 16])
@pytest.mark.parametrize("per_group", [3, 4])
def test_crossed_never_lets_group_mates_meet_in_the_first_round(groups, per_group):
    entering = out_of(groups, per_group)

    for one, other in crossed(entering):
        if one and other:
            assert entering.of(one).group != entering.of(other).group


@pytest.mark.parametrize(
    "entering",
    [
        out_of(groups, per_group, best_next)
        for groups in range(2, 17)
        for per_group in (1, 2, 3, 4)
        for best_next in (0, 1)
    ],
)
def test_crossed_gives_byes_to_the_best_places(entering):
    pairs = crossed(entering)

    entered = sorted(seed for pair in pairs for seed in pair if seed is not None)
    byes = [entering.of(one).place for one, other in pairs if other is None]
    best = [entering.of(seed).place for seed in range(1, len(byes) + 1)]
    assert entered == list(range(1, entering.count + 1))
    assert sorted(byes) == best
    assert len(byes) == 2 * len(pairs) - entering.count < len(pairs)


def test_parse_first_round_reads_text_and_pairs_alike():
    after = out_of(8, 2)
    pairs = [pair.split("-") for pair in WORLD_CUP.split()]

    first_round = parse_first_round(WORLD_CUP, entrants=16, entering=after)

    assert first_round == parse_first_round(pairs, entrants=16, entering=after) == crossed(after)
    assert first_round[:2] == [(1, 10), (3, 12)]


def test_parse_first_round_reads_seeds_and_byes():
    assert parse_first_round("1-bye 3-2", entrants=3) == [(1, None), (3, 2)]


def test_parse_first_round_reads_places_and_seeds_of_the_best_next():
    after = out_of(groups=3, per_group=1, best_next=1)

    assert parse_first_round("A1-4 B1-C1", entrants=4, entering=after) == [(1, 4), (2, 3)]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", "not_a_power_of_two"),
        ("A1-B2 B1-A2 A3-B3", "not_a_power_of_two"),
        ("A1-B2-B1", "not_a_pair"),
        ("A1", "not_a_pair"),
        ([["A1"], ["B1", "A2"]], "not_a_pair"),
        ("A1-B2 B1-a2", "bad_label"),
        ("A1-B2 B1-A0", "bad_label"),
        ("A1-B2 B1-", "bad_label"),
        ("A1-B2 B1-C1", "no_such_group"),
        ("A1-B2 B1-A3", "no_such_place"),
        ("A1-B2 B1-5", "no_such_seed"),
        ("A1-B2 B1-A1", "place_twice"),
        ("A1-B2 B1-1", "place_twice"),
        ("A1-B2 B1-bye", "place_missing"),
        ("A1-B2 bye-bye", "two_byes"),
    ],
)
def test_first_round_that_cannot_be_is_refused(given, code):
    with pytest.raises(Invalid) as refusal:
        parse_first_round(given, entrants=4, entering=out_of(groups=2, per_group=2))

    assert refusal.value.code == code


def test_first_round_names_the_place_that_is_missing():
    with pytest.raises(Invalid) as refusal:
        parse_first_round("A1-B2 B1-bye", entrants=4, entering=out_of(2, 2))

    assert refusal.value.message == "A2 is missing."


def test_places_need_groups_before():
    with pytest.raises(Invalid) as refusal:
        parse_first_round("A1-B1", entrants=2)

    assert refusal.value.code == "no_such_group"


def test_a_place_of_two_stages_is_written_as_a_seed():
    entering = Entering((Origin(1, 1, 1), Origin(2, 1, 1), Origin(2, 2, 1)))

    with pytest.raises(Invalid) as refusal:
        parse_first_round("A1-B1 2-bye", entrants=3, entering=entering)

    assert refusal.value.code == "place_of_two_stages"
    assert parse_first_round("1-B1 2-bye", entrants=3, entering=entering) == [(1, 3), (2, None)]


@pytest.mark.parametrize("label", ["A1", "AA12", "16", "bye"])
def test_label_that_can_be_passes(label):
    assert check_label(label) is None
