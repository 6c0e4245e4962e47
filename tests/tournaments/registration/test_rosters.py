import pytest

from deltacrown.accounts.models import GameAccount
from deltacrown.errors import Refused
from deltacrown.teams.models import Membership, Team
from tests.factories import GameFactory, TeamFactory, TournamentFactory, UserFactory
from tests.factories.people import captain_of
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.registration import operations
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db


def team_cup(**kwargs) -> Tournament:
    return TournamentFactory(participation=Participation.TEAM, roster_min=2, roster_max=3, **kwargs)


def enter(cup: Tournament, team: Team, **roles) -> Registration:
    return operations.register(
        tournament=cup, by=captain_of(team), team=team, fee_due=False, **roles
    )


def refusal_of(cup: Tournament, team: Team, **roles) -> str:
    with pytest.raises(Refused) as refusal:
        enter(cup, team, **roles)
    assert not RosterEntry.objects.exists()
    return refusal.value.code


def test_each_person_has_the_role_in_which_they_are_named():
    cup, team = team_cup(), TeamFactory(size=5)
    one, two, three, four, five = team.members.order_by("pk")

    made = enter(cup, team, players=[one, two], substitutes=[three], coaches=[four, five])

    assert list(made.roster.values_list("user", "role", "live")) == [
        (one.pk, "starter", True),
        (two.pk, "starter", True),
        (three.pk, "substitute", True),
        (four.pk, "coach", True),
        (five.pk, "coach", True),
    ]
    assert made.tag == team.tag


def test_substitutes_do_not_stand_in_for_starters():
    team = TeamFactory(size=3)
    one, *others = team.members.order_by("pk")

    assert refusal_of(team_cup(), team, players=[one], substitutes=others) == "roster_too_small"


def test_substitutes_count_for_the_largest_roster_and_coaches_do_not():
    team = TeamFactory(size=5)
    one, two, three, four, five = team.members.order_by("pk")
    players = {"players": [one, two], "substitutes": [three, four]}

    assert refusal_of(team_cup(), team, **players) == "roster_too_large"
    players["substitutes"] = [three]
    assert enter(team_cup(), team, **players, coaches=[four, five]).roster.count() == 5


def test_there_are_two_coaches_at_most():
    team = TeamFactory(size=5)
    one, two, *others = team.members.order_by("pk")

    assert refusal_of(team_cup(), team, players=[one, two], coaches=others) == "too_many_coaches"


@pytest.mark.parametrize("role", ["substitutes", "coaches"])
def test_nobody_has_two_roles(role):
    team = TeamFactory(size=2)
    players = list(team.members.order_by("pk"))

    assert refusal_of(team_cup(), team, players=players, **{role: players[:1]}) == "named_twice"


def test_a_coach_from_elsewhere_is_refused():
    team = TeamFactory(size=2)

    code = refusal_of(team_cup(), team, players=team.members.all(), coaches=[UserFactory()])

    assert code == "not_member"


def test_a_coach_needs_no_player_id_and_no_age():
    game = GameFactory(player_id_pattern=r"\d+")
    cup, team = team_cup(game=game), TeamFactory(size=3)
    one, two, coach = team.members.order_by("pk")
    for player in (one, two):
        GameAccount.objects.create(user=player, game=game, player_id=str(player.pk))

    made = enter(cup, team, players=[one, two], coaches=[coach])

    assert list(made.roster.values_list("player_id", flat=True)) == [str(one.pk), str(two.pk), ""]
    assert refusal_of_id(team_cup(game=game), team, [one, coach]) == "player_id_missing"


def refusal_of_id(cup, team, players) -> str:
    with pytest.raises(Refused) as refusal:
        enter(cup, team, players=players)
    return refusal.value.code


def test_a_coach_of_one_team_does_not_play_in_another():
    cup, team, rivals = team_cup(), TeamFactory(size=3), TeamFactory(size=1)
    one, two, coach = team.members.order_by("pk")
    enter(cup, team, players=[one, two], coaches=[coach])
    Membership.objects.create(team=rivals, user=coach)

    with pytest.raises(Refused) as refusal:
        enter(cup, rivals, players=rivals.members.all())

    assert refusal.value.code == "player_already_in"


def test_a_manager_enters_the_team_without_playing():
    cup, team, manager = team_cup(), TeamFactory(size=2), UserFactory()
    players = list(team.members.order_by("pk"))
    Membership.objects.create(team=team, user=manager, role=Membership.Role.MANAGER)

    made = operations.register(
        tournament=cup, by=manager, team=team, players=players, fee_due=False
    )

    assert made.registered_by == manager
    assert [entry.user for entry in made.roster.all()] == players
