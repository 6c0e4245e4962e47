"""Correcting results: what follows from a result follows from the new one, and undo is exact."""

from collections.abc import Callable

import pytest
from django_q.models import OrmQ

from deltacrown.errors import Refused
from tests.factories import (
    UserFactory,
    completed_cup,
    draw_next,
    drawn_cup,
    match_of,
    names_of,
    organizer_of,
    play_by_seed,
)
from tests.factories.formats import (
    DOUBLE,
    LADDER,
    LOBBY,
    SWISS,
    SWISS_UNTIL_TWO,
    better_wins,
    challenge,
    cup_of,
    entrant_of,
    facts,
    finish,
    finishes,
    pair_next,
)
from tests.factories.play import KNOCKOUT, LEAGUE, win
from tournaments.brackets.models import Match
from tournaments.brackets.operations import Verdict, leave
from tournaments.brackets.standings import group_tables
from tournaments.control.correcting import Preview, correct, preview_correction, undo
from tournaments.control.models import Correction
from tournaments.control.operations import withdraw_entrant
from tournaments.control.rows import TABLES, rows_of
from tournaments.core.models import Event, Tournament, Version
from tournaments.engine.results import Game
from tournaments.matches.operations import enter_result, finished, forfeited, played

pytestmark = pytest.mark.django_db

GROUP = {**LEAGUE, "draws": False, "advance": 2}


