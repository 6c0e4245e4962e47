from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from deltacrown.accounts.models import GameAccount
from tests.factories import (
    GameFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    png_upload,
)
from tests.factories.people import captain_of
from tests.factories.questions import question
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


def register_address(cup: Tournament) -> str:
    return reverse("registration:register", args=[cup.slug])


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- registering ----------------------------------------------------------------


def test_who_is_not_signed_in_sees_what_it_takes_and_the_way_to_sign_in(client):
    cup = TournamentFactory(slug="spring-cup", title="Spring Cup")
    way = "/accounts/login/?next=/t/spring-cup/register/"

    page = client.get(register_address(cup))
    sent = client.post(register_address(cup))

    assert "Sign in to register. An account is free." in text(page)
    assert f'href="{way}"' in text(page)
    assert "16 of 16" in text(page)
    assert page.context["form"] is None
    assert (sent.status_code, sent.url) == (302, way)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_tournament_the_public_does_not_know_is_not_there(client, method):
    client.force_login(UserFactory())
    draft = TournamentFactory(status=Tournament.Status.DRAFT)
    unpublished = TournamentFactory()
    unpublished.page.live = False
    unpublished.page.save()

    for address in (
        register_address(draft),
        register_address(unpublished),
        reverse("registration:register", args=["nothing"]),
    ):
        assert getattr(client, method)(address).status_code == 404
    assert not Registration.objects.exists()


def test_a_player_registers_for_a_free_tournament(client):
    cup, player = TournamentFactory(title="Spring Cup"), UserFactory(username="tamim")
    client.force_login(player)

    page = client.get(register_address(cup))
    response = client.post(register_address(cup))

    registration = Registration.objects.get()
    assert "You register as <strong>tamim</strong>" in text(page)
    assert "Free" in text(page)
    assert response.url == registration.get_absolute_url()
    assert (registration.user, registration.status) == (player, "confirmed")
    assert registration.reference in text(client.get(response.url))


def test_a_player_registers_for_a_paid_tournament_and_sees_where_to_pay(client):
    cup = TournamentFactory(
        entry_fee=500,
        payment_methods=[
            {"method": "bkash", "account": "01700000000", "instructions": "Send money."},
            {"method": "cash", "account": "", "instructions": ""},
        ],
    )
    client.force_login(UserFactory())

    page = client.get(register_address(cup))
    response = client.post(register_address(cup), follow=True)

    registration = Registration.objects.get()
    assert "You pay ৳ 500" in text(page)
    assert "01700000000" not in text(page)
    assert registration.payment.amount == Decimal(500)
    shown = text(response)
    assert '<code id="account-1">01700000000</code>' in shown
    assert 'data-copy="account-1"' in shown
    assert "Send money." in shown
    assert reverse("payments:upload", args=[registration.reference]) in shown


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"status": Tournament.Status.LIVE}, "has begun or is over"),
        ({"status": Tournament.Status.CANCELLED}, "The tournament is cancelled."),
        ({"registration_opens_at": timedelta(days=1)}, "It opens on"),
        ({"registration_closes_at": timedelta(days=-1)}, "Registration is closed since"),
    ],
)
def test_a_tournament_that_is_not_open_says_why(client, settings, message):
    now = timezone.now()
    settings = {
        name: now + value if isinstance(value, timedelta) else value
        for name, value in settings.items()
    }
    cup = TournamentFactory(**settings)
    client.force_login(UserFactory())

    page = client.get(register_address(cup))
    answer = client.post(register_address(cup))

    for response in (page, answer):
        assert response.status_code == 200
        assert message in text(response)
    assert not Registration.objects.exists()


def test_a_full_tournament_says_so(client):
    cup = TournamentFactory(capacity=2)
    RegistrationFactory.create_batch(2, tournament=cup)
    client.force_login(UserFactory())

    page = text(client.get(register_address(cup)))

    assert "all 2 places are taken" in page
    assert "0 of 2" in page
    assert '<form class="form"' not in page


def test_who_is_in_already_is_led_to_the_registration(client):
    registration = RegistrationFactory()
    client.force_login(registration.registered_by)

    page = text(client.get(register_address(registration.tournament)))
    answer = text(client.post(register_address(registration.tournament)))

    assert registration.get_absolute_url() in page
    assert '<form class="form"' not in page
    assert "You are registered for this tournament already." in answer
    assert Registration.objects.count() == 1


