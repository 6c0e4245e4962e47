from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from deltacrown.accounts.models import GameAccount, Profile
from deltacrown.errors import Refused
from tests.factories import (
    GameFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
)
from tests.factories.people import captain_of
from tournaments.core.models import Event, Tournament
from tournaments.core.settings import Participation
from tournaments.registration import operations, references
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db
Status = Registration.Status


def refusal_of(**kwargs) -> str:
    """The code with which registering is refused; it leaves no row behind."""
    before = Registration.objects.count(), RosterEntry.objects.count(), Event.objects.count()
    with pytest.raises(Refused) as refusal:
        operations.register(**{"fee_due": False, **kwargs})
    assert before == (
        Registration.objects.count(),
        RosterEntry.objects.count(),
        Event.objects.count(),
    )
    return refusal.value.code


def team_cup(**kwargs) -> Tournament:
    return TournamentFactory(
        **{"participation": Participation.TEAM, "roster_min": 2, "roster_max": 3, **kwargs}
    )


def test_a_player_enters_a_free_tournament_and_is_confirmed():
    cup, player = TournamentFactory(), UserFactory(username="tamim")

    made = operations.register(tournament=cup, by=player, fee_due=False)

    saved = Registration.objects.get()
    assert saved == made
    assert (saved.user, saved.team, saved.registered_by) == (player, None, player)
    assert (saved.name, saved.number, saved.status) == ("tamim", 1, Status.CONFIRMED)
    assert list(saved.roster.values_list("user", "tournament", "live")) == [
        (player.pk, cup.pk, True)
    ]
    assert list(Event.objects.values_list("kind", "actor")) == [
        ("registration.made", player.pk),
        ("registration.confirmed", player.pk),
    ]


def test_a_player_who_owes_a_fee_awaits_payment():
    player = UserFactory()

    made = operations.register(tournament=TournamentFactory(), by=player, fee_due=True)

    assert made.status == Status.AWAITING_PAYMENT
    assert list(Event.objects.values_list("kind", flat=True)) == ["registration.made"]


def test_a_captain_enters_a_team_with_its_roster():
    cup, team = team_cup(), TeamFactory(size=4)
    captain = captain_of(team)
    players = list(team.members.order_by("pk")[:3])

    made = operations.register(
        tournament=cup, by=captain, team=team, players=[*players, players[0]], fee_due=False
    )

    assert (made.user, made.team, made.name) == (None, team, team.name)
    assert [entry.user for entry in made.roster.all()] == players


def test_numbers_count_up_in_each_tournament_and_are_not_used_again():
    cup, other = TournamentFactory(), TournamentFactory()
    first = operations.register(tournament=cup, by=UserFactory(), fee_due=False)
    operations.withdraw(first, by=first.registered_by)

    second = operations.register(tournament=cup, by=UserFactory(), fee_due=False)
    elsewhere = operations.register(tournament=other, by=UserFactory(), fee_due=False)

    assert [first.number, second.number, elsewhere.number] == [1, 2, 1]


def test_references_have_no_letters_that_look_alike():
    made = {references.new_reference() for _ in range(500)}

    assert len(made) > 490
    assert not set("".join(ref.removeprefix("DC-") for ref in made)) & set("0O1IL2Z5S8BUV")
    assert {len(reference) for reference in made} == {9}


