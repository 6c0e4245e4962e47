"""Two officials at the same match: one is done, the other reads why not."""

import pytest

from tests.factories import drawn_cup, match_of, organizer_of, win
from tests.factories.formats import cup_of, entrant_of
from tests.factories.play import KNOCKOUT
from tests.racing import race
from tournaments.control.correcting import correct, preview_correction, undo
from tournaments.control.draw_edits import exchange
from tournaments.control.models import Correction
from tournaments.control.operations import withdraw_entrant
from tournaments.control.rows import rows_of
from tournaments.core.models import Event
from tournaments.matches.operations import forfeited

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]


def test_two_who_enter_a_result():
    cup = drawn_cup(2)
    match, by = match_of(cup, "F"), organizer_of(cup)

    answers = race(1, lambda: win(match, 1, by=by), lambda: win(match, 2, by=by))

    assert answers == [["decided", "done"]]
    assert Event.objects.filter(kind="match.completed").count() == 1


def test_two_who_correct_what_they_saw():
    cup = drawn_cup(4)
    match, by = win(match_of(cup, "W1-1")), organizer_of(cup)
    seen = preview_correction(match=match, verdict=None, by=by).digest

    def again() -> None:
        correct(match=match, verdict=None, by=by, reason="Again.", seen=seen)

    def forfeits() -> None:
        correct(match=match, verdict=forfeited([1]), by=by, reason="Absent.", seen=seen)

    [answers] = race(1, again, forfeits)

    assert answers in (["done", "went_on"], ["done", "no_result"])
    assert Correction.objects.count() == 1


def test_two_who_undo():
    cup = drawn_cup(4)
    match, by = win(match_of(cup, "W1-1")), organizer_of(cup)
    before = rows_of(cup)
    made = correct(match=match, verdict=None, by=by, reason="Again.")

    answers = race(1, lambda: undo(made, by=by), lambda: undo(made, by=by))

    assert answers == [["done", "done"]]
    assert rows_of(cup) == before
    assert Event.objects.filter(kind="match.correction_undone").count() == 1


def test_one_who_changes_the_draw_and_one_who_begins():
    cup = cup_of(KNOCKOUT)
    stage, by, match = cup.drawn_stages.get(), organizer_of(cup), match_of(cup, "W1-1")
    pair = {"one": entrant_of(cup, "P1"), "other": entrant_of(cup, "P2")}

    [answers] = race(
        1, lambda: exchange(stage, **pair, by=by, reason="Friends."), lambda: win(match, by=by)
    )

    assert answers in (["done", "done"], ["begun", "done"])


def test_one_who_leaves_and_one_who_corrects():
    cup = drawn_cup(4)
    match, by = win(match_of(cup, "W1-1")), organizer_of(cup)
    loser = entrant_of(cup, "P4")

    [answers] = race(
        1,
        lambda: withdraw_entrant(loser, by=by, reason="Home."),
        lambda: correct(match=match, verdict=forfeited([1]), by=by, reason="Absent."),
    )

    assert answers == ["done", "done"]
    final = match_of(cup, "F")
    assert (final.status, match_of(cup, "W1-1").status) == ("pending", "completed")