def test_a_missing_player_id_leads_to_where_it_is_entered(client):
    game = GameFactory(slug="valorant", player_id_label="Riot ID", player_id_pattern=r".+#.+")
    cup, player = TournamentFactory(game=game), UserFactory()
    client.force_login(player)

    before = text(client.get(register_address(cup)))
    GameAccount.objects.create(user=player, game=game, player_id="tamim#1")
    client.post(register_address(cup))

    way = f"{reverse('account_game', args=['valorant'])}?next={register_address(cup)}"
    assert f'href="{way}"' in before
    assert Registration.objects.get().roster.get().player_id == "tamim#1"


# --- questions, terms, the waitlist and limits ------------------------------------


def test_errors_stand_at_their_fields_and_nothing_is_lost(client):
    rows = [question("phone", "phone"), question("club", label="Club"), question("x", "url")]
    cup = TournamentFactory(custom_fields=rows, terms="Play fair.")
    client.force_login(UserFactory())

    response = client.post(
        register_address(cup), {"q-phone": "12", "q-club": "Dragons", "q-x": "here"}
    )

    form = response.context["form"]
    assert list(form.errors) == ["terms", "q-phone", "q-x"]
    assert form["q-club"].value() == "Dragons"
    assert "Please look at the marked fields again." in text(response)
    assert not Registration.objects.exists()


def test_answers_are_kept_with_the_registration(client):
    rows = [question("phone", "phone"), question("face", "file"), question("size", scope="member")]
    cup, player = TournamentFactory(custom_fields=rows), UserFactory()
    client.force_login(player)
    sent = {"q-phone": "01712345678", "q-face": png_upload(), f"q{player.pk}-size": "L"}

    page = client.post(register_address(cup), sent, follow=True)

    answers = Registration.objects.get().answers
    assert list(answers.order_by("pk").values_list("key", "value")) == [
        ("phone", "+8801712345678"),
        ("face", "PNG"),
        ("size", "L"),
    ]
    assert "+8801712345678" in text(page)


def test_who_comes_when_it_is_full_joins_the_line_and_is_told_where(client):
    cup = TournamentFactory(capacity=2, waitlist_max=3, last_number=3)
    for number, status in enumerate(("confirmed", "confirmed", "waitlisted"), start=1):
        RegistrationFactory(tournament=cup, number=number, status=status)
    client.force_login(UserFactory())

    page = client.get(register_address(cup))
    after = client.post(register_address(cup), follow=True)

    assert "Every place is taken: you would be number 2 in line" in text(page)
    assert "Join the waitlist" in text(page)
    assert "You are number 2 in line" in text(after)


def test_the_eleventh_registration_of_an_hour_is_one_too_many(client):
    player = UserFactory()
    client.force_login(player)
    cups = [TournamentFactory() for _time in range(11)]

    answers = [client.post(register_address(cup)) for cup in cups]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 3000
    assert Registration.objects.count() == 10


def test_what_is_refused_does_not_count(client):
    closed = TournamentFactory(registration_closes_at=timezone.now() - timedelta(days=1))
    client.force_login(UserFactory())

    for _time in range(11):
        assert client.post(register_address(closed)).status_code == 200
    assert client.post(register_address(TournamentFactory())).status_code == 302


# --- teams ----------------------------------------------------------------------


def team_cup(**kwargs) -> Tournament:
    return TournamentFactory(
        **{"participation": Participation.TEAM, "roster_min": 2, "roster_max": 3, **kwargs}
    )


def roles(**people) -> dict[str, str]:
    """What the form sends for who has which role."""
    return {f"role-{user.pk}": role for role, users in people.items() for user in users}


def test_a_captain_of_one_team_chooses_its_players(client):
    cup, team = team_cup(), TeamFactory(size=4)
    captain = captain_of(team)
    one, two, three, four = team.members.order_by("pk")
    client.force_login(captain)

    page = client.get(register_address(cup))
    response = client.post(
        register_address(cup),
        {"team": team.slug, **roles(starter=[two, three], substitute=[four], coach=[one])},
    )

    registration = Registration.objects.get()
    usual = [row.role.value() for row in page.context["form"].rows]
    assert usual == ["starter", "starter", "substitute", ""]
    assert response.url == registration.get_absolute_url()
    assert registration.team == team
    assert [(entry.user, entry.role) for entry in registration.roster.all()] == [
        (two, "starter"),
        (three, "starter"),
        (four, "substitute"),
        (one, "coach"),
    ]