def won_by(match: Match, slot: int) -> Verdict:
    game = Game(2, 1) if slot == 1 else Game(1, 2)
    return played(match, [game] * (match.best_of // 2 + 1))


def beat(match: Match, name: str) -> Verdict:
    """The verdict that ``name`` won."""
    return won_by(match, match.sides.get(entrant__name=name).slot)


def preview(match: Match, verdict) -> Preview:
    return preview_correction(match=match, verdict=verdict, by=organizer_of(match.tournament))


def corrected(match: Match, verdict, *, seen: str = "") -> Correction:
    by = organizer_of(match.tournament)
    return correct(match=match, verdict=verdict, by=by, reason="Entered wrongly.", seen=seen)


def everything(cup: Tournament) -> dict:
    """All seven tables of the competition, and what else an operation leaves behind."""
    rows = dict(rows_of(cup))
    rows["events"] = list(Event.objects.order_by("pk").values())
    rows["queue"] = list(OrmQ.objects.order_by("pk").values())
    rows["versions"] = list(Version.objects.order_by("pk").values())
    rows["corrections"] = list(Correction.objects.order_by("pk").values())
    return rows


def sentences(found: Preview) -> list[str]:
    return [change.sentence for change in found.changes]


# --- situations: a competition, a match of it, and what it should have ended with --------------


def knockout() -> tuple[Match, object]:
    cup = cup_of({**KNOCKOUT, "third_place": True})
    better_wins(cup)
    return (match := match_of(cup, "W1-1")), won_by(match, 2)


def knockout_final_turned() -> tuple[Match, object]:
    cup = cup_of(KNOCKOUT, entrants=2)
    win(match_of(cup, "F"), 2)
    return (match := match_of(cup, "F")), won_by(match, 1)


def to_be_played_again() -> tuple[Match, object]:
    cup = cup_of(KNOCKOUT)
    better_wins(cup)
    return match_of(cup, "W1-2"), None


def double_elimination_first_round() -> tuple[Match, object]:
    cup = cup_of(DOUBLE, entrants=5)
    better_wins(cup)
    return (match := match_of(cup, "W2-1")), beat(
        match, match.sides.get(is_winner=False).entrant.name
    )


def second_final_appears() -> tuple[Match, object]:
    cup = cup_of(DOUBLE)
    better_wins(cup)
    return (match := match_of(cup, "F")), won_by(match, 2)


def second_final_vanishes() -> tuple[Match, object]:
    cup = cup_of(DOUBLE)
    better_wins(cup, but="F")
    return (match := match_of(cup, "F")), won_by(match, 1)


def sides_of_the_final_change_places() -> tuple[Match, object]:
    """Who won the winners' final stood in the first place of the final, and now in the second."""
    cup = cup_of(DOUBLE)
    better_wins(cup, but="L2-1")
    return (match := match_of(cup, "W2-1")), beat(
        match, match.sides.get(is_winner=False).entrant.name
    )


def group_with_playoffs() -> tuple[Match, object]:
    cup = cup_of(GROUP, KNOCKOUT)
    better_wins(cup)
    draw_next(cup)
    better_wins(cup, stage=2)
    match = cup.drawn_stages.get(number=1).matches.get(
        pk__in=Match.objects.filter(sides__entrant__name="P2").filter(sides__entrant__name="P3")
    )
    return match, beat(match, "P3")


def swiss_first_round() -> tuple[Match, object]:
    cup = cup_of(SWISS, entrants=5)
    better_wins(cup)
    pair_next(cup)
    return (match := match_of(cup, "R1-1")), won_by(match, 2)


def swiss_until_two() -> tuple[Match, object]:
    cup = cup_of(SWISS_UNTIL_TWO, entrants=4)
    for _round in range(2):
        better_wins(cup)
        pair_next(cup)
    better_wins(cup)
    match = cup.drawn_stages.get().matches.filter(round__number=2).first()
    return match, beat(match, match.sides.get(is_winner=False).entrant.name)


def lobby() -> tuple[Match, object]:
    cup = cup_of(LOBBY, entrants=3)
    for code in ("G1-1-1", "G1-2-1"):
        finish(match_of(cup, code), "P1", "P2", "P3")
    match = match_of(cup, "G1-1-1")
    return match, finished(match, finishes(match, "P3", "P2", absent=("P1",)))


def ladder() -> tuple[Match, object]:
    cup = cup_of(LADDER)
    first = win(challenge(cup, "P3", "P1"))
    win(challenge(cup, "P4", "P2"), 2)
    return first, won_by(first, 2)


def forfeited_by_both() -> tuple[Match, object]:
    cup = cup_of(KNOCKOUT)
    better_wins(cup)
    return match_of(cup, "W1-1"), forfeited([1, 2])


def disqualified() -> tuple[Match, object]:
    cup = cup_of(DOUBLE)
    better_wins(cup)
    return match_of(cup, "W1-1"), forfeited([1], Match.DecidedBy.DISQUALIFICATION)


SITUATIONS: list[Callable[[], tuple[Match, object]]] = [
    knockout,
    knockout_final_turned,
    to_be_played_again,
    double_elimination_first_round,
    second_final_appears,
    second_final_vanishes,
    sides_of_the_final_change_places,
    group_with_playoffs,
    swiss_first_round,
    swiss_until_two,
    lobby,
    ladder,
    forfeited_by_both,
    disqualified,
]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_preview_writes_nothing_and_says_what_then_happens(situation):
    match, verdict = situation()
    before = everything(match.tournament)

    found = preview(match, verdict)

    assert everything(match.tournament) == before
    assert found.changes
    assert corrected(match, verdict, seen=found.digest).summary == sentences(found)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_undoing_gives_back_every_row_exactly(situation):
    match, verdict = situation()
    cup = match.tournament
    before = rows_of(cup)
    correction = corrected(match, verdict)
    assert rows_of(cup) != before

    undo(correction, by=organizer_of(cup))

    assert list(rows_of(cup)) == list(TABLES)
    assert rows_of(cup) == before


# --- what follows in each format ------------------------------------------------------------


def test_later_matches_whose_sides_change_are_open_again_and_the_others_stand():
    cup = cup_of({**KNOCKOUT, "third_place": True}, entrants=8)
    better_wins(cup)

    corrected(match_of(cup, "W1-1"), won_by(match_of(cup, "W1-1"), 2))

    assert facts(cup, "W1-1", "W1-2", "W2-1", "W2-2", "F") == [
        ("completed", "played", "P8"),
        ("completed", "played", "P4"),
        ("ready", "", None),
        ("completed", "played", "P2"),
        ("pending", "", None),
    ]
    assert names_of(match_of(cup, "W2-1").sides) == ["P8", "P4"]
    assert names_of(match_of(cup, "F").sides) == [None, "P2"]
    assert not match_of(cup, "W2-1").sides.exclude(score=None).exists()


def test_a_score_alone_changes_nothing_behind():
    cup = cup_of(KNOCKOUT)
    better_wins(cup)
    match = match_of(cup, "W1-1")

    found = preview(match, played(match, [Game(5, 0)]))

    assert sentences(found) == ["Playoffs, Semi-final 1: P1 2–1 P4 → P1 5–0 P4"]


def test_the_games_of_a_series_are_part_of_its_result():
    cup = cup_of({**KNOCKOUT, "best_of": 3}, entrants=2)
    match = match_of(cup, "F")
    enter_result(match=match, games=[Game(2, 1), Game(3, 0)], by=organizer_of(cup))

    found = preview(match, played(match, [Game(2, 1), Game(9, 0)]))

    assert sentences(found) == ["Playoffs, Final: P1 2–0 P2 (2–1, 3–0) → P1 2–0 P2 (2–1, 9–0)"]


def test_a_second_final_appears_when_the_losers_side_won_the_first():
    match, verdict = second_final_appears()
    assert facts(match.tournament, "F2")[0][0] == "void"

    corrected(match, verdict)

    assert facts(match.tournament, "F2") == [("ready", "", None)]
    assert sorted(names_of(match_of(match.tournament, "F2").sides)) == sorted(names_of(match.sides))


def test_a_second_final_vanishes_with_its_result():
    match, verdict = second_final_vanishes()
    assert facts(match.tournament, "F2")[0][:2] == ("completed", "played")

    corrected(match, verdict)

    assert facts(match.tournament, "F2") == [("void", "", None)]
    assert names_of(match_of(match.tournament, "F2").sides) == [None, None]


def test_a_stage_is_taken_back_when_others_enter_it_and_can_be_drawn_again():
    match, verdict = group_with_playoffs()
    cup = match.tournament
    assert names_of(match_of(cup, "F", stage=2).sides) == ["P1", "P2"]

    found = preview(match, verdict)
    corrected(match, verdict, seen=found.digest)

    assert "Playoffs, Final: P1 2–1 P2 → no longer drawn" in sentences(found)
    assert "P3 in Group A: rank 3 with 3 points → rank 2 with 6 points" in sentences(found)
    assert not cup.drawn_stages.filter(number=2).exists()
    draw_next(cup)
    assert names_of(match_of(cup, "F", stage=2).sides) == ["P1", "P3"]


def test_a_stage_is_taken_back_when_its_seeds_are_others():
    match, _verdict = group_with_playoffs()
    cup = match.tournament
    first = cup.drawn_stages.get(number=1).matches.get(
        pk__in=Match.objects.filter(sides__entrant__name="P1").filter(sides__entrant__name="P2")
    )
    corrected(first, beat(first, "P2"))
    assert not cup.drawn_stages.filter(number=2).exists()
    draw_next(cup)
    assert names_of(match_of(cup, "F", stage=2).sides) == ["P2", "P1"]


def test_a_stage_stands_when_the_same_enter_it_in_the_same_order():
    match, _verdict = group_with_playoffs()
    cup = match.tournament
    last = cup.drawn_stages.get(number=1).matches.get(
        pk__in=Match.objects.filter(sides__entrant__name="P3").filter(sides__entrant__name="P4")
    )

    found = preview(last, beat(last, "P4"))
    corrected(last, beat(last, "P4"), seen=found.digest)

    assert facts(cup, "F", stage=2) == [("completed", "played", "P1")]
    assert not [each for each in sentences(found) if each.startswith("Playoffs")]


def test_a_swiss_round_without_results_is_taken_back_and_paired_again():
    match, verdict = swiss_first_round()
    swiss = match.stage
    assert swiss.rounds.count() == 2

    corrected(match, verdict)

    assert list(swiss.rounds.values_list("number", flat=True)) == [1]
    assert swiss.wanted_round is None
    pair_next(match.tournament)
    winners = set(names_of(match_of(match.tournament, "R2-1").sides))
    assert match.sides.get(is_winner=True).entrant.name in winners


def test_a_later_swiss_round_with_results_stands_when_rounds_are_fixed():
    match, verdict = swiss_first_round()
    cup = match.tournament
    second = match_of(cup, "R2-1")
    win(second)
    before = names_of(second.sides)

    corrected(match, verdict)

    assert match.stage.rounds.count() == 2
    assert names_of(match_of(cup, "R2-1").sides) == before
    assert facts(cup, "R2-1")[0][:2] == ("completed", "played")


def test_a_later_swiss_round_is_taken_back_when_others_have_a_part_in_it():
    match, verdict = swiss_until_two()
    assert match.stage.rounds.count() == 3

    corrected(match, verdict)

    assert match.stage.rounds.count() == 2


def test_a_swiss_match_that_is_played_again_takes_back_the_rounds_behind_it():
    match, _verdict = swiss_first_round()

    corrected(match, None)

    assert match.stage.rounds.count() == 1
    assert facts(match.tournament, match.code) == [("ready", "", None)]


def test_a_lobby_is_counted_again():
    match, verdict = lobby()

    found = preview(match, verdict)
    corrected(match, verdict)

    [table] = group_tables(match.stage)
    assert [(table.entrants[row.entrant].name, row.points) for row in table.rows] == [
        ("P3", 16),
        ("P2", 13),
        ("P1", 12),
    ]
    assert sentences(found)[0].partition(": ")[2] == (
        "1. P1 (2 kills), 2. P2 (1 kill), 3. P3 (0 kills) → "
        "1. P3 (1 kill), 2. P2 (0 kills), absent: P1"
    )


def order_of(stage) -> list[str]:
    [table] = group_tables(stage)
    return [table.entrants[row.entrant].name for row in table.rows]


def test_a_ladder_stands_in_the_order_that_the_new_result_gives():
    match, verdict = ladder()
    assert order_of(match.stage) == ["P3", "P2", "P1", "P4"]

    corrected(match, verdict)

    assert order_of(match.stage) == ["P1", "P2", "P3", "P4"]


def test_an_old_challenge_keeps_its_turn_when_it_is_corrected():
    cup = cup_of(LADDER)
    first = win(challenge(cup, "P2", "P1"), 2)
    win(challenge(cup, "P3", "P1"))  # P3 P2 P1 P4
    assert order_of(first.stage) == ["P3", "P2", "P1", "P4"]

    corrected(first, won_by(first, 1))

    # P2 P1 P3 P4 after the first, so that P3, who beat P1, is the second.
    assert order_of(first.stage) == ["P2", "P3", "P1", "P4"]


def test_who_left_since_stays_where_it_has_played():
    cup = cup_of(KNOCKOUT)
    better_wins(cup)
    entrant = entrant_of(cup, "P2")
    entrant.left_at = match_of(cup, "F").completed_at
    entrant.save()
    leave(entrant)

    corrected(match_of(cup, "W1-1"), won_by(match_of(cup, "W1-1"), 2))

    assert facts(cup, "F") == [("completed", "walkover", "P4")]


# --- what is refused ------------------------------------------------------------------------


def test_a_correction_has_a_reason():
    match, verdict = knockout()
    before = everything(match.tournament)

    with pytest.raises(Refused) as refusal:
        correct(match=match, verdict=verdict, by=organizer_of(match.tournament), reason=" ")

    assert refusal.value.code == "reason_missing"
    assert everything(match.tournament) == before


def test_a_correction_that_changes_nothing_is_refused():
    match, _verdict = knockout()
    before = everything(match.tournament)

    assert preview(match, won_by(match, 1)).changes == []
    with pytest.raises(Refused) as refusal:
        corrected(match, won_by(match, 1))

    assert refusal.value.code == "nothing_changes"
    assert everything(match.tournament) == before


def test_a_preview_that_is_out_of_date_is_not_applied():
    cup = cup_of(KNOCKOUT)
    match = win(match_of(cup, "W1-1"))
    seen = preview(match, won_by(match, 2)).digest
    win(match_of(cup, "W1-2"))
    before = everything(cup)

    with pytest.raises(Refused) as refusal:
        corrected(match, won_by(match, 2), seen=seen)

    assert refusal.value.code == "went_on"
    assert everything(cup) == before


def open_match() -> Match:
    return match_of(cup_of(KNOCKOUT), "W1-1")


def match_of_a_finished_cup() -> Match:
    return match_of(completed_cup(2), "F")


def decided_match() -> Match:
    return win(match_of(cup_of(KNOCKOUT), "W1-1"))


def void_match() -> Match:
    return second_final_appears()[0].stage.matches.get(code="F2")


def player_who_is_an_official(match: Match):
    player = match.sides.first().entrant.registration.user
    player.groups.add(match.tournament.organizer.group)
    return player


@pytest.mark.parametrize(
    ("make", "who", "code"),
    [
        (open_match, None, "no_result"),
        (void_match, None, "no_result"),
        (match_of_a_finished_cup, None, "not_live"),
        (decided_match, lambda match: UserFactory(), "not_organizer"),
        (decided_match, player_who_is_an_official, "conflict_of_interest"),
    ],
)
@pytest.mark.parametrize("again", [False, True])
def test_a_correction_is_refused(make, who, code, again):
    match = make()
    by = who(match) if who else organizer_of(match.tournament)
    verdict = None if again else forfeited([1])
    before = everything(match.tournament)

    for attempt in (
        lambda: preview_correction(match=match, verdict=verdict, by=by),
        lambda: correct(match=match, verdict=verdict, by=by, reason="Wrong."),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == code
    assert everything(match.tournament) == before


# --- undoing --------------------------------------------------------------------------------


def test_undoing_twice_is_undoing_once():
    match, verdict = knockout()
    correction = corrected(match, verdict)
    undo(correction, by=organizer_of(match.tournament))
    before = everything(match.tournament)

    undo(correction, by=organizer_of(match.tournament))

    assert everything(match.tournament) == before


def test_what_went_on_since_is_not_undone():
    match, verdict = knockout()
    cup = match.tournament
    correction = corrected(match, verdict)
    win(match_of(cup, "F"))
    before = everything(cup)

    with pytest.raises(Refused) as refusal:
        undo(correction, by=organizer_of(cup))

    assert refusal.value.code == "went_on"
    assert everything(cup) == before


def test_a_correction_is_not_undone_when_somebody_has_left_since():
    cup = cup_of(KNOCKOUT)
    better_wins(cup)
    semi_final = match_of(cup, "W1-1")
    correction = corrected(semi_final, beat(semi_final, "P4"))
    loser = entrant_of(cup, "P1")  # in no open match any more
    rows = rows_of(cup)
    withdraw_entrant(loser, by=organizer_of(cup), reason="Off home.")
    assert rows_of(cup) == rows

    with pytest.raises(Refused) as refusal:
        undo(correction, by=organizer_of(cup))

    assert refusal.value.code == "went_on"
    assert rows_of(cup) == rows


def test_corrections_are_undone_last_first():
    match, verdict = knockout()
    cup = match.tournament
    before = rows_of(cup)
    first = corrected(match, verdict)
    second = corrected(match_of(cup, "W1-2"), won_by(match_of(cup, "W1-2"), 2))

    with pytest.raises(Refused):
        undo(first, by=organizer_of(cup))
    undo(second, by=organizer_of(cup))
    undo(first, by=organizer_of(cup))

    assert rows_of(cup) == before


@pytest.mark.parametrize(
    "who", [lambda cup: UserFactory(), lambda cup: cup.registrations.first().user]
)
def test_undoing_is_for_the_organizer(who):
    match, verdict = knockout()
    correction = corrected(match, verdict)

    with pytest.raises(Refused) as refusal:
        undo(correction, by=who(match.tournament))

    assert refusal.value.code == "not_organizer"


def test_an_official_who_plays_in_the_match_does_not_undo_its_correction():
    match = decided_match()
    correction = corrected(match, won_by(match, 2))

    with pytest.raises(Refused) as refusal:
        undo(correction, by=player_who_is_an_official(match))

    assert refusal.value.code == "conflict_of_interest"
    correction.refresh_from_db()
    assert correction.undone_at is None


def test_what_was_corrected_is_written_down():
    match, verdict = knockout()
    cup = match.tournament

    correction = corrected(match, verdict)
    undo(correction, by=organizer_of(cup))

    event = Event.objects.get(kind="match.corrected")
    undone = Event.objects.get(kind="match.correction_undone")
    correction.refresh_from_db()
    assert (event.subject, event.reason, event.actor) == (
        match,
        "Entered wrongly.",
        correction.made_by,
    )
    assert (event.before["winner"], event.before["score"]) == (1, [2, 1])
    assert (event.after["winner"], event.after["score"]) == (2, [1, 2])
    assert undone.after == {"correction": correction.pk}
    assert correction.undone_by == organizer_of(cup)


def test_a_match_that_returns_is_named_in_its_older_correction_again():
    groups = {**LEAGUE, "groups": 1, "advance": 2}
    cup = drawn_cup(3, stages=[groups, KNOCKOUT])
    play_by_seed(cup)
    draw_next(cup)
    play_by_seed(cup)
    official = organizer_of(cup)
    final = match_of(cup, "F", stage=2)
    older = correct(match=final, verdict=forfeited([1]), by=official, reason="Absent")
    newer = correct(
        match=cup.drawn_stages.get(number=1).matches.order_by("pk").first(),
        verdict=None,
        by=official,
        reason="Not played",
    )
    older.refresh_from_db()
    assert older.match is None

    undo(newer, by=official)

    older.refresh_from_db()
    assert older.match == final
