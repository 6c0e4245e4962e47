import pytest

from tournaments.control.forms import LotsForm, ReasonForm, SeedForm
from tournaments.registration.models import Entrant

ANA, BEN, CY, DEE = (
    Entrant(pk=number, name=name)
    for number, name in enumerate(["Ana", "Ben", "Cy", "Dee"], start=1)
)
TIES = [[ANA, BEN], [CY, DEE]]


def test_the_order_goes_tie_by_tie():
    form = LotsForm({"entrant_1": 2, "entrant_2": 1, "entrant_3": 1, "entrant_4": 2}, ties=TIES)

    assert form.is_valid(), form.errors
    assert form.order == [BEN, ANA, CY, DEE]


@pytest.mark.parametrize(
    ("places", "errors"),
    [
        ([1, 1, 1, 2], {"__all__": ["Give each place once."]}),
        ([1, 3, 1, 2], {"entrant_2": ["Ensure this value is less than or equal to 2."]}),
        ([0, 1, 1, 2], {"entrant_1": ["Ensure this value is greater than or equal to 1."]}),
        (["", 1, 1, 2], {"entrant_1": ["This field is required."]}),
    ],
)
def test_each_place_of_a_tie_is_given_once(places, errors):
    data = {f"entrant_{number}": place for number, place in enumerate(places, start=1)}

    assert LotsForm(data, ties=TIES).errors == errors


def test_the_fields_stand_tie_by_tie():
    assert [[field.label for field in fields] for fields in LotsForm(ties=TIES).sets] == [
        ["Ana", "Ben"],
        ["Cy", "Dee"],
    ]


@pytest.mark.parametrize(
    ("seed", "is_valid"), [("", True), ("1", True), ("0", False), ("-1", False), ("best", False)]
)
def test_a_seed_counts_from_one_or_is_left_to_the_draw(seed, is_valid):
    assert SeedForm({"seed": seed}).is_valid() is is_valid


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_is_given_and_short(reason):
    assert not ReasonForm({"reason": reason}).is_valid()
