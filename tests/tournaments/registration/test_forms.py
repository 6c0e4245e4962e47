import pytest

from deltacrown.accounts.models import GameAccount, Profile
from deltacrown.teams.models import Membership
from tests.factories import GameFactory, RegistrationFactory, TeamFactory, TournamentFactory
from tests.factories.people import UserFactory, captain_of
from tests.factories.questions import question
from tournaments.registration.answers import save_answers
from tournaments.registration.forms import EntryForm
from tournaments.registration.guests import GuestPlayer, GuestTeam
from tournaments.registration.models import RosterEntry
from tournaments.registration.roster_fields import usual_roles

pytestmark = pytest.mark.django_db


def team_cup(**settings):
    return TournamentFactory(
        **{"participation": "team", "roster_min": 2, "roster_max": 3, **settings}
    )


def test_the_form_begins_with_what_the_player_told_before():
    game = GameFactory()
    rows = [
        question("phone", "phone"),
        question("mail", "email"),
        question("discord", label="Your Discord name"),
        question("country", label="Country"),
        question("id", "player_id"),
        question("other"),
    ]
    cup = TournamentFactory(game=game, custom_fields=rows)
    player = UserFactory(email="tamim@example.com")
    Profile.objects.create(user=player, phone="+8801712345678", discord="tamim", country="BD")
    GameAccount.objects.create(user=player, game=game, player_id="tamim#1")

    form = EntryForm(tournament=cup, user=player)

    assert {name: form[name].value() for name in form.fields} == {
        "q-phone": "+8801712345678",
        "q-mail": "tamim@example.com",
        "q-discord": "tamim",
        "q-country": "Bangladesh",
        "q-id": "tamim#1",
        "q-other": None,
    }


def test_a_captain_does_not_get_to_see_what_others_told():
    cup = team_cup(custom_fields=[question("phone", "phone", scope="member")])
    team = TeamFactory(size=2)
    for user in team.members.all():
        Profile.objects.create(user=user, phone="+8801712345678")

    form = EntryForm(tournament=cup, user=captain_of(team), team=team)

    phones = {row.user: row.questions[0].field.value() for row in form.rows}
    mate = team.members.exclude(pk=captain_of(team).pk).get()
    assert phones == {captain_of(team): "+8801712345678", mate: None}


def test_the_usual_roles_fill_the_start_first_and_know_coaches():
    Role = Membership.Role
    team = TeamFactory()
    roles = [Role.SUBSTITUTE, Role.MANAGER, Role.COACH, Role.PLAYER, Role.PLAYER, Role.PLAYER]
    for role in roles:
        Membership.objects.create(team=team, user=UserFactory(), role=role)
    members = list(team.memberships.order_by("pk"))

    found = usual_roles(members, team_cup(roster_max=4))

    assert [found[each.user_id] for each in members] == [
        "starter",
        "",
        "",
        "coach",
        "starter",
        "substitute",
        "substitute",
    ]


def test_the_owner_stands_first_also_of_those_who_came_before():
    team = TeamFactory(size=3)
    first, second, third = team.memberships.order_by("pk")
    for member, role in ((first, Membership.Role.PLAYER), (third, Membership.Role.OWNER)):
        member.role = role
        member.save()

    form = EntryForm(tournament=team_cup(), user=third.user, team=team)

    assert form.people == [third.user, first.user, second.user]


def test_members_who_do_not_play_are_asked_nothing():
    cup = team_cup(custom_fields=[question("size", scope="member", required=True)])
    team = TeamFactory(size=3)
    one, two, three = team.members.order_by("pk")
    data = {
        f"role-{one.pk}": "starter",
        f"q{one.pk}-size": "L",
        f"role-{two.pk}": "substitute",
        f"role-{three.pk}": "coach",
    }

    form = EntryForm(data, tournament=cup, user=one, team=team)

    assert form.errors == {f"q{two.pk}-size": ["Answer this question."]}


def test_the_form_hands_over_roles_answers_and_terms():
    cup = team_cup(
        custom_fields=[question("club"), question("size", scope="member")], terms="Fair."
    )
    team = TeamFactory(size=3)
    one, two, three = team.members.order_by("pk")
    data = {
        f"role-{one.pk}": "coach",
        f"role-{two.pk}": "starter",
        f"role-{three.pk}": "substitute",
        f"q{two.pk}-size": "L",
        "q-club": "Dragons",
        "terms": "on",
    }
    form = EntryForm(data, tournament=cup, user=one, team=team)

    assert form.is_valid(), form.errors
    assert form.entry() == {
        "team": team,
        "players": [two],
        "substitutes": [three],
        "coaches": [one],
        "answers": {"club": "Dragons"},
        "member_answers": {two.pk: {"size": "L"}, three.pk: {}},
        "terms_accepted": True,
    }


def test_guests_are_named_in_rows():
    cup = team_cup(guest_teams_max=2)
    data = {
        "guest-name": "Old Friends",
        "guest-tag": "OLD",
        "guest-1-name": "Rafi",
        "guest-1-id": "rafi#1",
        "guest-3-name": "Nila",
    }

    short = EntryForm(data, tournament=cup, user=UserFactory(), is_guest=True)
    whole = EntryForm(
        data | {"guest-2-name": "Sami"}, tournament=cup, user=UserFactory(), is_guest=True
    )

    assert list(short.errors) == ["guest-2-name"]
    assert whole.is_valid(), whole.errors
    assert whole.entry()["guests"] == GuestTeam(
        "Old Friends",
        "OLD",
        (GuestPlayer("Rafi", "rafi#1"), GuestPlayer("Sami"), GuestPlayer("Nila")),
    )


def test_terms_must_be_accepted():
    cup = TournamentFactory(terms="Play fair.")

    form = EntryForm({}, tournament=cup, user=UserFactory())

    assert form.errors == {"terms": ["Accept the terms of the tournament."]}


def test_changes_begin_with_what_stands_and_leave_an_untouched_roster_alone():
    cup = team_cup(custom_fields=[question("club", label="Club")], terms="Play fair.")
    team = TeamFactory(size=3)
    registration = RegistrationFactory(
        tournament=cup, team=team, remarks={"club": "In full, please."}
    )
    registration.roster.filter(user=captain_of(team)).update(role=RosterEntry.Role.COACH)
    save_answers(registration, {"club": "DD"})

    def form(**changes):
        data = {
            "q-club": "Dhaka Dragons",
            **{f"role-{entry.user_id}": entry.role for entry in registration.roster.order_by("pk")},
        }
        given = {"tournament": cup, "user": captain_of(team), "team": team}
        return EntryForm(data | changes or None, registration=registration, **given)

    begun = EntryForm(tournament=cup, user=captain_of(team), team=team, registration=registration)
    (asked,) = begun.own_questions
    same, other = form(), form(**{f"role-{captain_of(team).pk}": "substitute"})

    assert (asked.field.value(), asked.remark) == ("DD", "In full, please.")
    assert "terms" not in begun.fields
    assert same.is_valid()
    assert other.is_valid()
    assert "players" not in same.changes()
    assert same.changes()["answers"] == {"club": "Dhaka Dragons"}
    assert other.changes()["substitutes"] == [captain_of(team)]
