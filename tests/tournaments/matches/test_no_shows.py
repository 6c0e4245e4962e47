"""The job that decides matches nobody came to: when, against whom, and never twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import drawn_cup, match_of, organizer_of, play_all
from tests.factories.evidence import player_of
from tests.factories.formats import (
    DOUBLE,
    LADDER,
    LOBBY,
    SWISS,
    challenge,
    facts,
    pair_next,
)
from tests.factories.matchday import check_in_cup, final_at, pass_time
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets.models import Match
from tournaments.control.correcting import correct
from tournaments.core.models import Event, Tournament
from tournaments.engine.results import Game
from tournaments.matches import operations, tasks
from tournaments.matches.models import Fixture
from tournaments.matches.play_queries import matches_missed
from tournaments.matches.queries import playable_matches

pytestmark = pytest.mark.django_db


def come(match: Match, slot: int) -> None:
    operations.check_in_side(
        match, entrant=match.sides.get(slot=slot).entrant, by=player_of(match, slot)
    )


def decided(match: Match) -> tuple[str, str, list[int]]:
    match.refresh_from_db()
    winners = match.sides.filter(is_winner=True).values_list("slot", flat=True)
    return match.status, match.decided_by, list(winners)


UNDECIDED = ("ready", "", [])


@pytest.mark.parametrize(
    ("there", "outcome"),
    [
        ([], ("completed", "double_forfeit", [])),
        ([1], ("completed", "forfeit", [1])),
        ([2], ("completed", "forfeit", [2])),
    ],
)
def test_who_came_wins_and_nobody_wins_where_nobody_came(monkeypatch, there, outcome):
    match = final_at()
    for slot in there:
        come(match, slot)
    pass_time(monkeypatch, minutes=10)

    operations.forfeit_missing(match.pk)

    assert decided(match) == outcome
    event = Event.objects.get(kind="match.no_show")
    absent = [slot for slot in (1, 2) if slot not in there]
    assert (event.subject, event.actor) == (match, None)
    assert event.after == {"absent": absent, "sides": [f"P{slot}" for slot in absent]}
    assert Event.objects.filter(kind="match.completed").count() == 1


@pytest.mark.parametrize("seconds", [-3600, 0, 1, 599])
def test_until_the_grace_is_over_nothing_is_decided(monkeypatch, seconds):
    match = final_at()
    moment = match.fixture.starts_at + timedelta(seconds=seconds)
    monkeypatch.setattr(timezone, "now", lambda: moment)

    operations.forfeit_missing(match.pk)

    assert decided(match) == UNDECIDED


@pytest.mark.parametrize("status", ["pending", "live", "reported", "disputed", "void"])
def test_only_a_match_that_is_ready_is_touched(monkeypatch, status):
    match = final_at()
    pass_time(monkeypatch, hours=2)
    Match.objects.filter(pk=match.pk).update(status=status)

    operations.forfeit_missing(match.pk)
    tasks.forfeit_no_shows()

    assert decided(match) == (status, "", [])


def test_a_match_that_is_being_reported_is_never_forfeited(monkeypatch):
    match = final_at()
    come(match, 1)
    operations.report_result(match, games=[Game(2, 1)], by=player_of(match, 1))
    pass_time(monkeypatch, hours=2)

    operations.forfeit_missing(match.pk)

    assert decided(match) == ("reported", "", [])


@pytest.mark.parametrize(
    "make",
    [
        lambda: match_of(check_in_cup(), "F"),  # no time is set
        lambda: final_at(match_check_in_minutes=0),
    ],
)
def test_without_check_in_or_time_nobody_is_late(monkeypatch, drain_queue, make):
    match = make()
    pass_time(monkeypatch, days=2)

    tasks.forfeit_no_shows()
    drain_queue()
    operations.forfeit_missing(match.pk)

    assert decided(match) == UNDECIDED


def test_the_officials_alone_leave_somebody_out_of_a_lobby(monkeypatch, drain_queue):
    cup = drawn_cup(4, stages=[LOBBY], match_check_in_minutes=15)
    match = playable_matches(cup).first()
    Fixture.objects.create(match=match, starts_at=timezone.now())
    pass_time(monkeypatch, hours=2)

    tasks.forfeit_no_shows()
    drain_queue()
    operations.forfeit_missing(match.pk)

    assert decided(match) == UNDECIDED


def test_a_cancelled_tournament_forfeits_nothing(monkeypatch):
    match = final_at()
    Tournament.objects.update(status="cancelled")
    pass_time(monkeypatch, hours=2)

    operations.forfeit_missing(match.pk)

    assert decided(match) == UNDECIDED


def test_the_job_finds_what_is_due_and_queues_one_task_a_match(monkeypatch, drain_queue):
    cup = check_in_cup(8)
    now = timezone.now()
    late, called, later = (match_of(cup, f"W1-{number}") for number in (1, 2, 3))
    Fixture.objects.create(match=late, starts_at=now)
    Fixture.objects.create(match=called, starts_at=now - timedelta(days=1))
    Fixture.objects.create(match=later, starts_at=now + timedelta(hours=1))
    drain_queue()
    pass_time(monkeypatch, minutes=9)
    operations.call_match(called, by=organizer_of(cup))
    drain_queue()
    pass_time(monkeypatch, minutes=1)

    tasks.forfeit_no_shows()

    assert drain_queue().count("tournaments.matches.tasks.forfeit_missing") == 1
    assert [decided(match)[1] for match in (late, called, later)] == ["double_forfeit", "", ""]


def test_the_job_asks_as_often_for_three_matches_as_for_one(monkeypatch, django_assert_num_queries):
    cup = check_in_cup(8)
    Fixture.objects.create(match=match_of(cup, "W1-1"), starts_at=timezone.now())
    pass_time(monkeypatch, hours=1)
    with django_assert_num_queries(2):
        assert len(matches_missed(timezone.now())) == 1
    for number in (2, 3):
        match = match_of(cup, f"W1-{number}")
        Fixture.objects.create(match=match, starts_at=timezone.now() - timedelta(hours=1))
    with django_assert_num_queries(2):
        assert len(matches_missed(timezone.now())) == 3


def test_the_job_that_dies_half_way_is_run_again_and_decides_once(monkeypatch):
    match = final_at()
    come(match, 2)
    pass_time(monkeypatch, minutes=10)

    def die(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("tournaments.matches.operations.checking_in.entered", die)
        with pytest.raises(KeyboardInterrupt):
            operations.forfeit_missing(match.pk)
    assert decided(match) == UNDECIDED
    assert not Event.objects.filter(kind="match.no_show").exists()

    for _time in range(2):
        operations.forfeit_missing(match.pk)
    assert decided(match) == ("completed", "forfeit", [2])
    assert Event.objects.filter(kind="match.no_show").count() == 1


def test_a_match_that_is_gone_ends_the_task_quietly():
    operations.forfeit_missing(987654321)


def test_a_correction_gives_everybody_their_grace_again(monkeypatch):
    """The other side comes back, and its old time is long over."""
    cup = check_in_cup(4)
    final = match_of(cup, "F")
    Fixture.objects.create(match=final, starts_at=timezone.now())
    pass_time(monkeypatch, minutes=30)
    for code in ("W1-1", "W1-2"):
        operations.forfeit(match=match_of(cup, code), absent=[2], by=organizer_of(cup))
    pass_time(monkeypatch, minutes=30)
    correct(
        match=match_of(cup, "W1-1"),
        verdict=operations.forfeited([1]),
        by=organizer_of(cup),
        reason="They were there",
    )

    operations.forfeit_missing(final.pk)

    assert decided(final) == UNDECIDED


# --- a double forfeit never stops the competition ---------------------------------


def nobody_comes(monkeypatch, cup: Tournament, match: Match) -> None:
    Fixture.objects.update_or_create(match=match, defaults={"starts_at": timezone.now()})
    pass_time(monkeypatch, minutes=11)
    tasks.forfeit_no_shows()
    operations.forfeit_missing(match.pk)
    assert decided(match) == ("completed", "double_forfeit", [])


@pytest.mark.parametrize(
    ("stage", "entrants"),
    [
        (KNOCKOUT, 4),
        ({**KNOCKOUT, "third_place": True}, 5),
        (DOUBLE, 4),
        (LEAGUE, 3),
        ({**LEAGUE, "groups": 2}, 6),
        (SWISS, 4),
    ],
    ids=["knockout", "third place", "double elimination", "league", "groups", "swiss"],
)
def test_nobody_coming_moves_the_competition_on(monkeypatch, stage, entrants):
    cup = drawn_cup(entrants, stages=[stage], match_check_in_minutes=15, grace_minutes=10)
    while match := playable_matches(cup).first():
        nobody_comes(monkeypatch, cup, match)
        if stage is SWISS and not playable_matches(cup).exists():
            swiss = cup.drawn_stages.get()
            if swiss.rounds.count() < 3:
                pair_next(cup)

    assert not Match.objects.exclude(status__in=Match.TERMINAL).exists()


def test_the_other_half_walks_over_where_nobody_came(monkeypatch):
    cup = check_in_cup(4)

    nobody_comes(monkeypatch, cup, match_of(cup, "W1-1"))
    play_all(cup)

    assert facts(cup, "W1-1", "F") == [
        ("completed", "double_forfeit", None),
        ("void", "", "P2"),
    ]


def test_a_challenge_of_a_ladder_is_forfeited_as_well(monkeypatch):
    cup = drawn_cup(3, stages=[LADDER], match_check_in_minutes=15, grace_minutes=10)
    match = challenge(cup, "P2", "P1")

    nobody_comes(monkeypatch, cup, match)
