"""What keeps somebody from entering, all of it at once, before any form is filled."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from deltacrown.accounts.models import GameAccount, Profile
from deltacrown.errors import Refused
from tests.factories import (
    GameFactory,
    OrganizerFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
)
from tests.factories.people import captain_of
from tournaments.core.models import Ban, Tournament
from tournaments.core.settings import Participation
from tournaments.registration import operations
from tournaments.registration.models import Registration
from tournaments.registration.rules import can_register, check_players

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def codes(cup, user, team=None) -> list[str]:
    """The reasons before the form; registering is refused with the first of them."""
    reasons = can_register(cup, user, team)
    if user.is_authenticated:
        with pytest.raises(Refused) as refusal:
            operations.register(tournament=cup, by=user, team=team, fee_due=False)
        assert refusal.value.code in {reason.code for reason in reasons}
    return [reason.code for reason in reasons]


def words(cup, user, team=None) -> str:
    return " ".join(reason.message for reason in can_register(cup, user, team))


def ban(user, **kwargs) -> Ban:
    values = {"reason": "Cheated.", "starts_at": timezone.now() - DAY, "made_by": UserFactory()}
    return Ban.objects.create(user=user, **values | kwargs)


def team_cup(**kwargs) -> Tournament:
    return TournamentFactory(participation=Participation.TEAM, roster_min=2, roster_max=3, **kwargs)


def test_nothing_keeps_a_player_out():
    assert can_register(TournamentFactory(), UserFactory()) == []


def test_a_visitor_is_asked_to_sign_in_and_reads_the_rest():
    cup = TournamentFactory(capacity=2, registration_closes_at=timezone.now() - DAY)
    RegistrationFactory.create_batch(2, tournament=cup)

    assert codes(cup, AnonymousUser()) == ["anonymous", "closed", "full"]
    assert codes(team_cup(status=Tournament.Status.LIVE), AnonymousUser()) == ["anonymous", "over"]


def test_all_reasons_are_told_at_once():
    game = GameFactory(player_id_pattern=r"\d+")
    cup = TournamentFactory(
        game=game, capacity=2, waitlist_max=1, minimum_age=16, allowed_countries="BD, IN"
    )
    RegistrationFactory.create_batch(2, tournament=cup)
    RegistrationFactory(tournament=cup, status=Registration.Status.WAITLISTED)
    player = UserFactory()
    EmailAddress.objects.create(user=player, email=player.email, verified=False)
    ban(player)

    assert codes(cup, player) == [
        "unverified",
        "banned",
        "player_id_missing",
        "age_unknown",
        "country_unknown",
        "waitlist_full",
    ]


# --- the account ----------------------------------------------------------------


def test_an_address_that_is_verified_or_unknown_will_do():
    cup, one, other = TournamentFactory(), UserFactory(), UserFactory()
    EmailAddress.objects.create(user=one, email=one.email.upper(), verified=True)
    EmailAddress.objects.create(user=other, email="former@example.com", verified=False)

    assert can_register(cup, one) == can_register(cup, other) == []


def test_a_ban_says_why_and_until_when():
    cup, player = TournamentFactory(), UserFactory()
    ban(player, ends_at=timezone.now() + DAY)

    assert codes(cup, player) == ["banned"]
    assert "Cheated." in words(cup, player)
    assert "until" in words(cup, player)


def test_a_ban_without_an_end_names_whom_to_ask():
    cup, player = TournamentFactory(), UserFactory()
    ban(player, organizer=cup.organizer)

    assert codes(cup, player) == ["banned"]
    assert "Write to the organizer" in words(cup, player)


def test_a_ban_that_is_over_lifted_or_of_another_organizer_keeps_nobody_out():
    cup, player = TournamentFactory(), UserFactory()
    now = timezone.now()
    ban(player, ends_at=now - timedelta(hours=1))
    ban(player, lifted_at=now, lifted_by=UserFactory())
    ban(player, starts_at=now + DAY)
    ban(player, organizer=OrganizerFactory())

    assert can_register(cup, player) == []


def test_the_ban_of_a_mate_is_not_explained():
    cup, team = team_cup(), TeamFactory(size=2)
    captain = captain_of(team)
    mate = team.members.exclude(pk=captain.pk).get()
    ban(mate)

    with pytest.raises(Refused) as refusal:
        operations.register(
            tournament=cup, by=captain, team=team, players=team.members.all(), fee_due=False
        )

    assert refusal.value.code == "banned"
    assert mate.username in refusal.value.message
    assert "Cheated" not in refusal.value.message


# --- age and country ------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (None, ["age_unknown"]),
        (date(2014, 5, 2), ["too_young"]),
        (date(2014, 5, 1), []),
        (date(1990, 1, 1), []),
    ],
)
def test_players_are_old_enough_on_the_day_of_the_start(born, expected):
    start = timezone.make_aware(timezone.datetime(2030, 5, 1, 0, 30))
    cup = TournamentFactory(minimum_age=16, starts_at=start)
    player = UserFactory()
    Profile.objects.create(user=player, birth_date=born)

    assert [reason.code for reason in can_register(cup, player)] == expected


def test_who_is_born_on_the_29th_of_february_is_older_on_the_1st_of_march():
    player = UserFactory()
    Profile.objects.create(user=player, birth_date=date(2012, 2, 29))
    ages = {
        day: can_register(
            TournamentFactory(
                minimum_age=18, starts_at=timezone.make_aware(timezone.datetime(2030, *day))
            ),
            player,
        )
        for day in [(2, 28), (3, 1)]
    }

    assert [len(reasons) for reasons in ages.values()] == [1, 0]


@pytest.mark.parametrize(
    ("country", "expected"), [("", ["country_unknown"]), ("NP", ["country"]), ("IN", [])]
)
def test_players_are_from_a_country_that_may(country, expected):
    cup, player = TournamentFactory(allowed_countries="bd, IN"), UserFactory()
    Profile.objects.create(user=player, country=country)

    assert [reason.code for reason in can_register(cup, player)] == expected


def test_a_refusal_names_the_countries():
    cup, player = TournamentFactory(allowed_countries="BD, IN"), UserFactory(username="rafi")
    Profile.objects.create(user=player, country="NP")

    assert words(cup, player) == (
        "This tournament is for players from Bangladesh and India. Not from there: rafi."
    )


@pytest.mark.parametrize("size", [1, 3])
def test_players_are_checked_by_the_same_queries(size, django_assert_num_queries):
    cup = TournamentFactory(
        game=GameFactory(player_id_pattern=r"\d+"), minimum_age=16, allowed_countries="BD"
    )
    players = UserFactory.create_batch(size)
    for player in players:
        Profile.objects.create(user=player, country="BD", birth_date=date(1999, 1, 1))
        GameAccount.objects.create(user=player, game=cup.game, player_id=str(player.pk))

    with django_assert_num_queries(3):
        check_players(cup, players)


# --- being in already, and teams -----------------------------------------------


def test_who_is_in_already_is_told_so_once():
    cup, player = TournamentFactory(), UserFactory()
    RegistrationFactory(tournament=cup, registered_by=player)

    assert codes(cup, player) == ["already_registered"]


def test_a_captain_reads_what_keeps_the_team_out():
    cup, team = team_cup(), TeamFactory(size=1)
    captain = captain_of(team)
    assert codes(cup, captain, team) == ["roster_too_small"]
    RegistrationFactory(tournament=cup, team=team, registered_by=captain)

    assert codes(cup, captain, team) == ["roster_too_small", "already_registered"]


def test_others_than_the_captain_read_that_they_may_not():
    cup, team = team_cup(), TeamFactory(size=2)
    mate = team.members.exclude(pk=captain_of(team).pk).get()

    assert codes(cup, mate, team) == ["not_captain"]
    assert codes(cup, UserFactory(), team) == ["not_captain"]
    assert codes(TournamentFactory(), captain_of(team), team) == ["wrong_participation"]


def test_before_a_team_is_chosen_only_the_account_and_the_window_are_asked():
    cup, player = team_cup(minimum_age=16), UserFactory()

    assert can_register(cup, player) == []


@pytest.mark.parametrize("size", [2, 4])
def test_the_reasons_of_a_team_need_the_same_queries(size, django_assert_num_queries):
    cup, team = team_cup(), TeamFactory(size=size)
    captain = captain_of(team)

    with django_assert_num_queries(6):
        assert can_register(cup, captain, team) == []


# --- terms ------------------------------------------------------------------------


def test_terms_are_accepted_with_the_registration():
    cup, player = TournamentFactory(terms="Play fair."), UserFactory()
    assert can_register(cup, player) == []
    with pytest.raises(Refused) as refusal:
        operations.register(tournament=cup, by=player, fee_due=False)
    assert refusal.value.code == "terms"

    made = operations.register(tournament=cup, by=player, terms_accepted=True, fee_due=False)

    assert made.terms_accepted_at is not None
