"""Two at once, on PostgreSQL: the same turn, the last minute of check-in, the same job twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import organizer_of
from tests.factories.evidence import player_of
from tests.factories.matchday import final_at, pass_time, veto_final
from tests.racing import race
from tournaments.brackets.models import Match
from tournaments.core.models import Event
from tournaments.matches import operations
from tournaments.matches.models import MatchCheckIn, Veto, VetoAction

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_one_turn_is_taken_once(settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "veto": (1000, 3600)}
    match = veto_final()
    one, other = player_of(match, 1), player_of(match, 2)

    def anew():
        Veto.objects.all().delete()
        operations.begin_veto(match, by=organizer_of(match.tournament))

    answers = race(
        8,
        lambda: operations.veto_map(match, map="Bind", by=one),
        lambda: operations.veto_map(match, map="Split", by=one),
        lambda: operations.veto_map(match, map="Bind", by=other),
        before_each=anew,
    )

    for answer in answers:
        assert answer.count("done") in {1, 2}  # the other side may be just in time with its own
        assert set(answer) <= {"done", "not_your_turn", "taken"}
    actions = list(VetoAction.objects.order_by("number").values_list("number", "map", flat=False))
    assert [number for number, _map in actions] == list(range(1, len(actions) + 1))


def test_time_and_a_side_never_take_the_same_turn(monkeypatch, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "veto": (1000, 3600)}
    match = veto_final()
    other = player_of(match, 2)
    operations.begin_veto(match, by=organizer_of(match.tournament))
    veto = Veto.objects.get()
    pass_time(monkeypatch, seconds=60)

    answers = race(
        1,
        lambda: operations.let_time_decide(veto.pk),
        lambda: operations.let_time_decide(veto.pk),
        lambda: operations.veto_map(match, map="Split", by=other),
    )

    assert answers == [["done", "done", "done"]]
    assert list(VetoAction.objects.values_list("number", "map", "by")) == [
        (1, "Ascent", None),
        (2, "Split", other.pk),
    ]


def test_a_veto_begins_once():
    match = veto_final()
    one, other = player_of(match, 1), player_of(match, 2)

    answers = race(
        6,
        lambda: operations.begin_veto(match, by=one),
        lambda: operations.begin_veto(match, by=other),
        before_each=lambda: Veto.objects.all().delete(),
    )

    assert answers == [["begun", "done"]] * 6


def test_a_side_that_came_in_time_is_never_forfeited(monkeypatch):
    """The clock says in time for one and too late for the other: whoever is first, both agree."""
    match = final_at()
    entrant = match.sides.get(slot=1).entrant
    player = player_of(match, 1)
    closes = match.fixture.starts_at + timedelta(minutes=10)

    for late in (False, True):
        Match.objects.update(status="ready", decided_by="", completed_at=None)
        match.sides.update(is_winner=False, score=None)
        MatchCheckIn.objects.all().delete()
        moment = closes - timedelta(seconds=0 if late else 1)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)

        [answer] = race(
            1,
            lambda: operations.check_in_side(match, entrant=entrant, by=player),
            lambda: operations.forfeit_missing(match.pk),
        )

        match.refresh_from_db()
        if late:
            assert answer in (["done", "too_late"], ["decided", "done"])
            assert match.decided_by == "double_forfeit"
            assert not MatchCheckIn.objects.exists()
        else:
            assert answer == ["done", "done"]
            assert match.status == Match.Status.READY
            assert MatchCheckIn.objects.count() == 1


def test_two_workers_forfeit_once(monkeypatch):
    match = final_at()
    pass_time(monkeypatch, minutes=10)

    answers = race(
        1,
        *[lambda: operations.forfeit_missing(match.pk)] * 3,
    )

    assert answers == [["done"] * 3]
    assert Event.objects.filter(kind="match.no_show").count() == 1
    assert Event.objects.filter(kind="match.completed").count() == 1


def test_both_sides_check_in_at_once_and_the_match_begins_once():
    match = final_at()
    sides = [(match.sides.get(slot=slot).entrant, player_of(match, slot)) for slot in (1, 2)]

    answers = race(
        1,
        *[
            lambda entrant=entrant, by=by: operations.check_in_side(match, entrant=entrant, by=by)
            for entrant, by in sides
        ],
    )

    assert answers == [["done", "done"]]
    match.refresh_from_db()
    assert match.status == Match.Status.LIVE
    assert Event.objects.filter(kind="match.started").count() == 1


def test_two_officials_restart_once():
    match = veto_final()
    official = organizer_of(match.tournament)
    operations.start_match(match, by=official)

    answers = race(
        1,
        *[lambda: operations.restart_match(match, by=official, reason="Again")] * 2,
    )

    assert answers == [["done", "not_begun"]]
