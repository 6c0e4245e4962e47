"""Two entrants change places in a draw: as the same draw would have it of the new order."""

import random

import pytest

from deltacrown.errors import Refused
from tests.factories import UserFactory, draw_next, match_of, organizer_of, win
from tests.factories.formats import (
    DOUBLE,
    LADDER,
    LOBBY,
    SWISS,
    better_wins,
    challenge,
    cup_of,
    entrant_of,
    pair_next,
)
from tests.factories.play import KNOCKOUT, LEAGUE
from tests.tournaments.control.hung_rows import hang_everything_on, hung_on
from tournaments.brackets.draw import drawing
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.standings import group_tables
from tournaments.control.correcting import undo
from tournaments.control.draw_edits import exchange, preview_exchange
from tournaments.control.models import Correction
from tournaments.control.operations import withdraw_entrant
from tournaments.control.rows import rows_of
from tournaments.core.models import Event, Tournament
from tournaments.engine.formats import parse_spec
from tournaments.matches.operations import forfeit

pytestmark = pytest.mark.django_db

FORMATS = {
    "knockout": ([KNOCKOUT], 6),
    "double": ([DOUBLE], 5),
    "brackets": ([{**DOUBLE, "groups": 2, "advance": 1}, KNOCKOUT], 7),
    "league": ([{**LEAGUE, "groups": 2, "advance": 1}, KNOCKOUT], 6),
    "swiss": ([SWISS], 5),
    "swiss by lot": ([{**SWISS, "first_round": "random"}], 6),
    "lobbies": ([{**LOBBY, "lobby_size": 3, "advance": 1}, KNOCKOUT], 6),
    "ladder": ([LADDER], 4),
}


def exchanged(stage: Stage, one: str, other: str, *, seen: str = "") -> Correction:
    cup = stage.tournament
    return exchange(
        stage,
        one=entrant_of(cup, one),
        other=entrant_of(cup, other),
        by=organizer_of(cup),
        reason="They are friends.",
        seen=seen,
    )


def places(stage: Stage) -> dict:
    """Who stands where: in the order of seeds, and on each side."""
    sides = stage.matches.values_list(
        *("code", "status", "sides__slot", "sides__entrant", "sides__is_bye", "sides__is_winner")
    )
    return {
        "entries": list(stage.entries.order_by("seed").values_list("entrant", "group__number")),
        "sides": set(sides),
    }


def as_drawn(stage: Stage) -> dict:
    """The same, as the bridge draws it of the order that stands now."""
    entries = stage.entries.select_related("entrant").order_by("seed")
    drawn = drawing(
        stage,
        parse_spec(stage.spec),
        [entry.entrant for entry in entries],
        rng=random.Random(stage.random_seed),
    )
    return {
        "entries": [
            (entry.entrant_id, entry.group.number if entry.group else None)
            for entry in drawn.entries
        ],
        "sides": {
            (code, str(match.status), side.slot, side.entrant_id, side.is_bye, side.is_winner)
            for code, match in drawn.matches.items()
            for side in drawn.sides[code]
        },
    }


