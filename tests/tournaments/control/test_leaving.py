"""Leaving a tournament under way: withdrawing and being disqualified."""

import pytest

from deltacrown.errors import Refused
from tests import factories
from tests.factories import (
    TeamFactory,
    UserFactory,
    completed_cup,
    drawn_cup,
    entered_cup,
    organizer_of,
)
from tests.factories.formats import cup_of, entrant_of, facts
from tests.factories.people import captain_of
from tests.factories.play import KNOCKOUT
from tests.factories.registration import PaymentFactory
from tests.racing import race
from tournaments.control import operations
from tournaments.core.models import Event, Tournament
from tournaments.registration.models import Entrant, Registration

pytestmark = pytest.mark.django_db


def kinds(cup: Tournament) -> list[tuple[str, str]]:
    events = cup.events.filter(kind__startswith="entrant.").order_by("pk")
    return list(events.values_list("kind", "reason"))


@pytest.mark.parametrize(
    ("leaves", "left_by", "kind"),
    [
        (operations.withdraw_entrant, "withdrawal", "withdrawn"),
        (operations.disqualify_entrant, "disqualification", "disqualified"),
    ],
)
def test_an_entrant_leaves_with_its_registration_and_its_matches(leaves, left_by, kind):
    cup = cup_of(KNOCKOUT)
    entrant = entrant_of(cup, "P1")

    leaves(entrant, by=organizer_of(cup), reason=" Two accounts. ")

    entrant.refresh_from_db()
    registration = entrant.registration
    assert entrant.left_at
    assert entrant.left_by == left_by
    assert (registration.status, registration.reason) == (kind, "Two accounts.")
    assert not registration.roster.filter(live=True).exists()
    assert facts(cup, "W1-1") == [("completed", "walkover", "P4")]
    assert kinds(cup) == [(f"entrant.{kind}", "Two accounts.")]


@pytest.mark.parametrize(
    ("policy", "leaves", "money"),
    [
        ("full", operations.withdraw_entrant, "refund_due"),
        ("until_draw", operations.withdraw_entrant, "verified"),
        ("until_check_in", operations.withdraw_entrant, "verified"),
        ("none", operations.withdraw_entrant, "verified"),
        ("full", operations.disqualify_entrant, "verified"),
    ],
)
def test_who_withdraws_after_the_draw_is_refunded_by_the_policy_and_who_is_out_never(
    policy, leaves, money
):
    cup = drawn_cup(4, refund_policy=policy)
    entrant = entrant_of(cup, "P1")
    payment = PaymentFactory(registration=entrant.registration, status="verified")

    leaves(entrant, by=organizer_of(cup), reason="Ill.")

    payment.refresh_from_db()
    assert payment.status == money
    told = cup.events.filter(kind__startswith="payment.").values_list("kind", flat=True)
    by_policy = {"refund_due": ["payment.refund_due"], "verified": ["payment.kept"]}
    assert list(told) == (by_policy[money] if leaves is operations.withdraw_entrant else [])


def test_leaving_twice_is_leaving_once():
    cup = cup_of(KNOCKOUT)
    entrant = entrant_of(cup, "P1")

    for reason in ("Ill.", "Still ill."):
        operations.withdraw_entrant(entrant, by=organizer_of(cup), reason=reason)

    assert kinds(cup) == [("entrant.withdrawn", "Ill.")]


def test_who_has_withdrawn_is_not_disqualified_any_more():
    cup = cup_of(KNOCKOUT)
    entrant = entrant_of(cup, "P1")
    operations.withdraw_entrant(entrant, by=organizer_of(cup), reason="Ill.")

    with pytest.raises(Refused) as refusal:
        operations.disqualify_entrant(entrant, by=organizer_of(cup), reason="Cheated.")

    assert refusal.value.code == "left"
    assert Registration.objects.get(entrant=entrant).status == "withdrawn"


def finished() -> Tournament:
    return completed_cup(2)


def cancelled() -> Tournament:
    cup = drawn_cup(2)
    operations.cancel(cup, by=organizer_of(cup), reason="Rain.")
    return cup


