import pytest

from deltacrown.errors import Refused
from tests.factories import OrganizerFactory, RegistrationFactory, TournamentFactory, UserFactory
from tournaments.core.models import Event
from tournaments.registration import operations
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db
Status = Registration.Status


def kinds() -> list[str]:
    return list(Event.objects.values_list("kind", flat=True))


@pytest.mark.parametrize("status", [Status.AWAITING_PAYMENT, Status.AWAITING_VERIFICATION])
def test_confirming_is_noted_once(status):
    registration, staff = RegistrationFactory(status=status), UserFactory()

    operations.confirm(registration, by=staff)
    again = operations.confirm(registration, by=staff)

    assert again.status == Status.CONFIRMED
    assert list(Event.objects.values_list("kind", "actor", "before", "after")) == [
        ("registration.confirmed", staff.pk, {"status": status}, {"status": "confirmed"})
    ]


def test_a_payment_is_sent_checked_and_sent_again():
    registration = RegistrationFactory(status=Status.AWAITING_PAYMENT)

    operations.await_verification(registration)
    operations.await_payment(registration)

    registration.refresh_from_db()
    assert registration.status == Status.AWAITING_PAYMENT
    assert kinds() == ["registration.awaiting_verification", "registration.awaiting_payment"]


@pytest.mark.parametrize("status", sorted(Registration.TERMINAL))
@pytest.mark.parametrize("verb", ["confirm", "await_verification", "await_payment"])
def test_a_registration_that_is_over_is_not_revived(status, verb):
    registration = RegistrationFactory(status=status)

    with pytest.raises(Refused) as refusal:
        getattr(operations, verb)(registration)

    registration.refresh_from_db()
    assert (refusal.value.code, registration.status) == ("registration_over", status)
    assert not registration.roster.filter(live=True).exists()


def test_the_organizer_rejects_with_a_reason_and_frees_the_players():
    organizer_user = UserFactory()
    cup = TournamentFactory(organizer=OrganizerFactory(members=[organizer_user]))
    registration = RegistrationFactory(tournament=cup)

    operations.reject(registration, by=organizer_user, reason="  Two accounts.  ")
    operations.reject(registration, by=organizer_user, reason="Two accounts.")

    registration.refresh_from_db()
    assert (registration.status, registration.reason) == (Status.REJECTED, "Two accounts.")
    assert list(registration.roster.values_list("live", flat=True)) == [False]
    assert list(Event.objects.values_list("kind", "reason")) == [
        ("registration.rejected", "Two accounts.")
    ]


def test_a_rejection_without_a_reason_is_refused():
    organizer_user = UserFactory()
    cup = TournamentFactory(organizer=OrganizerFactory(members=[organizer_user]))
    registration = RegistrationFactory(tournament=cup)

    with pytest.raises(Refused) as refusal:
        operations.reject(registration, by=organizer_user, reason=" ")

    assert refusal.value.code == "reason_missing"


def test_nobody_but_the_organizer_rejects():
    registration = RegistrationFactory()
    stranger = UserFactory()
    OrganizerFactory(members=[stranger])

    for user in (stranger, registration.registered_by):
        with pytest.raises(Refused) as refusal:
            operations.reject(registration, by=user, reason="Because.")
        assert refusal.value.code == "not_organizer"

    assert kinds() == []
