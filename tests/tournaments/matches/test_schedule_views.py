"""The pages of the schedule: what everybody sees, who may make it, and what it refuses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import TeamFactory, UserFactory, match_of, organizer_of
from tests.factories.staff import staff_of
from tests.tournaments.matches.scheduled import (
    cup_of,
    first,
    player,
    set_time,
    stations_of,
    tomorrow,
)
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Tournament
from tournaments.core.roles import Official
from tournaments.matches import operations
from tournaments.matches.models import Break, Fixture, Proposal, Station
from tournaments.matches.my_matches import my_matches
from tournaments.matches.schedule_screen import schedule_screen
from tournaments.matches.timing_screen import timing_section
from tournaments.registration.models import RosterEntry, Substitution

pytestmark = pytest.mark.django_db


def page(cup: Tournament) -> str:
    return reverse("matches:schedule", args=[cup.slug])


def desk(cup: Tournament, name: str = "schedule_desk", *args) -> str:
    return reverse(f"matches:{name}", args=[cup.slug, *args])


def written(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


# --- what everybody sees ----------------------------------------------------------


def test_the_schedule_goes_by_day_and_says_how_late_it_is():
    cup = cup_of(8)
    now = timezone.now()
    set_time(match_of(cup, "W1-1"), now - timedelta(minutes=27))
    set_time(match_of(cup, "W1-2"), tomorrow())

    screen = schedule_screen(cup, now=now)

    late = {row.match.code: row.late for day in screen.days for row in day.rows if row.late}
    assert (screen.late, late) == (25, {"W1-1": 27})
    assert [day.date for day in screen.days] == sorted({day.date for day in screen.days})
    assert sum(len(day.rows) for day in screen.days) == 7
    estimated = {row.match.code for day in screen.days for row in day.rows if row.is_estimated}
    assert estimated == {"W1-3", "W1-4", "W2-1", "W2-2", "F"}


def test_the_page_is_for_everybody_and_names_the_zone(client):
    cup = cup_of()
    set_time(first(cup), tomorrow())

    html = client.get(page(cup)).content.decode()

    assert "P1 – P4" in html
    assert "Winner of Semi-final 1" in html
    assert "(Asia/Dhaka)" in html


def test_the_times_are_in_the_zone_of_the_visitor(client):
    cup = cup_of()
    visitor = UserFactory()
    visitor.profile = (
        type(visitor)
        ._meta.get_field("profile")
        .related_model.objects.create(user=visitor, timezone="Europe/Berlin")
    )
    set_time(first(cup), tomorrow())
    client.force_login(visitor)

    assert "(Europe/Berlin)" in client.get(page(cup)).content.decode()


def test_the_schedule_is_filtered_by_station_and_side():
    cup = cup_of()
    (table,) = stations_of(cup, "Table 1")
    set_time(first(cup), tomorrow(), table)
    entrant = cup.entrants.get(name="P2")

    def codes(**chosen) -> set[str]:
        screen = schedule_screen(cup, **chosen)
        return {row.match.code for day in screen.days for row in day.rows}

    assert codes(station=str(table.pk)) == {"W1-1"}
    assert codes(side=str(entrant.pk)) == {"W1-2"}
    assert codes(station="none", side="0") == {"W1-1", "W1-2", "F"}


def test_what_is_played_now_stands_first(client):
    cup = cup_of()
    stations_of(cup, "Table 1")
    operations.fill_stations(cup)

    assert [row.match.code for row in schedule_screen(cup).now] == ["W1-1"]


def test_a_draft_has_no_schedule(client):
    cup = cup_of()
    Tournament.objects.update(status=Tournament.Status.DRAFT)

    assert client.get(page(cup)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_of_the_schedule_do_not_grow(django_assert_num_queries, number):
    cup = cup_of(8)
    for place in range(1, number + 1):
        set_time(match_of(cup, f"W1-{place}"), tomorrow())

    with django_assert_num_queries(8):
        assert len(schedule_screen(cup).days) >= 1


# --- the desk -----------------------------------------------------------------------


def test_who_comes_to_the_desk(client):
    cup = cup_of()
    assert client.get(desk(cup)).status_code == 302
    answers = {}
    for name, user in {
        "stranger": UserFactory(),
        "player": player(cup, "P1"),
        "other organizer": organizer_of(cup_of()),
        "caster": staff_of(cup, StaffRole.CASTER),
        "referee": staff_of(cup, StaffRole.REFEREE),
        "organizer": organizer_of(cup),
    }.items():
        client.force_login(user)
        station = client.post(desk(cup, "add_station"), {"name": f"T{len(answers)}"})
        match = client.get(reverse("matches:schedule_match", args=[first(cup).pk]))
        answers[name] = (
            client.get(desk(cup)).status_code,
            station.status_code,
            match.status_code,
        )

    assert answers == {
        "stranger": (404, 404, 404),
        "player": (404, 404, 404),
        "other organizer": (404, 404, 404),
        "caster": (403, 403, 403),
        "referee": (200, 403, 200),
        "organizer": (200, 302, 200),
    }


def test_stations_breaks_and_rounds_are_set_from_the_desk(client):
    cup = cup_of()
    client.force_login(organizer_of(cup))

    client.post(desk(cup, "add_station"), {"name": "Table 1", "is_open": "on"})
    station = Station.objects.get()
    pause = {
        "name": "Lunch",
        "starts_at": written(tomorrow(120)),
        "ends_at": written(tomorrow(180)),
    }
    client.post(desk(cup, "add_break"), pause)
    round_ = first(cup).round_id
    times = {f"round-{round_}-starts_at": written(tomorrow()), f"round-{round_}-at_once": "1"}
    client.post(desk(cup, "schedule_round", round_), times)
    prefix = f"station-{station.pk}"
    client.post(desk(cup, "change_station", station.pk), {f"{prefix}-name": "Stage"})
    html = client.get(desk(cup)).content.decode()
    client.post(desk(cup, "remove_break", Break.objects.get().pk))
    client.post(desk(cup, "change_station", station.pk), {"remove": "1"})

    set_times = Fixture.objects.order_by("match__number").values_list("starts_at", flat=True)
    assert list(set_times) == [tomorrow(), tomorrow(35)]
    assert "Stage" in html
    assert "Lunch" in html
    assert (Station.objects.count(), Break.objects.count()) == (0, 0)


def test_the_desk_says_what_is_wrong(client):
    cup = cup_of()
    client.force_login(organizer_of(cup))
    round_ = match_of(cup, "F").round_id
    set_time(first(cup), tomorrow())

    wrong_break = {"name": "X", "starts_at": written(tomorrow(60)), "ends_at": written(tomorrow())}
    answers = [
        client.post(desk(cup, "add_break"), wrong_break),
        client.post(desk(cup, "schedule_round", round_), {f"round-{round_}-starts_at": "soon"}),
        client.post(
            desk(cup, "schedule_round", round_),
            {f"round-{round_}-starts_at": written(tomorrow())},
        ),
    ]

    texts = [answer.content.decode() for answer in answers]
    assert "A break ends after it begins." in texts[0]
    assert "Enter a valid date/time." in texts[1]
    assert "It would begin before P1 – P4 ends" in texts[2]


def test_one_match_is_moved_and_gets_a_referee(client):
    cup = cup_of()
    referee = staff_of(cup, StaffRole.REFEREE)
    client.force_login(organizer_of(cup))
    address = reverse("matches:schedule_match", args=[first(cup).pk])

    moved = client.post(address, {"starts_at": written(tomorrow()), "back": "desk"})
    chosen = {"referee": referee.pk}
    client.post(reverse("matches:assign_referee", args=[first(cup).pk]), chosen)
    past = client.post(address, {"starts_at": "2020-01-01T10:00"})

    fixture = Fixture.objects.get()
    assert moved["Location"] == desk(cup)
    assert (fixture.starts_at, fixture.referee) == (tomorrow(), referee)
    assert "This time has passed." in past.content.decode()


# --- the sides ----------------------------------------------------------------------


def test_a_side_proposes_and_the_other_answers_on_the_page_of_the_match(client):
    cup = cup_of(sides_may_reschedule=True)
    match = first(cup)
    set_time(match, tomorrow(600))
    propose = reverse("matches:propose_time", args=[match.pk])
    wanted = {"starts_at": written(tomorrow(700)), "text": "Please."}

    assert client.post(propose, wanted).status_code == 302
    client.force_login(UserFactory())
    assert client.post(propose, wanted).status_code == 404
    client.force_login(player(cup, "P1"))
    early = client.post(propose, {"starts_at": "2020-01-01T10:00"})
    client.post(propose, wanted)
    proposal = Proposal.objects.get()
    answer = reverse("matches:answer_proposal", args=[match.pk, proposal.pk])
    client.force_login(player(cup, "P2"))
    assert client.post(answer, {"accept": "1"}).status_code == 404
    client.force_login(player(cup, "P4"))
    client.post(answer, {"accept": "1"})

    assert "Propose a time to come." in early.content.decode()
    assert Fixture.objects.get().starts_at == tomorrow(700)


def test_whose_place_a_substitute_took_proposes_nothing(client):
    cup = cup_of(sides_may_reschedule=True)
    match = first(cup)
    set_time(match, tomorrow(600))
    leaver, registration = UserFactory(), cup.registrations.get(name="P1")
    seat = RosterEntry.objects.create(
        registration=registration, tournament=cup, user=leaver, live=False
    )
    Substitution.objects.create(
        registration=registration,
        outgoing=seat,
        incoming=UserFactory(),
        status=Substitution.Status.APPROVED,
        asked_by=leaver,
    )
    client.force_login(leaver)

    wanted = {"starts_at": written(tomorrow(700)), "text": "Please."}
    response = client.post(reverse("matches:propose_time", args=[match.pk]), wanted)

    assert "You do not play for this side." in response.content.decode()
    assert not Proposal.objects.exists()


def test_the_section_shows_a_proposal_to_sides_and_officials_alone():
    cup = cup_of(sides_may_reschedule=True)
    match = first(cup)
    set_time(match, tomorrow(600))

    def section(user, official=None):
        return timing_section(match, by=user, official=official)

    assert section(player(cup, "P1")).form is not None
    operations.propose_time(
        match,
        entrant=cup.entrants.get(name="P1"),
        starts_at=tomorrow(700),
        by=player(cup, "P1"),
    )

    facts = {
        "own": section(player(cup, "P1")),
        "other": section(player(cup, "P4")),
        "stranger": section(UserFactory()),
        "official": section(organizer_of(cup), Official()),
    }
    shown = {
        name: (bool(one.proposal), one.can_answer, one.can_withdraw, one.can_schedule)
        for name, one in facts.items()
    }
    assert shown == {
        "own": (True, False, True, False),
        "other": (True, True, False, False),
        "stranger": (False, False, False, False),
        "official": (True, False, False, True),
    }


def test_own_matches_say_what_to_do(client):
    cup = cup_of()
    stations_of(cup, "Table 1")
    me = player(cup, "P1")
    waiting = [own.task for own in my_matches(me)]
    operations.fill_stations(cup)

    client.force_login(me)
    html = client.get(reverse("matches:mine")).content.decode()

    assert waiting == ["Be ready in time."]
    assert "Go to Table 1: you are called." in html
    client.logout()
    assert client.get(reverse("matches:mine")).status_code == 302


def test_ways_lead_to_own_matches_calendars_schedule_and_decisions(client):
    cup, team = cup_of(), TeamFactory()
    client.force_login(player(cup, "P1"))
    leads = {
        reverse("account"): [reverse("matches:mine")],
        team.get_absolute_url(): [reverse("matches:team_calendar", args=[team.slug])],
        cup.get_absolute_url(): [
            reverse("matches:schedule", args=[cup.slug]),
            reverse("control:decisions", args=[cup.slug]),
        ],
    }

    for page, wanted in leads.items():
        html = client.get(page, follow=True).content.decode()
        assert [address for address in wanted if f'href="{address}"' not in html] == []
        assert {client.get(address).status_code for address in wanted} == {200}


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_queries_of_own_matches_do_not_grow(django_assert_num_queries, rounds):
    league = {"format": "round_robin", "name": "League", "groups": 1, "draws": True}
    cup = cup_of(rounds + 1, stages=[league])

    with django_assert_num_queries(12):
        assert len(my_matches(player(cup, "P1"))) == rounds
