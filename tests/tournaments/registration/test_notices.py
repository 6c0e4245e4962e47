import pytest
from django.utils import timezone

from tests.factories import RegistrationFactory, TeamFactory, TournamentFactory, UserFactory
from tests.factories.people import captain_of
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.registration import operations
from tournaments.registration.models import Registration
from tournaments.registration.rules.words import local

pytestmark = pytest.mark.django_db
Status = Registration.Status


def sent(mailoutbox) -> list[tuple[str, str]]:
    return sorted((mail.to[0], mail.subject) for mail in mailoutbox)


def test_a_confirmed_entry_is_one_mail_with_the_reference(mailoutbox, drain_queue):
    cup, player = TournamentFactory(title="Cup"), UserFactory()

    registration = operations.register(tournament=cup, by=player, fee_due=False)
    drain_queue()

    assert sent(mailoutbox) == [(player.email, "[DeltaCrown] Place confirmed: Cup")]
    assert registration.reference in mailoutbox[0].body
    assert f"/registrations/{registration.reference}/" in mailoutbox[0].body


def test_an_entry_that_is_reviewed_tells_every_player_of_the_team(mailoutbox, drain_queue):
    cup, team = (
        TournamentFactory(title="Cup", participation=Participation.TEAM, needs_approval=True),
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


def test_who_waits_reads_the_place_in_the_line(mailoutbox, drain_queue):
    cup, player = TournamentFactory(title="Cup", capacity=2, waitlist_max=5), UserFactory()
    RegistrationFactory.create_batch(2, tournament=cup)
    RegistrationFactory(tournament=cup, status=Status.WAITLISTED)
    Tournament.objects.filter(pk=cup.pk).update(last_number=1000)

    registration = operations.register(tournament=cup, by=player, fee_due=True)
    drain_queue()

    assert sent(mailoutbox) == [(player.email, "[DeltaCrown] On the waitlist: Cup")]
    assert f"{player.username} is number 2 on the waitlist" in mailoutbox[0].body
    assert registration.reference in mailoutbox[0].body


def test_who_is_reviewed_is_told_not_to_pay_yet(mailoutbox, drain_queue):
    cup, player = TournamentFactory(title="Cup", needs_approval=True), UserFactory()

    operations.register(tournament=cup, by=player, fee_due=True)
    drain_queue()

    assert sent(mailoutbox) == [(player.email, "[DeltaCrown] Registration received: Cup")]
    assert "Do not pay yet" in mailoutbox[0].body


def test_an_offer_says_until_when(mailoutbox, drain_queue):
    cup = TournamentFactory(title="Cup", capacity=2)
    registration = RegistrationFactory(tournament=cup, status=Status.WAITLISTED)

    [offered] = operations.fill_places(cup)
    drain_queue()

    email = registration.registered_by.email
    assert sent(mailoutbox) == [(email, "[DeltaCrown] A place is yours: Cup")]
    assert local(offered.expires_at) in mailoutbox[0].body


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status.AWAITING_PAYMENT, "was not paid in time"),
        (Status.OFFERED, "Nobody took the place"),
        (Status.CHANGES_REQUESTED, "were not made in time"),
    ],
)
def test_who_lost_the_place_by_the_clock_reads_why(status, says, mailoutbox, drain_queue):
    registration = RegistrationFactory(
        tournament__title="Cup", status=status, expires_at=timezone.now()
    )

    operations.expire(registration)
    drain_queue()

    email = registration.registered_by.email
    assert sent(mailoutbox) == [(email, "[DeltaCrown] Registration expired: Cup")]
    assert says in mailoutbox[0].body


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
