from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import (
    PaidRegistrationFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    organizer_of,
)
from tests.factories.staff import moderator_of, staff_of
from tournaments.control.readmitting import readmit
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event, Tournament
from tournaments.payments import operations
from tournaments.payments.models import Payment
from tournaments.payments.operations import leave
from tournaments.registration.models import Answer, Registration
from tournaments.registration.operations import close_check_in

pytestmark = pytest.mark.django_db
Status = Registration.Status


def closed_cup(**kwargs) -> Tournament:
    now = timezone.now()
    window = {
        "check_in_opens_at": now - timedelta(hours=2),
        "check_in_closes_at": now - timedelta(hours=1),
    }
    return TournamentFactory(**{**window, **kwargs})


def no_show(cup: Tournament, **kwargs) -> Registration:
    registration = RegistrationFactory(tournament=cup, **kwargs)
    cup.last_number = registration.number
    cup.save()
    close_check_in(cup)
    registration.refresh_from_db()
    assert registration.status == Status.NO_SHOW
    return registration


def refusal_of(registration: Registration, *, by, reason="They are here.") -> str:
    before = (Event.objects.count(), Registration.objects.count(), Payment.objects.count())
    with pytest.raises(Refused) as refusal:
        readmit(registration, by=by, reason=reason)
    assert before == (
        Event.objects.count(),
        Registration.objects.count(),
        Payment.objects.count(),
    )
    return refusal.value.code


def test_a_no_show_is_readmitted_once_whatever_becomes_of_it_then():
    """What had been paid went to the first readmission, and back from there."""
    cup = closed_cup(entry_fee=500, capacity=2)
    old = no_show(cup)
    official = organizer_of(cup)
    new = readmit(old, by=official, reason="They are here.")
    leave(new, by=new.registered_by)

    assert refusal_of(old, by=official) == "readmitted"


def test_a_no_show_is_readmitted_as_a_new_registration_that_is_there():
    cup = closed_cup()
    old = no_show(cup, number=7, seed=3, rating=1500, region="Dhaka")
    entry = old.roster.get()
    entry.player_id = "p#1"
    entry.save()
    Answer.objects.create(registration=old, key="shirt", label="Shirt", value="L")
    Answer.objects.create(
        registration=old, roster_entry=entry, key="rank", label="Rank", value="Gold"
    )
    by = moderator_of(cup)

    new = readmit(old, by=by, reason=" The bus was late. ")

    old.refresh_from_db()
    assert old.status == Status.NO_SHOW
    assert (new.status, new.number, new.checked_in_by, new.registered_by) == (
        Status.CONFIRMED,
        8,
        by,
        old.registered_by,
    )
    assert (new.seed, new.rating, new.region, new.name) == (3, 1500, "Dhaka", old.name)
    assert new.checked_in_at
    assert new.reference != old.reference
    row = new.roster.get()
    assert (row.user, row.player_id, row.live) == (entry.user, "p#1", True)
    assert list(new.answers.order_by("key").values_list("key", "value", "roster_entry")) == [
        ("rank", "Gold", row.pk),
        ("shirt", "L", None),
    ]
    event = Event.objects.get(kind="registration.readmitted")
    assert (event.subject, event.reason) == (new, "The bus was late.")
    assert event.after["earlier"] == old.reference
    assert not Payment.objects.exists()


@pytest.mark.parametrize("status", ["verified", "waived"])
def test_what_was_paid_counts_again(status):
    cup = closed_cup(entry_fee=500)
    old = PaidRegistrationFactory(
        tournament=cup, status=Status.CONFIRMED, payment__status=status, number=1
    )
    Tournament.objects.update(last_number=1)
    close_check_in(cup)

    new = readmit(old, by=organizer_of(cup), reason="They are here.")

    payment = Payment.objects.get()
    assert (payment.registration, payment.status, payment.amount) == (new, status, 500)
    event = Event.objects.get(kind="payment.carried_over")
    assert (event.subject, event.before, event.after) == (
        payment,
        {"registration": old.reference},
        {"registration": new.reference},
    )


