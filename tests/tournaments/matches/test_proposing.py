"""Sides that agree on another time, or do not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import UserFactory, match_of
from tests.tournaments.matches.scheduled import (
    cup_of,
    first,
    player,
    set_time,
    stations_of,
    tomorrow,
)
from tournaments.core.models import Event, Tournament
from tournaments.matches import operations, tasks
from tournaments.matches.models import Fixture, Proposal

pytestmark = pytest.mark.django_db


def agreeing_cup(entrants: int = 4) -> Tournament:
    return cup_of(entrants, sides_may_reschedule=True)


def propose(cup: Tournament, starts_at, name: str = "P1", *, by=None, match=None) -> Proposal:
    return operations.propose_time(
        match or first(cup),
        entrant=cup.entrants.get(name=name),
        starts_at=starts_at,
        by=by or player(cup, name),
        text="The tram is late.",
    )


def code_of(attempt) -> str:
    with pytest.raises(Refused) as refusal:
        attempt()
    return refusal.value.code


def test_a_time_that_both_sides_want_is_set(mailoutbox, drain_queue):
    cup = agreeing_cup()
    set_time(first(cup), tomorrow(600))

    proposal = propose(cup, tomorrow(700))
    operations.answer_proposal(proposal, accept=True, by=player(cup, "P4"))
    drain_queue()

    fixture = Fixture.objects.get()
    proposal.refresh_from_db()
    assert (fixture.starts_at, fixture.sequence) == (tomorrow(700), 2)
    assert (proposal.status, proposal.answered_by) == ("accepted", player(cup, "P4"))
    told = [(mail.to[0], mail.subject.split(": ")[-1]) for mail in mailoutbox[-3:]]
    assert (player(cup, "P4").email, "another time is proposed") in told
    assert (player(cup, "P1").email, "your match has moved") in told


def test_a_time_that_is_declined_changes_nothing():
    cup = agreeing_cup()
    set_time(first(cup), tomorrow(600))

    proposal = propose(cup, tomorrow(700))
    operations.answer_proposal(proposal, accept=False, by=player(cup, "P4"))

    assert Fixture.objects.get().starts_at == tomorrow(600)
    assert list(Event.objects.filter(kind__startswith="match.time").values_list("kind")) == [
        ("match.time_proposed",),
        ("match.time_declined",),
    ]


def test_the_deadline_is_a_day_or_an_hour_before_the_earlier_time():
    cup = agreeing_cup(8)
    matches = [match_of(cup, f"W1-{number}") for number in (1, 2, 3, 4)]
    for match, minutes in zip(matches[:2], (3000, 300), strict=True):
        set_time(match, tomorrow(minutes))
    before = timezone.now()

    far = propose(cup, tomorrow(3100), "P1", match=matches[0])
    near = propose(cup, tomorrow(-600), "P4", match=matches[1])

    assert before + timedelta(hours=24) <= far.deadline <= timezone.now() + timedelta(hours=24)
    assert near.deadline == tomorrow(-660)


def test_who_may_not_propose():
    cup = agreeing_cup()
    match = first(cup)
    set_time(match, tomorrow(600))
    later = tomorrow(700)

    assert code_of(lambda: propose(cup, later, by=UserFactory())) == "not_in_match"
    assert code_of(lambda: propose(cup, later, by=player(cup, "P4"))) == "not_in_match"
    assert code_of(lambda: propose(cup, later, "P2")) == "not_in_match"
    Tournament.objects.update(sides_may_reschedule=False)
    assert code_of(lambda: propose(cup, later)) == "not_offered"
    assert not Proposal.objects.exists()


def test_what_cannot_be_proposed():
    cup = agreeing_cup()
    stations = stations_of(cup, "Table 1")
    set_time(first(cup), tomorrow(600), *stations)
    set_time(match_of(cup, "W1-2"), tomorrow(700), *stations)
    now = timezone.now()

    assert code_of(lambda: propose(cup, now - timedelta(minutes=1))) == "past"
    assert code_of(lambda: propose(cup, tomorrow(600))) == "same_time"
    assert code_of(lambda: propose(cup, tomorrow(710))) == "station_taken"
    assert code_of(lambda: propose(cup, now + timedelta(minutes=59))) == "too_late"
    propose(cup, tomorrow(800))
    assert code_of(lambda: propose(cup, tomorrow(900), "P4")) == "one_open"
    Fixture.objects.update(called_at=now)
    Proposal.objects.all().delete()
    assert code_of(lambda: propose(cup, tomorrow(800))) == "called"
    final = match_of(cup, "F")
    assert code_of(lambda: propose(cup, tomorrow(900), match=final)) == "not_in_match"


def test_who_may_not_answer_or_withdraw():
    cup = agreeing_cup()
    set_time(first(cup), tomorrow(600))
    proposal = propose(cup, tomorrow(700))

    def answer(by):
        return code_of(lambda: operations.answer_proposal(proposal, accept=True, by=by))

    def withdraw(by):
        return code_of(lambda: operations.withdraw_proposal(proposal, by=by))

    assert answer(player(cup, "P1")) == "own_proposal"
    assert answer(player(cup, "P2")) == "not_in_match"
    assert withdraw(player(cup, "P4")) == "not_yours"
    assert withdraw(UserFactory()) == "not_yours"
    operations.withdraw_proposal(proposal, by=player(cup, "P1"))
    assert answer(player(cup, "P4")) == "settled"
    assert Fixture.objects.get().starts_at == tomorrow(600)


def test_without_an_answer_the_set_time_stands_also_before_a_worker_says_so(drain_queue):
    cup = agreeing_cup()
    set_time(first(cup), tomorrow(600))
    proposal = propose(cup, tomorrow(700))
    Proposal.objects.update(deadline=timezone.now())

    late = code_of(lambda: operations.answer_proposal(proposal, accept=True, by=player(cup, "P4")))
    again = propose(cup, tomorrow(800))
    Proposal.objects.filter(pk=again.pk).update(deadline=timezone.now())
    for _worker in range(2):
        tasks.expire_proposals()
    drain_queue()

    assert late == "expired"
    assert list(Proposal.objects.values_list("status", flat=True)) == ["expired", "expired"]
    assert Event.objects.filter(kind="match.proposal_expired").count() == 1
    assert Fixture.objects.get().starts_at == tomorrow(600)


def test_a_time_that_is_taken_meanwhile_is_not_accepted():
    cup = agreeing_cup()
    (table,) = stations_of(cup, "Table 1")
    set_time(first(cup), tomorrow(600), table)
    proposal = propose(cup, tomorrow(700))
    set_time(match_of(cup, "W1-2"), tomorrow(690), table)

    late = code_of(lambda: operations.answer_proposal(proposal, accept=True, by=player(cup, "P4")))

    proposal.refresh_from_db()
    assert (late, proposal.status) == ("station_taken", Proposal.Status.WAITING)
    assert Fixture.objects.get(match=first(cup)).starts_at == tomorrow(600)


def test_nothing_is_accepted_once_the_officials_alone_set_the_times():
    cup = agreeing_cup()
    set_time(first(cup), tomorrow(600))
    proposal = propose(cup, tomorrow(700))
    Tournament.objects.filter(pk=cup.pk).update(sides_may_reschedule=False)
    other = player(cup, "P4")

    accepts = code_of(lambda: operations.answer_proposal(proposal, accept=True, by=other))
    operations.answer_proposal(proposal, accept=False, by=other)

    assert (accepts, Fixture.objects.get().starts_at) == ("not_offered", tomorrow(600))