def test_a_reference_that_is_taken_is_drawn_again(monkeypatch):
    cup, one, other = TournamentFactory(), UserFactory(), UserFactory()
    letters = iter("AAAAAA" + "AAAAAA" + "CCCCCC")
    monkeypatch.setattr("secrets.choice", lambda _alphabet: next(letters))

    first = operations.register(tournament=cup, by=one, fee_due=False)
    second = operations.register(tournament=cup, by=other, fee_due=False)

    assert (first.reference, second.reference) == ("DC-AAAAAA", "DC-CCCCCC")
    assert (first.number, second.number) == (1, 2)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"status": Tournament.Status.DRAFT}, "not_published"),
        ({"status": Tournament.Status.LIVE}, "over"),
        ({"status": Tournament.Status.COMPLETED}, "over"),
        ({"status": Tournament.Status.ARCHIVED}, "over"),
        ({"status": Tournament.Status.CANCELLED}, "cancelled"),
        ({"registration_opens_at": timedelta(hours=1)}, "not_yet_open"),
        ({"registration_closes_at": timedelta(hours=-1)}, "closed"),
        ({"starts_at": timedelta(hours=-1)}, "closed"),
    ],
)
def test_a_tournament_that_is_not_open_refuses(settings, code):
    now = timezone.now()
    settings = {
        name: now + value if isinstance(value, timedelta) else value
        for name, value in settings.items()
    }

    assert refusal_of(tournament=TournamentFactory(**settings), by=UserFactory()) == code


def test_a_refusal_names_when_registration_opens():
    opens = timezone.now() + timedelta(days=2)
    cup = TournamentFactory(registration_opens_at=opens)

    with pytest.raises(Refused) as refusal:
        operations.register(tournament=cup, by=UserFactory(), fee_due=False)

    written = timezone.localtime(opens)
    assert f"{written:%b} {written.year}, {written:%H:%M} (Asia/Dhaka)" in refusal.value.message


@pytest.mark.parametrize("status", sorted(Registration.HOLDS_A_PLACE))
def test_a_full_tournament_refuses(status):
    cup = TournamentFactory(capacity=2)
    RegistrationFactory.create_batch(2, tournament=cup, status=status)

    assert refusal_of(tournament=cup, by=UserFactory()) == "full"


@pytest.mark.parametrize("status", sorted(Registration.TERMINAL))
def test_a_closed_registration_blocks_neither_the_place_nor_the_player(status):
    cup, player = TournamentFactory(capacity=2), UserFactory()
    RegistrationFactory.create_batch(2, tournament=cup, registered_by=player, status=status)
    Tournament.objects.filter(pk=cup.pk).update(last_number=1000)

    again = operations.register(tournament=cup, by=player, fee_due=False)

    assert (again.status, again.number) == (Status.CONFIRMED, 1001)


def test_the_same_player_twice_is_refused():
    cup, player = TournamentFactory(), UserFactory()
    operations.register(tournament=cup, by=player, fee_due=True)

    assert refusal_of(tournament=cup, by=player) == "already_registered"


def test_the_same_team_twice_is_refused():
    cup, team = team_cup(), TeamFactory(size=4)
    members = list(team.members.order_by("pk"))
    entry = {"tournament": cup, "by": captain_of(team), "team": team}
    operations.register(**entry, players=members[:2], fee_due=False)

    assert refusal_of(**entry, players=members[2:]) == "already_registered"


def test_a_player_of_another_registered_team_is_refused_by_name():
    cup, team, rivals = team_cup(), TeamFactory(size=2), TeamFactory(size=1)
    turncoat = team.members.exclude(pk=captain_of(team).pk).get()
    rivals.memberships.create(user=turncoat)
    operations.register(
        tournament=cup, by=captain_of(team), team=team, players=team.members.all(), fee_due=False
    )

    with pytest.raises(Refused) as refusal:
        operations.register(
            tournament=cup,
            by=captain_of(rivals),
            team=rivals,
            players=rivals.members.all(),
            fee_due=False,
        )

    assert refusal.value.code == "player_already_in"
    assert turncoat.username in refusal.value.message


def test_only_the_captain_registers_a_team():
    cup, team = team_cup(), TeamFactory(size=2)
    mate = team.members.exclude(pk=captain_of(team).pk).get()
    entry = {"tournament": cup, "team": team, "players": team.members.all()}

    assert refusal_of(by=mate, **entry) == "not_captain"
    assert refusal_of(by=UserFactory(), **entry) == "not_captain"


