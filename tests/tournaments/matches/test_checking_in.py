from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import (
    RegistrationFactory,
    TeamFactory,
    UserFactory,
    draw_next,
    drawn_cup,
    entered_cup,
    match_of,
    organizer_of,
    win,
)
from tests.factories.evidence import player_of
from tests.factories.matchday import check_in_cup, final_at, pass_time
from tests.factories.people import captain_of
from tests.factories.staff import staff_of
from tournaments.brackets.models import Match
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event
from tournaments.core.versions import current_versions
from tournaments.matches.models import Fixture, MatchCheckIn
from tournaments.matches.operations import call_match, check_in_side
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def entrant(match: Match, slot: int = 1):
    return match.sides.get(slot=slot).entrant


def check_in(match: Match, slot: int = 1, *, by=None) -> Match:
    return check_in_side(match, entrant=entrant(match, slot), by=by or player_of(match, slot))


def refusal_of(match: Match, slot: int = 1, *, by=None) -> str:
    with pytest.raises(Refused) as refusal:
        check_in(match, slot, by=by)
    return refusal.value.code


@pytest.mark.parametrize(
    ("minutes", "answer"),
    [
        (-16, "too_early"),
        (-15, None),
        (-1, None),
        (0, None),
        (9, None),
        (10, "too_late"),
        (600, "too_late"),
    ],
)
def test_the_window_opens_before_the_time_and_closes_after_the_grace(monkeypatch, minutes, answer):
    now = timezone.now()
    match = final_at(now + timedelta(hours=12))
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=12, minutes=minutes))

    if answer:
        assert refusal_of(match) == answer
        assert not MatchCheckIn.objects.exists()
    else:
        check_in(match)
        assert match.check_ins.get().entrant == entrant(match)


def test_a_late_click_leaves_everything_as_it_is(monkeypatch):
    match = final_at()
    check_in(match, 1)
    pass_time(monkeypatch, minutes=11)

    with pytest.raises(Refused) as refusal:
        check_in(match, 2)

    assert refusal.value.message.endswith("The officials decide now.")
    match.refresh_from_db()
    assert match.status == Match.Status.READY


def test_a_call_opens_check_in_at_once(monkeypatch):
    match = final_at(timezone.now() + timedelta(hours=5))
    assert refusal_of(match) == "too_early"

    call_match(match, by=organizer_of(match.tournament))

    check_in(match)
    pass_time(monkeypatch, minutes=10)
    assert refusal_of(match, 2) == "too_late"


def test_without_a_time_there_is_no_window_yet():
    match = match_of(check_in_cup(), "F")

    assert refusal_of(match) == "no_time"


def test_nobody_checks_in_where_there_is_no_check_in():
    assert refusal_of(match_of(drawn_cup(2), "F")) == "no_check_in"


def test_the_second_check_in_begins_the_match():
    match = final_at()
    one, other = player_of(match, 1), player_of(match, 2)

    assert check_in(match, 1).status == Match.Status.READY
    assert check_in(match, 2).status == Match.Status.LIVE

    match.refresh_from_db()
    assert match.fixture.started_at
    assert [
        (event.kind, event.actor, event.subject)
        for event in Event.objects.filter(kind__startswith="match.").order_by("pk")
    ] == [
        ("match.checked_in", one, match),
        ("match.checked_in", other, match),
        ("match.started", other, match),
    ]


def test_checking_in_again_changes_nothing():
    match = final_at()
    check_in(match)

    check_in(match)

    assert MatchCheckIn.objects.count() == 1
    assert Event.objects.filter(kind="match.checked_in").count() == 1


def test_the_room_of_the_match_learns_of_it():
    match = final_at()
    topics = [f"room:{match.pk}", f"match:{match.pk}"]
    before = current_versions(topics)

    check_in(match)

    assert all(current_versions(topics)[topic] > before[topic] for topic in topics)


def test_anybody_of_a_team_checks_it_in():
    cup = entered_cup(0, match_check_in_minutes=15)
    teams = [TeamFactory(size=2), TeamFactory()]
    for number, team in enumerate(teams, start=1):
        RegistrationFactory(
            tournament=cup, team=team, number=number, registered_by=captain_of(team)
        )
    draw_next(cup)
    match = match_of(cup, "F")
    Fixture.objects.create(match=match, starts_at=timezone.now())
    member = teams[0].members.order_by("pk").last()

    check_in(match, 1, by=member)
    assert refusal_of(match, 2, by=member) == "not_yours"
    check_in(match, 2, by=captain_of(teams[1]))

    match.refresh_from_db()
    assert match.status == Match.Status.LIVE


def test_who_belongs_to_both_sides_checks_in_neither():
    match = final_at()
    both = player_of(match, 1)
    of_other = Registration.objects.filter(entrant__sides__match=match, entrant__sides__slot=2)
    of_other.update(registered_by=both)

    assert refusal_of(match, 1, by=both) == "both_sides"


def test_nobody_else_checks_a_side_in():
    match = final_at()
    cup = match.tournament
    strangers = [UserFactory(), organizer_of(drawn_cup(2)), staff_of(cup, StaffRole.CASTER)]

    assert {refusal_of(match, by=by) for by in strangers} == {"not_organizer"}
    assert refusal_of(match, 2, by=player_of(match, 1)) == "not_yours"


def test_only_sides_of_the_match_are_checked_in():
    match, other = final_at(), final_at()

    with pytest.raises(Refused) as refusal:
        check_in_side(match, entrant=entrant(other), by=organizer_of(match.tournament))

    assert refusal.value.code == "not_in_match"


@pytest.mark.parametrize("hours", [-5, 5])
def test_an_official_checks_a_side_in_at_any_time(monkeypatch, hours):
    match = final_at(timezone.now() + timedelta(hours=hours))
    official = staff_of(match.tournament, StaffRole.REFEREE)

    check_in(match, 2, by=official)

    assert match.check_ins.get().by == official
    event = Event.objects.get(kind="match.checked_in")
    assert (event.actor, event.after["side"]) == (official, "P2")


def test_an_official_who_plays_checks_in_as_any_other_player():
    match = final_at(timezone.now() + timedelta(hours=5))
    playing = player_of(match, 1)
    match.tournament.organizer.group.user_set.add(playing)

    assert refusal_of(match, 1, by=playing) == "too_early"
    assert refusal_of(match, 2, by=playing) == "not_yours"


@pytest.mark.parametrize(
    ("status", "code"),
    [("live", "begun"), ("reported", "begun"), ("disputed", "begun"), ("completed", "decided")],
)
def test_what_has_begun_takes_no_check_in(status, code):
    match = final_at()
    Match.objects.filter(pk=match.pk).update(status=status, decided_by="played")

    assert refusal_of(match) == code


def test_nobody_is_late_to_a_match_whose_sides_were_not_known(monkeypatch):
    """The schedule says one hour ago; the semi-finals have just ended."""
    cup = check_in_cup(4)
    final = match_of(cup, "F")
    Fixture.objects.create(match=final, starts_at=timezone.now())
    pass_time(monkeypatch, hours=1)
    win(match_of(cup, "W1-1"))
    win(match_of(cup, "W1-2"))

    pass_time(monkeypatch, minutes=9)
    check_in(final, 1)
    pass_time(monkeypatch, minutes=1)
    assert refusal_of(final, 2) == "too_late"
