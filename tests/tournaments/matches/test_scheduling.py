"""Times and places of matches: what fits, what does not and why, and who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import UserFactory, match_of, organizer_of, win
from tests.factories.play import LEAGUE
from tests.factories.staff import staff_of
from tests.tournaments.matches.scheduled import (
    cup_of,
    first,
    player,
    set_time,
    stations_of,
    tomorrow,
)
from tournaments.brackets.models import Match
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event, Tournament
from tournaments.matches import operations
from tournaments.matches.models import Fixture, Proposal, Reminder
from tournaments.registration.rules.words import local

pytestmark = pytest.mark.django_db


def refused(match, starts_at, station=None, **kwargs) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        set_time(match, starts_at, station, **kwargs)
    return refusal.value.code, refusal.value.message


def facts(match: Match) -> tuple:
    fixture = Fixture.objects.get(match=match)
    return fixture.starts_at, fixture.station and fixture.station.name, fixture.sequence


def test_a_match_gets_its_time_another_one_and_none():
    cup = cup_of()
    (table,) = stations_of(cup, "Table 1")
    match = first(cup)

    set_time(match, tomorrow(), table)
    given = facts(match)
    set_time(match, tomorrow(60), table)
    moved = facts(match)
    set_time(match, None)

    assert given == (tomorrow(), "Table 1", 1)
    assert moved == (tomorrow(60), "Table 1", 2)
    assert facts(match) == (None, None, 3)
    events = Event.objects.filter(kind__in=["match.scheduled", "match.rescheduled"])
    assert list(events.values_list("kind", "after__sequence")) == [
        ("match.scheduled", 1),
        ("match.rescheduled", 2),
        ("match.rescheduled", 3),
    ]


def test_the_same_again_changes_nothing():
    match = first(cup_of())

    set_time(match, tomorrow())
    set_time(match, tomorrow())

    assert facts(match) == (tomorrow(), None, 1)
    assert Event.objects.filter(kind="match.scheduled").count() == 1


def test_referees_set_times_and_nobody_without_that_right_does():
    cup = cup_of()
    match = first(cup)

    set_time(match, tomorrow(), by=staff_of(cup, StaffRole.REFEREE))

    assert refused(match, None, by=staff_of(cup, StaffRole.CASTER))[0] == "not_organizer"
    assert refused(match, None, by=UserFactory())[0] == "not_organizer"
    assert refused(match, None, by=organizer_of(cup_of()))[0] == "not_organizer"
    assert facts(match) == (tomorrow(), None, 1)


def test_one_side_does_not_play_twice_at_once():
    cup = cup_of(3, stages=[LEAGUE])
    one, other = cup.drawn_stages.get().matches.filter(sides__entrant__name="P1")
    title = " – ".join(one.sides.order_by("slot").values_list("entrant__name", flat=True))

    set_time(one, tomorrow())

    assert refused(other, tomorrow(34)) == (
        "side_busy",
        f"P1 would play twice at once: {title} is at {local(tomorrow())}.",
    )
    assert refused(other, tomorrow(-34))[0] == "side_busy"
    set_time(other, tomorrow(35))


def test_a_station_holds_one_match():
    cup = cup_of()
    table, other = stations_of(cup, "Table 1", "Table 2")
    one, two = match_of(cup, "W1-1"), match_of(cup, "W1-2")
    set_time(one, tomorrow(), table)

    assert refused(two, tomorrow(10), table) == (
        "station_taken",
        f"Table 1 is taken: P1 – P4 is there at {local(tomorrow())}.",
    )
    set_time(two, tomorrow(10), other)
    set_time(two, tomorrow(35), table)


def test_a_match_comes_after_those_it_waits_for():
    cup = cup_of()
    final = match_of(cup, "F")
    set_time(match_of(cup, "W1-1"), tomorrow())

    assert refused(final, tomorrow(29)) == (
        "before_feeder",
        f"It would begin before P1 – P4 ends, which is expected at {local(tomorrow(30))}.",
    )
    set_time(final, tomorrow(30))
    assert refused(match_of(cup, "W1-2"), tomorrow(1)) == (
        "after_next",
        f"It would end after Final begins ({local(tomorrow(30))}), which waits for it.",
    )


def test_a_match_is_not_played_during_a_break():
    cup = cup_of()
    lunch = {"starts_at": tomorrow(20), "ends_at": tomorrow(60)}
    operations.add_break(cup, name="Lunch", by=organizer_of(cup), **lunch)

    assert refused(first(cup), tomorrow()) == (
        "break",
        "It would be played during a break. The next time that is free of one is "
        f"{local(tomorrow(60))}.",
    )
    set_time(first(cup), tomorrow(60))


def test_what_is_over_has_begun_or_is_past_keeps_its_time():
    cup = cup_of()
    over, begun = match_of(cup, "W1-1"), match_of(cup, "W1-2")
    win(over)
    Match.objects.filter(pk=begun.pk).update(status=Match.Status.LIVE)
    final = match_of(cup, "F")

    assert refused(over, tomorrow())[0] == "over"
    assert refused(begun, tomorrow())[0] == "begun"
    assert refused(final, timezone.now() - timedelta(hours=2))[0] == "past"
    Tournament.objects.update(status=Tournament.Status.CANCELLED)
    assert refused(final, tomorrow())[0] == "not_live"
    assert not Fixture.objects.exists()


def test_a_station_of_another_tournament_is_refused():
    (strange,) = stations_of(cup_of(), "Table 1")

    assert refused(first(cup_of()), tomorrow(), strange)[0] == "other_tournament"


def test_a_called_match_that_is_put_off_is_called_again_and_its_proposal_is_off():
    cup = cup_of()
    match = first(cup)
    fixture = set_time(match, tomorrow())
    Fixture.objects.filter(pk=fixture.pk).update(called_at=timezone.now())
    proposal = Proposal.objects.create(
        match=match,
        entrant=cup.entrants.get(name="P1"),
        by=player(cup, "P1"),
        starts_at=tomorrow(90),
        deadline=tomorrow(-60),
    )

    set_time(match, tomorrow(60))

    fixture.refresh_from_db()
    proposal.refresh_from_db()
    assert (fixture.called_at, proposal.status) == (None, Proposal.Status.EXPIRED)


def test_reminders_that_would_come_at_once_are_spared():
    match = first(cup_of())

    soon = timezone.now() + timedelta(minutes=50)
    set_time(match, soon)

    assert sorted(Reminder.objects.values_list("minutes", "is_sent")) == [
        (60, False),
        (1440, False),
    ]


def test_a_round_is_spread_over_the_stations():
    cup = cup_of(8)
    stations_of(cup, "Table 1", "Table 2", "Table 3")
    lunch = {"starts_at": tomorrow(60), "ends_at": tomorrow(90)}
    operations.add_break(cup, name="Lunch", by=organizer_of(cup), **lunch)
    round_ = first(cup).round

    moved = operations.schedule_round(round_, starts_at=tomorrow(), at_once=2, by=organizer_of(cup))

    fixtures = Fixture.objects.order_by("match__number")
    assert moved == 4
    assert list(fixtures.values_list("starts_at", "station__name", "sequence")) == [
        (tomorrow(), "Table 1", 1),
        (tomorrow(), "Table 2", 1),
        (tomorrow(90), "Table 1", 1),
        (tomorrow(90), "Table 2", 1),
    ]


def test_without_stations_a_round_goes_so_many_at_a_time():
    cup = cup_of(8)
    by = organizer_of(cup)

    operations.schedule_round(first(cup).round, starts_at=tomorrow(), at_once=3, by=by)
    three = list(Fixture.objects.order_by("match__number").values_list("starts_at", flat=True))
    operations.schedule_round(first(cup).round, starts_at=tomorrow(), by=by)
    all_at_once = set(Fixture.objects.values_list("starts_at", flat=True))

    assert three == [tomorrow(), tomorrow(), tomorrow(), tomorrow(35)]
    assert all_at_once == {tomorrow()}


def test_a_round_that_does_not_fit_is_refused_whole():
    cup = cup_of(8)
    by = organizer_of(cup)
    operations.schedule_round(first(cup).round, starts_at=tomorrow(), by=by)

    with pytest.raises(Refused) as refusal:
        operations.schedule_round(match_of(cup, "W2-1").round, starts_at=tomorrow(10), by=by)

    assert refusal.value.code == "before_feeder"
    assert refusal.value.message.startswith("Semi-final 1: It would begin before P1 – P8 ends")
    assert Fixture.objects.filter(starts_at__isnull=False).count() == 4


def test_a_round_that_is_over_cannot_be_moved():
    cup = cup_of()
    win(match_of(cup, "W1-1"))
    win(match_of(cup, "W1-2"))

    with pytest.raises(Refused) as refusal:
        operations.schedule_round(first(cup).round, starts_at=tomorrow(), by=organizer_of(cup))

    assert refusal.value.code == "nothing_to_move"


def test_a_referee_enters_results_and_does_not_play_in_the_match():
    cup = cup_of()
    match, by = first(cup), organizer_of(cup)
    referee, caster = staff_of(cup, StaffRole.REFEREE), staff_of(cup, StaffRole.CASTER)

    codes = []
    for wrong in (caster, UserFactory(), player(cup, "P1")):
        with pytest.raises(Refused) as refusal:
            operations.assign_referee(match, referee=wrong, by=by)
        codes.append(refusal.value.code)
    organizer_of(cup).groups.add(cup.organizer.group)
    player(cup, "P1").groups.add(cup.organizer.group)
    with pytest.raises(Refused) as refusal:
        operations.assign_referee(match, referee=player(cup, "P1"), by=by)
    operations.assign_referee(match, referee=referee, by=by)
    operations.assign_referee(match, referee=referee, by=by)

    assert [*codes, refusal.value.code] == [*["no_official"] * 3, "conflict_of_interest"]
    assert Fixture.objects.get().referee == referee
    assert Event.objects.filter(kind="match.referee_assigned").count() == 1


@pytest.mark.parametrize("entrants", [8, 16])
def test_the_queries_of_a_time_do_not_grow_with_the_tournament(
    django_assert_max_num_queries, entrants
):
    cup = cup_of(entrants)
    match, by = first(cup), organizer_of(cup)
    operations.schedule_round(match.round, starts_at=tomorrow(), by=by)

    with django_assert_max_num_queries(30):
        set_time(match, tomorrow(5), by=by)