def test_a_captain_of_two_teams_chooses_one(client):
    cup, captain = team_cup(), UserFactory()
    one, two = (TeamFactory(captain=captain, size=2) for _time in range(2))
    client.force_login(captain)

    undecided = client.get(register_address(cup))
    decided = client.get(register_address(cup), {"team": two.slug})

    assert undecided.context["form"] is None
    assert f'href="?team={one.slug}"' in text(undecided)
    assert decided.context["team"] == two
    assert f'name="team" value="{two.slug}"' in text(decided)


def test_only_teams_that_one_captains_can_be_entered(client):
    cup, team = team_cup(), TeamFactory(size=2)
    mate = team.members.exclude(pk=captain_of(team).pk).get()
    client.force_login(mate)
    players = roles(starter=team.members.all())

    page = client.get(register_address(cup), {"team": team.slug})
    answer = client.post(register_address(cup), {"team": team.slug, **players})

    assert reverse("teams:create") in text(page)
    assert "Choose a team." in text(answer)
    assert not Registration.objects.exists()


def test_players_of_other_teams_cannot_be_named(client):
    cup, team, stranger = team_cup(), TeamFactory(size=2), UserFactory()
    client.force_login(captain_of(team))

    response = client.post(
        register_address(cup),
        {"team": team.slug, **roles(starter=[captain_of(team), stranger])},
    )

    assert response.status_code == 200
    assert "Name at least 2 players; you chose 1." in text(response)
    assert not Registration.objects.exists()


def test_a_roster_that_is_refused_is_shown_again_with_the_reason(client):
    cup, team = team_cup(), TeamFactory(size=3)
    captain = captain_of(team)
    client.force_login(captain)

    response = client.post(
        register_address(cup), {"team": team.slug, **roles(substitute=[captain])}
    )

    assert "Name at least 2 players; you chose 0." in text(response)
    assert response.context["form"].rows[0].role.value() == "substitute"


def test_a_team_that_is_too_small_is_told_beforehand(client):
    cup, team = team_cup(), TeamFactory(size=1, name="Solo Stars")
    client.force_login(captain_of(team))

    page = client.get(register_address(cup))

    assert "Name at least 2 players; you chose 1." in text(page)
    assert f'href="{team.get_absolute_url()}"' in text(page)
    assert page.context["form"] is None


def test_a_guest_team_is_entered_by_names_and_waits_for_the_organizer(client):
    cup = team_cup(guest_teams_max=1)
    client.force_login(UserFactory())
    names = {"guest-name": "Old Friends", "guest-1-name": "Rafi", "guest-2-name": "Sami"}

    page = client.get(register_address(cup), {"guests": "1"})
    client.post(register_address(cup), {"guests": "1", **names})

    registration = Registration.objects.get()
    assert 'name="guest-3-name"' in text(page)
    assert (registration.name, registration.is_guest) == ("Old Friends", True)
    assert registration.status == "needs_review"
    assert [entry.name for entry in registration.roster.all()] == ["Rafi", "Sami"]


def test_guests_are_not_offered_where_they_are_not_taken(client):
    cup = team_cup()
    client.force_login(UserFactory())

    page = client.get(register_address(cup), {"guests": "1"})

    assert page.context["form"] is None
    assert 'href="?guests=1"' not in text(page)


def test_a_registered_team_is_shown_and_not_offered_again(client):
    cup, team = team_cup(), TeamFactory(size=2)
    captain = captain_of(team)
    registration = RegistrationFactory(tournament=cup, team=team, registered_by=captain)
    client.force_login(captain)

    page = client.get(register_address(cup))

    assert registration.get_absolute_url() in text(page)
    assert page.context["teams"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_needs_the_same_queries_for_one_and_three_players(
    client, count, django_assert_num_queries
):
    cup, team = team_cup(roster_min=1), TeamFactory(size=count)
    client.force_login(captain_of(team))

    with django_assert_num_queries(20):
        client.get(register_address(cup))
