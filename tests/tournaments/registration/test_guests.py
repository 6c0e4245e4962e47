import pytest

from deltacrown.errors import Refused
from tests.factories import GameFactory, RegistrationFactory, TournamentFactory, UserFactory
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.registration import operations
from tournaments.registration.guests import GuestPlayer, GuestTeam
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db
Status = Registration.Status


def guest_cup(**kwargs) -> Tournament:
    return TournamentFactory(
        **{
            "participation": Participation.TEAM,
            "roster_min": 2,
            "roster_max": 3,
            "guest_teams_max": 2,
            **kwargs,
        }
    )


def guests(*players: tuple[str, str], name: str = "Old Friends", tag: str = "OF") -> GuestTeam:
    named = players or (("Anik", "1"), ("Babu", "2"))
    return GuestTeam(name, tag, tuple(GuestPlayer(*player) for player in named))


def enter(cup: Tournament, team: GuestTeam, **kwargs) -> Registration:
    return operations.register(
        **{"tournament": cup, "by": UserFactory(), "guests": team, "fee_due": True, **kwargs}
    )


def refusal_of(cup: Tournament, team: GuestTeam) -> str:
    before = Registration.objects.count()
    with pytest.raises(Refused) as refusal:
        enter(cup, team)
    assert Registration.objects.count() == before
    return refusal.value.code


def test_a_team_without_accounts_is_entered_for_review():
    by = UserFactory()

    made = enter(guest_cup(), guests(), by=by)

    assert (made.user, made.team, made.is_guest, made.registered_by) == (None, None, True, by)
    assert (made.name, made.tag, made.status) == ("Old Friends", "OF", Status.NEEDS_REVIEW)
    assert made.expires_at is None
    assert list(made.roster.values_list("user", "name", "player_id", "role")) == [
        (None, "Anik", "1", "starter"),
        (None, "Babu", "2", "starter"),
    ]


def test_each_guest_has_a_token_of_their_own():
    enter(guest_cup(), guests())

    tokens = RosterEntry.objects.values_list("claim_token", flat=True)
    assert {len(token) for token in tokens} == {43}
    assert len(set(tokens)) == 2


def test_guests_wait_in_the_same_line():
    cup = guest_cup(capacity=2, waitlist_max=1)
    RegistrationFactory.create_batch(2, tournament=cup)
    Tournament.objects.filter(pk=cup.pk).update(last_number=1000)

    assert enter(cup, guests()).status == Status.WAITLISTED


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"guest_teams_max": 0}, "no_guests"),
        ({"participation": Participation.SOLO}, "wrong_participation"),
    ],
)
def test_a_tournament_without_guests_refuses(settings, code):
    assert refusal_of(guest_cup(**settings), guests()) == code


def test_only_so_many_guest_teams_are_taken():
    cup = guest_cup(guest_teams_max=1)
    first = enter(cup, guests())
    assert refusal_of(cup, guests(("Cid", "3"), ("Dip", "4"), name="Others")) == "guests_full"

    operations.withdraw(first, by=first.registered_by)

    assert enter(cup, guests()).number == 2


@pytest.mark.parametrize(
    ("team", "code"),
    [
        (guests(name=" X "), "team_name"),
        (guests(name="X" * 51), "team_name"),
        (guests(("Anik", "1")), "roster_too_small"),
        (guests(*((name, name) for name in "ABCD")), "roster_too_large"),
        (guests(("Anik", "1"), (" ", "2")), "player_name_missing"),
        (guests(("Anik", "1"), (" anik ", "2")), "named_twice"),
        (guests(("Anik", "1"), ("Babu", "1")), "named_twice"),
    ],
)
def test_a_team_that_is_not_complete_is_refused(team, code):
    assert refusal_of(guest_cup(), team) == code


def test_the_name_of_a_team_that_is_in_is_taken():
    cup = guest_cup()
    RegistrationFactory(tournament=cup, name="old friends")

    assert refusal_of(cup, guests()) == "name_taken"


@pytest.mark.parametrize("player_id", ["", "abc"])
def test_guests_have_player_ids_of_the_game(player_id):
    cup = guest_cup(game=GameFactory(player_id_pattern=r"\d+", player_id_label="UID"))

    assert refusal_of(cup, guests(("Anik", "1"), ("Babu", player_id))) == "player_id_invalid"


def test_without_a_pattern_guests_need_no_player_id():
    made = enter(guest_cup(), guests(("Anik", ""), ("Babu", "")))

    assert made.roster.count() == 2


def test_a_guest_with_the_player_id_of_somebody_who_is_in_is_refused():
    cup = guest_cup()
    entry = RegistrationFactory(tournament=cup).roster.get()
    RosterEntry.objects.filter(pk=entry.pk).update(player_id="2")

    assert refusal_of(cup, guests()) == "player_already_in"