@pytest.mark.parametrize(("size", "code"), [(1, "roster_too_small"), (4, "roster_too_large")])
def test_a_roster_of_the_wrong_size_is_refused(size, code):
    team = TeamFactory(size=size)

    assert code == refusal_of(
        tournament=team_cup(), by=captain_of(team), team=team, players=team.members.all()
    )


def test_the_game_bounds_the_roster_when_the_tournament_does_not():
    cup = team_cup(game=GameFactory(roster_min=4, roster_max=5), roster_min=None, roster_max=None)
    three, four = TeamFactory(size=3), TeamFactory(size=4)

    made = operations.register(
        tournament=cup, by=captain_of(four), team=four, players=four.members.all(), fee_due=False
    )

    assert made.roster.count() == 4
    assert (
        refusal_of(tournament=cup, by=captain_of(three), team=three, players=three.members.all())
        == "roster_too_small"
    )


def test_a_player_outside_the_team_is_refused():
    team = TeamFactory(size=2)

    assert (
        refusal_of(
            tournament=team_cup(),
            by=captain_of(team),
            team=team,
            players=[*team.members.all(), UserFactory()],
        )
        == "not_member"
    )


def test_the_wrong_kind_of_entrant_is_refused():
    team = TeamFactory(size=2)
    entry = {"by": captain_of(team), "team": team, "players": team.members.all()}

    assert refusal_of(tournament=TournamentFactory(), **entry) == "wrong_participation"
    assert refusal_of(tournament=team_cup(), by=captain_of(team)) == "wrong_participation"


def test_the_player_id_of_the_game_is_asked_for_checked_and_kept():
    game = GameFactory(player_id_label="Riot ID", player_id_pattern=r"\w{3,16}#\w{3,5}")
    cup, player = TournamentFactory(game=game), UserFactory()
    assert refusal_of(tournament=cup, by=player) == "player_id_missing"
    account = GameAccount.objects.create(user=player, game=game, player_id="tamim#BD1 ")
    assert refusal_of(tournament=cup, by=player) == "player_id_invalid"
    account.player_id = "tamim#BD1"
    account.save()

    made = operations.register(tournament=cup, by=player, fee_due=False)

    assert [entry.player_id for entry in made.roster.all()] == ["tamim#BD1"]


def test_a_refusal_names_who_lacks_the_player_id():
    game = GameFactory(player_id_label="Riot ID", player_id_pattern=r".+#.+")
    cup, team = team_cup(game=game), TeamFactory(size=2)
    GameAccount.objects.create(user=captain_of(team), game=game, player_id="boss#1")
    mate = team.members.exclude(pk=captain_of(team).pk).get()

    with pytest.raises(Refused) as refusal:
        operations.register(
            tournament=cup,
            by=captain_of(team),
            team=team,
            players=team.members.all(),
            fee_due=False,
        )

    assert refusal.value.code == "player_id_missing"
    assert mate.username in refusal.value.message
    assert captain_of(team).username not in refusal.value.message


@pytest.mark.parametrize("size", [2, 5])
def test_the_number_of_queries_does_not_depend_on_the_roster(size, django_assert_num_queries):
    cup, team = team_cup(roster_max=5), TeamFactory(size=size)
    captain, players = captain_of(team), list(team.members.all())
    ContentType.objects.get_for_model(Registration)  # remembered for ever by Django

    with django_assert_num_queries(23):
        operations.register(tournament=cup, by=captain, team=team, players=players, fee_due=False)


@pytest.mark.parametrize(("country", "region"), [("NP", "NP"), ("", ""), (None, "")])
def test_a_player_is_from_the_country_of_the_profile(country, region):
    player = UserFactory()
    if country is not None:
        Profile.objects.create(user=player, country=country)

    entered = operations.register(tournament=TournamentFactory(), by=player, fee_due=False)

    assert entered.region == region
