import pytest

from tests.factories import RegistrationFactory, TeamFactory, TournamentFactory, UserFactory
from tests.factories.people import captain_of
from tournaments.core.settings import Participation
from tournaments.registration import operations
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def sent(mailoutbox) -> list[tuple[str, str]]:
    return sorted((mail.to[0], mail.subject) for mail in mailoutbox)


def test_a_confirmed_entry_is_one_mail_with_the_reference(mailoutbox, drain_queue):
    cup, player = TournamentFactory(title="Cup"), UserFactory()

    registration = operations.register(tournament=cup, by=player, fee_due=False)
    drain_queue()

    assert sent(mailoutbox) == [(player.email, "[DeltaCrown] Place confirmed: Cup")]
    assert registration.reference in mailoutbox[0].body
    assert f"/registrations/{registration.reference}/" in mailoutbox[0].body


def test_an_entry_that_owes_a_fee_tells_every_player_of_the_team(mailoutbox, drain_queue):
    cup, team = (
        TournamentFactory(title="Cup", participation=Participation.TEAM),
        TeamFactory(size=3),
    )
    players = team.members.exclude(pk=captain_of(team).pk)

    operations.register(
        tournament=cup, by=captain_of(team), team=team, players=players, fee_due=True
    )
    drain_queue()

    subject = "[DeltaCrown] Registration received: Cup"
    assert sent(mailoutbox) == [
        (email, subject) for email in sorted(team.members.values_list("email", flat=True))
    ]


def test_a_rejection_says_why(mailoutbox, drain_queue):
    registration = RegistrationFactory(tournament__title="Cup")
    staff = UserFactory(is_superuser=True)

    operations.reject(registration, by=staff, reason="Two accounts.")
    drain_queue()

    assert [mail.subject for mail in mailoutbox] == ["[DeltaCrown] Registration rejected: Cup"]
    assert "Two accounts." in mailoutbox[0].body


def test_a_withdrawal_is_acknowledged(mailoutbox, drain_queue):
    registration = RegistrationFactory(tournament__title="Cup")

    operations.withdraw(registration, by=registration.registered_by)
    drain_queue()

    assert sent(mailoutbox) == [(registration.registered_by.email, "[DeltaCrown] Withdrawn: Cup")]


def test_the_draw_tells_those_who_lost_their_place(mailoutbox, drain_queue):
    cup = TournamentFactory(title="Cup")
    RegistrationFactory(tournament=cup)
    late = RegistrationFactory.create_batch(
        2, tournament=cup, status=Registration.Status.AWAITING_PAYMENT
    )

    operations.admit_entrants(cup, random_seed=1)
    drain_queue()

    subject = "[DeltaCrown] Registration expired: Cup"
    assert sent(mailoutbox) == sorted((row.registered_by.email, subject) for row in late)