@pytest.mark.parametrize(("stages", "entrants"), FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize(("one", "other"), [("P1", "P4"), ("P2", "P3"), ("P3", "P4")])
def test_the_stage_is_as_the_same_draw_makes_it_of_the_new_order(stages, entrants, one, other):
    stage = cup_of(*stages, entrants=entrants).drawn_stages.get()
    before = places(stage)
    codes = dict(stage.matches.values_list("code", "pk"))

    exchanged(stage, one, other)

    assert places(stage) == as_drawn(stage) != before
    assert dict(stage.matches.values_list("code", "pk")) == codes


@pytest.mark.parametrize(("stages", "entrants"), FORMATS.values(), ids=FORMATS)
def test_undoing_gives_back_the_draw_exactly(stages, entrants):
    cup = cup_of(*stages, entrants=entrants)
    before = rows_of(cup)
    correction = exchanged(cup.drawn_stages.get(), "P1", "P4")
    assert correction.kind == Correction.Kind.DRAW
    assert rows_of(cup) != before

    undo(correction, by=organizer_of(cup))

    assert rows_of(cup) == before


def test_a_bye_goes_to_the_other():
    cup = cup_of(KNOCKOUT, entrants=5)
    stage = cup.drawn_stages.get()
    with_bye = stage.matches.filter(sides__is_bye=True, sides__entrant__isnull=True)

    def free() -> set[str]:
        sides = {side for match in with_bye for side in match.sides.exclude(entrant=None)}
        return {side.entrant.name for side in sides}

    assert free() == {"P1", "P2", "P3"}
    exchanged(stage, "P1", "P5")
    assert free() == {"P5", "P2", "P3"}


def test_a_ladder_stands_in_the_new_order():
    cup = cup_of(LADDER)
    exchanged(cup.drawn_stages.get(), "P1", "P4")
    [table] = group_tables(cup.drawn_stages.get())
    assert [table.entrants[row.entrant].name for row in table.rows] == ["P4", "P2", "P3", "P1"]


def test_a_preview_shows_what_then_happens_and_whom_it_concerns():
    cup = cup_of(KNOCKOUT)
    stage = cup.drawn_stages.get()
    before = rows_of(cup), Event.objects.count()

    found = preview_exchange(
        stage, one=entrant_of(cup, "P1"), other=entrant_of(cup, "P2"), by=organizer_of(cup)
    )

    assert (rows_of(cup), Event.objects.count()) == before
    assert [change.sentence for change in found.changes] == [
        "P1: seed 1 → seed 2",
        "P2: seed 2 → seed 1",
        "Playoffs, Semi-final 1: P1 – P4, to be played → P2 – P4, to be played",
        "Playoffs, Semi-final 2: P2 – P3, to be played → P1 – P3, to be played",
    ]
    assert [(told.kind, told.people) for told in found.told] == [
        ("Your place in the draw is another", 2),
        ("Your matches have changed", 2),
    ]
    made = exchanged(stage, "P1", "P2", seen=found.digest)
    assert made.summary == [change.sentence for change in found.changes]


def test_those_concerned_are_told(drain_queue):
    cup = cup_of(KNOCKOUT, entrants=8)
    drain_queue()

    exchanged(cup.drawn_stages.get(), "P1", "P2")
    drain_queue()

    event = Event.objects.get(kind="stage.exchanged")
    told = event.notices.filter(channel="inbox").order_by("recipient")
    names = {
        (notice.recipient.roster_entries.get().registration.name, notice.subject.partition(": ")[2])
        for notice in told
    }
    assert names == {
        ("P1", "your place in the draw is another"),
        ("P2", "your place in the draw is another"),
        ("P7", "your matches have changed"),
        ("P8", "your matches have changed"),
    }


def test_what_hangs_on_matches_that_stay_the_same_stays():
    cup = cup_of(KNOCKOUT, entrants=8)
    stage = cup.drawn_stages.get()
    same, other = match_of(cup, "W1-2"), match_of(cup, "W1-1")
    hang_everything_on(same)
    before = hung_on(cup)
    exchanged(stage, "P1", "P2")
    assert hung_on(cup) == before

    hang_everything_on(other)
    exchanged(stage, "P1", "P2")

    assert not other.check_ins.exists()


def test_nothing_changes_once_something_was_played():
    def begun_by(act) -> str:
        cup = cup_of(KNOCKOUT, entrants=5)
        act(cup)
        before = rows_of(cup)
        with pytest.raises(Refused) as refusal:
            exchanged(cup.drawn_stages.get(), "P1", "P2")
        assert rows_of(cup) == before
        return refusal.value.code

    def move(status):
        return lambda cup: Match.objects.filter(stage__tournament=cup, code="W1-2").update(
            status=status
        )

    official = organizer_of
    assert {
        begun_by(act)
        for act in (
            *(move(status) for status in ("live", "reported", "disputed")),
            lambda cup: win(match_of(cup, "W1-2")),
            lambda cup: forfeit(match=match_of(cup, "W1-2"), absent=[1, 2], by=official(cup)),
            lambda cup: withdraw_entrant(entrant_of(cup, "P4"), by=official(cup), reason="Ill."),
        )
    } == {"begun"}


def a_challenge(cup: Tournament) -> None:
    challenge(cup, "P2", "P1")


@pytest.mark.parametrize(
    ("stage", "act"),
    [(LADDER, a_challenge), (SWISS, lambda cup: (better_wins(cup), pair_next(cup)))],
)
def test_a_ladder_and_a_swiss_stage_begin_too(stage, act):
    cup = cup_of(stage)
    act(cup)

    with pytest.raises(Refused) as refusal:
        exchanged(cup.drawn_stages.get(), "P3", "P4")

    assert refusal.value.code == "begun"


def test_a_later_stage_can_be_put_in_another_order():
    cup = cup_of({**LEAGUE, "groups": 2, "advance": 2, "draws": False}, KNOCKOUT, entrants=6)
    better_wins(cup)
    stage = draw_next(cup)
    one, other = stage.entries.order_by("seed").values_list("entrant__name", flat=True)[:2]
    before = rows_of(cup)

    correction = exchanged(stage, one, other)
    assert list(stage.entries.order_by("seed").values_list("entrant__name", flat=True)[:2]) == [
        other,
        one,
    ]
    undo(correction, by=organizer_of(cup))

    assert rows_of(cup) == before


def player_who_is_an_official(cup: Tournament):
    player = cup.entrants.get(name="P1").registration.user
    player.groups.add(cup.organizer.group)
    return player


@pytest.mark.parametrize(
    ("who", "one", "other", "code"),
    [
        (lambda cup: UserFactory(), "P1", "P2", "not_organizer"),
        (player_who_is_an_official, "P1", "P2", "conflict_of_interest"),
        (organizer_of, "P1", "P1", "same"),
        (organizer_of, "P1", "stranger", "not_in_stage"),
    ],
)
def test_an_exchange_is_refused(who, one, other, code):
    cup, elsewhere = cup_of(KNOCKOUT), cup_of(KNOCKOUT)
    stage = cup.drawn_stages.get()
    before = rows_of(cup)
    second = elsewhere.entrants.first() if other == "stranger" else entrant_of(cup, other)
    pair = {"one": entrant_of(cup, one), "other": second, "by": who(cup)}

    with pytest.raises(Refused) as refusal:
        exchange(stage, **pair, reason="Better so.")
    assert refusal.value.code == code
    with pytest.raises(Refused):
        preview_exchange(stage, **pair)
    assert rows_of(cup) == before


def test_a_preview_that_is_out_of_date_is_not_applied_and_a_reason_is_needed():
    cup = cup_of(KNOCKOUT)
    stage = cup.drawn_stages.get()
    pair = {"one": entrant_of(cup, "P1"), "other": entrant_of(cup, "P2")}
    seen = preview_exchange(stage, **pair, by=organizer_of(cup)).digest
    exchanged(stage, "P3", "P4")

    with pytest.raises(Refused) as refusal:
        exchanged(stage, "P1", "P2", seen=seen)
    assert refusal.value.code == "went_on"
    with pytest.raises(Refused) as refusal:
        exchange(stage, **pair, by=organizer_of(cup), reason=" ")
    assert refusal.value.code == "reason_missing"


def test_who_plays_for_one_of_them_does_not_undo_it():
    cup = cup_of(KNOCKOUT)
    correction = exchanged(cup.drawn_stages.get(), "P1", "P2")

    with pytest.raises(Refused) as refusal:
        undo(correction, by=player_who_is_an_official(cup))

    assert refusal.value.code == "conflict_of_interest"
