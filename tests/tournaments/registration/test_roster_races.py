"""Claims, substitutions and rosters, by two at once."""

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories import UserFactory, organizer_of
from tests.racing import race
from tests.tournaments.registration.rostered import (
    guests_in,
    locked_cup,
    people_of,
    team_cup,
    team_in,
)
from tournaments.core.models import Event, Tournament
from tournaments.core.operations import lock
from tournaments.registration import operations
from tournaments.registration.models import RosterEntry, Substitution

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TRIES = 10


def test_two_claim_one_place_and_one_has_it():
    entry = guests_in(team_cup(), "Anik", "Babu").roster.first()
    users = UserFactory.create_batch(2)

    def again() -> None:
        RosterEntry.objects.filter(pk=entry.pk).update(user=None, claim_token=entry.claim_token)

    claims = [
        lambda user=user: operations.claim_place(entry.claim_token, by=user) for user in users
    ]
    answers = race(TRIES, *claims, before_each=again)

    assert answers == [["done", "link_used"]] * TRIES
    assert Event.objects.filter(kind="registration.place_claimed").count() == TRIES


def test_two_approve_one_substitution_and_it_is_made_once():
    registration = team_in(locked_cup())
    one, two, three, _four = people_of(registration)
    by = organizer_of(registration.tournament)
    made = operations.ask_substitution(
        registration,
        by=one,
        outgoing=registration.roster.get(user=two),
        incoming=three,
        reason="Ill.",
    )

    def again() -> None:
        Substitution.objects.update(status="waiting")
        RosterEntry.objects.filter(user=three).delete()
        RosterEntry.objects.filter(user=two).update(live=True)

    def approve() -> None:
        operations.approve_substitution(made, by=by)

    answers = race(TRIES, approve, approve, before_each=again)

    assert answers == [["done", "done"]] * TRIES
    assert Event.objects.filter(kind="registration.substitution_approved").count() == TRIES
    assert sorted(registration.roster.values_list("user", flat=True)) == [one.pk, three.pk]


def test_a_roster_that_changes_as_it_locks_changes_whole_or_not_at_all():
    registration = team_in(team_cup())
    one, two, three, _four = people_of(registration)
    cup = registration.tournament

    def lock_rosters() -> None:
        with transaction.atomic():
            tournament = lock(cup)
            tournament.roster_locks_at = timezone.now()
            tournament.save(update_fields=["roster_locks_at"])

    for _time in range(TRIES):
        Tournament.objects.update(roster_locks_at=None)
        operations.set_roster(registration, by=one, players=[one, two])
        (answers,) = race(
            1,
            lambda: operations.set_roster(registration, by=one, players=[one, three]),
            lock_rosters,
        )
        stands = sorted(registration.roster.values_list("user", flat=True))
        assert stands == ([one.pk, three.pk] if answers == ["done", "done"] else [one.pk, two.pk])
        assert answers in (["done", "done"], ["done", "roster_locked"])