def readmitted(**cup) -> Registration:
    old = PaidRegistrationFactory(
        tournament=closed_cup(entry_fee=500, **cup),
        status=Status.CONFIRMED,
        payment__status="verified",
        number=1,
    )
    Tournament.objects.update(last_number=1)
    close_check_in(old.tournament)
    return readmit(old, by=organizer_of(old.tournament), reason="They are here.")


def withdraw(new: Registration) -> None:
    operations.leave(new, by=new.registered_by)


def turn_away(new: Registration) -> None:
    operations.turn_away(new, by=organizer_of(new.tournament), reason="Not they.")


def cancel(new: Registration) -> None:
    operations.settle_cancelled(new.tournament, by=None, reason="Rain.")


@pytest.mark.parametrize("end", [withdraw, turn_away, cancel])
def test_what_was_paid_is_owed_back_when_the_new_registration_ends(end):
    end(readmitted())

    assert list(Payment.objects.values_list("status", flat=True)) == ["refund_due"]


@pytest.mark.parametrize("status", ["refund_due", "refunded"])
def test_who_gets_the_money_back_is_not_let_in_for_it(status):
    cup = closed_cup(entry_fee=500)
    old = PaidRegistrationFactory(
        tournament=cup, status=Status.NO_SHOW, payment__status=status, number=1
    )

    assert refusal_of(old, by=organizer_of(cup)) == "refunded"


def test_a_claim_link_and_a_free_seed_move_on():
    cup = closed_cup()
    old = no_show(cup, number=1, seed=1)
    old.roster.update(claim_token="secret", name="Ana", user=None)
    RegistrationFactory(tournament=cup, number=2, seed=1)
    cup.last_number = 2
    cup.save()

    new = readmit(old, by=organizer_of(cup), reason="They are here.")

    assert (new.roster.get().claim_token, old.roster.get().claim_token) == ("secret", "")
    assert new.seed is None


def test_no_place_is_free():
    cup = closed_cup(capacity=1, waitlist_max=3)
    old = no_show(cup)
    RegistrationFactory(tournament=cup, checked_in_at=timezone.now())

    assert refusal_of(old, by=organizer_of(cup)) == "full"


def test_who_is_in_again_is_not_readmitted():
    cup = closed_cup()
    old = no_show(cup)
    RegistrationFactory(tournament=cup, registered_by=old.registered_by)

    assert refusal_of(old, by=organizer_of(cup)) == "player_already_in"


def test_a_team_that_is_in_again_with_others_is_not_readmitted():
    cup = closed_cup()
    team = TeamFactory(size=2)
    old = no_show(cup, team=team)
    again = RegistrationFactory(tournament=cup, team=team)
    again.roster.all().delete()

    assert refusal_of(old, by=organizer_of(cup)) == "already_registered"


def test_after_the_draw_nobody_is_readmitted():
    cup = closed_cup()
    old = no_show(cup)
    Tournament.objects.update(status=Tournament.Status.LIVE)

    assert refusal_of(old, by=organizer_of(cup)) == "drawn"


def test_only_a_no_show_is_readmitted_and_only_with_a_reason():
    cup = closed_cup()
    by = organizer_of(cup)

    assert refusal_of(no_show(cup), by=by, reason=" ") == "reason_missing"
    assert refusal_of(RegistrationFactory(tournament=cup), by=by) == "state"
    withdrawn = RegistrationFactory(tournament=cup, status=Status.WITHDRAWN)
    assert refusal_of(withdrawn, by=by) == "state"


def test_nobody_else_readmits():
    cup = closed_cup()
    old = no_show(cup)

    for user in (old.registered_by, UserFactory(), staff_of(cup, StaffRole.CASTER)):
        assert refusal_of(old, by=user) == "not_organizer"
