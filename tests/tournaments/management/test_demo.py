"""The demo, loaded once for all tests here, by the operations that people use."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from deltacrown.teams.models import Invitation, Listing, Membership, Team
from tournaments.brackets.models import Match
from tournaments.control.models import Announcement
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event, StaffMember, Tournament
from tournaments.management.demonstrating import duos, people
from tournaments.management.demonstrating.loading import load
from tournaments.payments.models import LedgerEntry, Payment, PaymentProof, ProofFlag
from tournaments.payments.queries import desk_counts
from tournaments.registration.models import Answer, Registration, RosterEntry

pytestmark = pytest.mark.django_db

Status = Registration.Status
COUNTED = (
    Answer,
    Announcement,
    Event,
    Invitation,
    LedgerEntry,
    Listing,
    Membership,
    Payment,
    PaymentProof,
    ProofFlag,
    Registration,
    RosterEntry,
    StaffMember,
    Team,
    Tournament,
)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    """Loaded in a transaction around those of the tests, so that each begins with all of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


def numbers() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def registrations_of(title: str) -> dict[str, str]:
    found = Registration.objects.filter(tournament__title=title).order_by("number")
    return dict(found.values_list("name", "status"))


def test_there_is_a_registration_in_every_status():
    assert set(Registration.objects.values_list("status", flat=True)) == {*Status}


def test_every_place_of_the_duos_cup_is_held_and_others_wait():
    cup = Tournament.objects.get(title=duos.TITLE)

    assert cup.registrations.holding_a_place().count() == cup.capacity
    assert list(cup.registrations.waiting().values_list("name", flat=True)) == [
        "Cox Coast Crew",
        "Mymensingh Mages",
        "Jashore Jets",
    ]


def test_player_has_something_waiting_in_each_tournament_that_is_to_come():
    mine = Registration.objects.made_by(people.account("player")).order_by("tournament__title")

    assert dict(mine.values_list("tournament__title", "status")) == {
        "Dhaka LAN Night": Status.CONFIRMED,
        "Valorant Duos Cup": Status.OFFERED,
        "Valorant Winter Clash": Status.CONFIRMED,
        "eFootball Friday Cup": Status.AWAITING_PAYMENT,
        "eFootball Midnight Cup": Status.CONFIRMED,
        "eFootball Monsoon Cup": Status.CANCELLED,
    }


def test_what_is_offered_and_owed_can_still_be_taken_and_paid():
    now = timezone.now()

    assert not Registration.objects.overdue(now).exists()
    offer = Registration.objects.get(registered_by__username="player", status=Status.OFFERED)
    assert timedelta(hours=12) < offer.expires_at - now < timedelta(hours=24)


def test_check_in_is_open_and_some_are_there():
    cup = Tournament.objects.get(title="eFootball Midnight Cup")

    assert cup.phase_at(timezone.now(), places_held=9) == "check_in"
    checked_in = cup.registrations.exclude(checked_in_at=None)
    assert (cup.registrations.count(), checked_in.count()) == (9, 5)


def test_those_who_wait_moved_up_when_others_did_not_show_up():
    assert registrations_of("eFootball Early Cup") == {
        "arafat-hossain": Status.CONFIRMED,
        "nusrat-jahan": Status.CONFIRMED,
        "tanvir-ahmed": Status.CONFIRMED,
        "sadia-islam": Status.CONFIRMED,
        "rakib-hasan": Status.NO_SHOW,
        "mim-akter": Status.NO_SHOW,
        "fahim-chowdhury": Status.CONFIRMED,
        "zara-khan": Status.OFFERED,
    }


def test_the_desk_has_proofs_of_differing_age_with_flags():
    counts = {row["title"]: row for row in desk_counts(people.account("staff"))}
    of_duos = counts[duos.TITLE]

    wanted = {"waiting": 8, "flagged": 6, "verified": 4, "rejected": 1}
    assert {key: of_duos[key] for key in wanted} == wanted
    assert timedelta(hours=31) <= timezone.now() - of_duos["oldest"] < timedelta(hours=32)
    assert {*ProofFlag.objects.values_list("kind", flat=True)} == {*ProofFlag.Kind}


def test_money_adds_up():
    received = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.RECEIVED).count()

    paid = [Payment.Status.VERIFIED, Payment.Status.REFUND_DUE]
    assert Payment.objects.filter(status__in=paid).count() == received == 7


def test_answers_follow_the_questions():
    asked = Registration.objects.get(name="Padma Phoenix", tournament__title=duos.TITLE)

    assert list(asked.answers.filter(roster_entry=None).values_list("label", "value")) == [
        ("Where do you come from?", "Padma"),
        ("Phone on the day", "+8801712001246"),
        ("We bring our own PCs", False),
    ]


def test_player_is_asked_by_a_team_and_an_organizer_and_looks_for_a_team():
    player = people.account("player")

    invitation = Invitation.objects.waiting().get(user=player)
    assert (invitation.team.name, invitation.role) == ("Dhaka Vipers", Membership.Role.SUBSTITUTE)
    place = StaffMember.objects.get(user=player)
    assert (place.role, place.accepted_at) == (StaffRole.CASTER, None)
    assert Listing.objects.open().filter(user=player, team=None).count() == 1
    asks = Invitation.objects.waiting().get(team__name="Chattogram Chargers")
    assert asks.is_request


def test_every_team_has_a_logo_and_a_manager():
    managers = Membership.objects.filter(role=Membership.Role.MANAGER)
    drawn = Team.objects.exclude(logo="")

    assert drawn.count() == managers.count() == 28


def test_entrants_were_written_to():
    news = Announcement.objects.get()

    assert (news.tournament.title, news.subject) == (duos.TITLE, "Doors open at 17:00")


def test_again_adds_nothing():
    before = numbers()

    load()

    assert numbers() == before


def test_again_adds_what_is_missing():
    player = people.account("player")
    Listing.objects.filter(user=player).delete()
    StaffMember.objects.filter(user=player).delete()
    Team.objects.filter(name="Padma Phoenix").update(game=None, logo="")

    load()

    assert Listing.objects.open().filter(user=player).count() == 1
    assert StaffMember.objects.filter(user=player).count() == 1


def test_the_lan_night_is_in_the_middle_of_its_quarter_finals():
    matches = Match.objects.filter(stage__tournament__slug="dhaka-lan-night", round__number=1)

    assert sorted(matches.values_list("status", flat=True)) == [
        "completed",
        "disputed",
        "live",
        "ready",
    ]
    [own] = matches.filter(status="ready")
    assert own.fixture.called_at
    assert own.fixture.lobby_code
    assert own.check_ins.count() == 1
    assert own.chat_messages.count() == 2
