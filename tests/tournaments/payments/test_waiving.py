import pytest

from deltacrown.errors import Refused
from tests.factories import (
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tests.factories.payments import payment_in, staff_of
from tournaments.core.models import Event
from tournaments.payments import operations
from tournaments.payments.models import LedgerEntry, Payment
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def states(payment: Payment) -> tuple[str, str]:
    payment = Payment.objects.select_related("registration").get(pk=payment.pk)
    return payment.status, payment.registration.status


@pytest.mark.parametrize("status", ["due", "rejected"])
def test_a_waiver_confirms_without_any_amount(status):
    payment, verifier = payment_in(status), VerifierFactory()

    operations.waive(payment, by=verifier, reason=" Invited. ")

    payment.refresh_from_db()
    assert states(payment) == ("waived", "confirmed")
    assert payment.reason == "Invited."
    assert not LedgerEntry.objects.exists()
    assert list(Event.objects.values_list("kind", "actor", "reason")) == [
        ("payment.waived", verifier.pk, "Invited."),
        ("registration.confirmed", verifier.pk, ""),
    ]


def test_a_waiver_ends_the_deadline():
    payment = payment_in("due", expires_at="2100-01-01T00:00Z")

    operations.waive(payment, by=VerifierFactory(), reason="Invited.")

    assert Registration.objects.get().expires_at is None


@pytest.mark.parametrize(
    "status",
    ["submitted", "verified", "waived", "expired", "refund_due", "refunded", "cancelled"],
)
def test_what_is_not_due_cannot_be_waived(status):
    payment = payment_in(status)
    before = states(payment)

    with pytest.raises(Refused) as refusal:
        operations.waive(payment, by=VerifierFactory(), reason="Invited.")

    assert (refusal.value.code, states(payment)) == ("nothing_due", before)


def test_a_waiver_needs_a_reason():
    payment = payment_in("due")

    with pytest.raises(Refused) as refusal:
        operations.waive(payment, by=VerifierFactory(), reason=" ")

    assert (refusal.value.code, states(payment)[0]) == ("reason_missing", "due")


def test_those_with_the_money_of_the_tournament_waive_and_nobody_else():
    payment = payment_in("due")
    cup = payment.tournament
    for user in (UserFactory(), payment.registration.registered_by, staff_of(cup, "moderator")):
        with pytest.raises(Refused) as refusal:
            operations.waive(payment, by=user, reason="Please.")
        assert refusal.value.code == "not_verifier"

    operations.waive(payment, by=staff_of(cup, "co_organizer"), reason="Sponsor.")

    assert states(payment) == ("waived", "confirmed")


def test_nobody_waives_what_they_owe_themselves():
    verifier = VerifierFactory()
    own = payment_in("due", registered_by=verifier)
    of_team = payment_in("due")
    Registration.objects.filter(pk=of_team.registration_id).update(
        team=TeamFactory(captain=verifier), user=None
    )

    for payment in (own, of_team):
        with pytest.raises(Refused) as refusal:
            operations.waive(Payment.objects.get(pk=payment.pk), by=verifier, reason="Mine.")
        assert refusal.value.code == "conflict_of_interest"


def test_who_withdraws_with_a_waiver_is_owed_nothing():
    payment = payment_in("waived")

    operations.leave(payment.registration, by=payment.registration.registered_by)

    assert states(payment) == ("waived", "withdrawn")
    assert list(Event.objects.values_list("kind", flat=True)) == ["registration.withdrawn"]


# --- the best rated -----------------------------------------------------------------


@pytest.fixture
def cup():
    return TournamentFactory(entry_fee=500)


def rated(cup, rating, status="due") -> Payment:
    return payment_in(status, tournament=cup, rating=rating)


def test_the_best_rated_play_free(cup):
    low, high, middle = rated(cup, 1200), rated(cup, 2100), rated(cup, 1800)
    unrated = rated(cup, None)

    waived = operations.waive_top(cup, number=2, by=VerifierFactory(), reason="Top two.")

    assert set(waived) == {high, middle}
    assert [states(each)[0] for each in (high, middle, low, unrated)] == [
        "waived",
        "waived",
        "due",
        "due",
    ]


def test_again_changes_nothing_more(cup):
    for rating in (1500, 1600):
        rated(cup, rating)
    verifier = VerifierFactory()

    answers = [
        len(operations.waive_top(cup, number=2, by=verifier, reason="Top two."))
        for _time in range(2)
    ]

    assert answers == [2, 0]
    assert Event.objects.filter(kind="payment.waived").count() == 2


def test_who_paid_or_is_over_takes_part_as_it_is(cup):
    gone = rated(cup, 3000, "cancelled")
    paid, checked = rated(cup, 2500, "verified"), rated(cup, 2400, "submitted")
    first_due = rated(cup, 2300)
    next_due = rated(cup, 2200)
    RegistrationFactory(tournament=cup, status="waitlisted", rating=None)

    operations.waive_top(cup, number=3, by=VerifierFactory(), reason="Top three.")

    assert [states(each)[0] for each in (gone, paid, checked, first_due, next_due)] == [
        "cancelled",
        "verified",
        "submitted",
        "waived",
        "due",
    ]


def test_of_equal_ratings_who_came_first_is_better(cup):
    first, second = rated(cup, 2000), rated(cup, 2000)

    assert operations.waive_top(cup, number=1, by=VerifierFactory(), reason="Top.") == [first]
    assert states(second)[0] == "due"


def test_nobody_waives_themselves_among_the_best(cup):
    verifier = VerifierFactory()
    payment_in("due", tournament=cup, rating=2000, registered_by=verifier)

    with pytest.raises(Refused) as refusal:
        operations.waive_top(cup, number=1, by=verifier, reason="Top.")

    assert refusal.value.code == "conflict_of_interest"


def test_nobody_waives_the_own_team_among_the_best(cup):
    substitute = VerifierFactory()
    of_team = payment_in("due", tournament=cup, rating=2000)
    Registration.objects.filter(pk=of_team.registration_id).update(
        team=TeamFactory(captain=substitute), user=None
    )

    with pytest.raises(Refused) as refusal:
        operations.waive_top(cup, number=1, by=substitute, reason="Top.")

    assert (refusal.value.code, states(of_team)[0]) == ("conflict_of_interest", "due")


def test_a_stranger_waives_nothing(cup):
    payment = rated(cup, 2000)

    with pytest.raises(Refused) as refusal:
        operations.waive_top(cup, number=1, by=UserFactory(), reason="Top.")

    assert (refusal.value.code, states(payment)[0]) == ("not_verifier", "due")