@pytest.mark.parametrize("leaves", [operations.withdraw_entrant, operations.disqualify_entrant])
@pytest.mark.parametrize(
    ("make", "who", "reason", "code"),
    [
        (finished, organizer_of, "Ill.", "not_live"),
        (cancelled, organizer_of, "Ill.", "not_live"),
        (lambda: drawn_cup(2), organizer_of, " ", "reason_missing"),
        (lambda: drawn_cup(2), lambda cup: UserFactory(), "Ill.", None),
        (lambda: drawn_cup(2), lambda cup: cup.registrations.last().user, "Ill.", None),
    ],
)
def test_leaving_is_refused(leaves, make, who, reason, code):
    cup = make()
    entrant = cup.entrants.first()
    stranger = {
        operations.withdraw_entrant: "not_yours",
        operations.disqualify_entrant: "not_organizer",
    }

    with pytest.raises(Refused) as refusal:
        leaves(entrant, by=who(cup), reason=reason)

    entrant.refresh_from_db()
    assert refusal.value.code == (code or stranger[leaves])
    assert (entrant.left_at, kinds(cup)) == (None, [])


def test_a_player_withdraws_itself_and_cannot_disqualify():
    cup = drawn_cup(2)
    entrant = entrant_of(cup, "P1")
    player = entrant.registration.user

    with pytest.raises(Refused):
        operations.disqualify_entrant(entrant, by=player, reason="I cheated.")
    operations.withdraw_entrant(entrant, by=player, reason="My train leaves.")

    assert kinds(cup) == [("entrant.withdrawn", "My train leaves.")]
    assert Event.objects.get(kind="entrant.withdrawn").actor == player


def test_the_captain_speaks_for_a_team_and_its_members_do_not():
    cup = entered_cup(1, capacity=2)
    team = TeamFactory(size=2)
    factories.RegistrationFactory(tournament=cup, team=team, number=2, registered_by=UserFactory())
    factories.draw_next(cup)
    entrant = entrant_of(cup, team.name)
    member = team.members.exclude(pk=captain_of(team).pk).get()

    with pytest.raises(Refused) as refusal:
        operations.withdraw_entrant(entrant, by=member, reason="Ill.")
    operations.withdraw_entrant(entrant, by=captain_of(team), reason="Ill.")

    assert refusal.value.code == "not_yours"
    assert kinds(cup) == [("entrant.withdrawn", "Ill.")]


def test_its_people_are_told_why_and_the_organizer_of_who_drops_out(mailoutbox, drain_queue):
    cup = drawn_cup(2)
    official = organizer_of(cup)
    one, other = entrant_of(cup, "P1"), entrant_of(cup, "P2")
    drain_queue()
    mailoutbox.clear()

    operations.disqualify_entrant(one, by=official, reason="Two accounts.")
    operations.withdraw_entrant(other, by=other.registration.user, reason="My train leaves.")
    drain_queue()

    told = {mail.to[0]: mail for mail in mailoutbox}
    assert set(told) == {one.registration.user.email, official.email}
    assert told[one.registration.user.email].subject == f"[DeltaCrown] {cup}: P1 is disqualified"
    assert "Two accounts." in told[one.registration.user.email].body
    assert told[official.email].subject == f"[DeltaCrown] {cup}: P2 has left"
    assert "My train leaves." in told[official.email].body


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officials_at_once_are_one_event():
    cup = drawn_cup(4)
    official = organizer_of(cup)
    entrants = iter(cup.entrants.all())
    now = []

    answers = race(
        4,
        lambda: operations.withdraw_entrant(now[-1], by=official, reason="Ill."),
        lambda: operations.withdraw_entrant(now[-1], by=official, reason="Ill."),
        before_each=lambda: now.append(next(entrants)),
    )

    assert answers == [["done", "done"]] * 4
    assert kinds(cup) == [("entrant.withdrawn", "Ill.")] * 4
    assert Entrant.objects.filter(left_at=None).count() == 0
