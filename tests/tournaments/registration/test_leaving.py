import pytest

from deltacrown.errors import Refused
from tests.factories import RegistrationFactory, TeamFactory, TournamentFactory, UserFactory
from tests.factories.people import captain_of
from tournaments.core.models import Event, Tournament
from tournaments.core.settings import Participation
from tournaments.registration import operations
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.mark.parametrize("status", sorted(set(Status) - Registration.TERMINAL))
def test_a_player_withdraws_from_any_open_status_and_may_enter_again(status):
    registration = RegistrationFactory(status=status, number=1)
    cup, player = registration.tournament, registration.registered_by
    Tournament.objects.filter(pk=cup.pk).update(last_number=1)

    operations.withdraw(registration, by=player)
    again = operations.register(tournament=cup, by=player, fee_due=False)

    registration.refresh_from_db()
    assert registration.status == Status.WITHDRAWN
    assert again.status == Status.CONFIRMED
    assert list(RosterEntry.objects.order_by("pk").values_list("registration", "live")) == [
        (registration.pk, False),
        (again.pk, True),
    ]


def test_withdrawing_twice_is_noted_once():
    registration = RegistrationFactory()

    for _time in range(2):
        operations.withdraw(registration, by=registration.registered_by)

    assert list(Event.objects.values_list("kind", "before")) == [
        ("registration.withdrawn", {"status": "confirmed"})
    ]


def test_a_withdrawal_leaves_a_place_for_another():
    cup = TournamentFactory(capacity=2)
    leaving, _staying = RegistrationFactory.create_batch(2, tournament=cup)
    Tournament.objects.filter(pk=cup.pk).update(last_number=1000)

    operations.withdraw(leaving, by=leaving.registered_by)

    late = operations.register(tournament=cup, by=UserFactory(), fee_due=False)
    assert late.status == Status.CONFIRMED


def test_a_new_captain_withdraws_the_team_and_its_players_do_not():
    cup, team = TournamentFactory(participation=Participation.TEAM), TeamFactory(size=2)
    former = captain_of(team)
    registration = RegistrationFactory(tournament=cup, team=team, registered_by=UserFactory())
    mate = team.members.exclude(pk=former.pk).get()

    for user in (mate, UserFactory()):
        with pytest.raises(Refused) as refusal:
            operations.withdraw(registration, by=user)
        assert refusal.value.code == "not_yours"

    assert operations.withdraw(registration, by=former).status == Status.WITHDRAWN


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (Tournament.Status.LIVE, "drawn"),
        (Tournament.Status.COMPLETED, "drawn"),
        (Tournament.Status.CANCELLED, "drawn"),
    ],
)
def test_nobody_withdraws_after_the_draw(status, code):
    registration = RegistrationFactory(tournament__status=status)

    with pytest.raises(Refused) as refusal:
        operations.withdraw(registration, by=registration.registered_by)

    assert refusal.value.code == code


@pytest.mark.parametrize("status", sorted(Registration.TERMINAL - {Status.WITHDRAWN}))
def test_what_is_over_cannot_be_withdrawn(status):
    registration = RegistrationFactory(status=status)

    with pytest.raises(Refused) as refusal:
        operations.withdraw(registration, by=registration.registered_by)

    assert refusal.value.code == "registration_over"
