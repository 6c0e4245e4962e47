from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from deltacrown.accounts.models import GameAccount
from tests.factories import (
    GameFactory,
    PaidRegistrationFactory,
    ProofFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tests.factories.people import captain_of
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.payments import operations
from tournaments.payments.models import Payment
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db


def register_address(cup: Tournament) -> str:
    return reverse("registration:register", args=[cup.slug])


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- registering ----------------------------------------------------------------


def test_registering_asks_for_a_login_and_comes_back(client):
    cup = TournamentFactory(slug="spring-cup")

    response = client.get(register_address(cup))

    assert (response.status_code, response.url) == (
        302,
        "/accounts/login/?next=/t/spring-cup/register/",
    )


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


# --- teams ----------------------------------------------------------------------


def team_cup(**kwargs) -> Tournament:
    return TournamentFactory(
        **{"participation": Participation.TEAM, "roster_min": 2, "roster_max": 3, **kwargs}
    )


def test_a_captain_of_one_team_chooses_its_players(client):
    cup, team = team_cup(), TeamFactory(size=4)
    captain = captain_of(team)
    players = [member.pk for member in team.members.order_by("pk")[1:4]]
    client.force_login(captain)

    page = client.get(register_address(cup))
    response = client.post(register_address(cup), {"team": team.slug, "players": players})

    registration = Registration.objects.get()
    assert len(page.context["form"]["players"].initial) == 3
    assert response.url == registration.get_absolute_url()
    assert registration.team == team
    assert [entry.user_id for entry in registration.roster.all()] == players


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
    players = [member.pk for member in team.members.all()]

    page = client.get(register_address(cup), {"team": team.slug})
    answer = client.post(register_address(cup), {"team": team.slug, "players": players})

    assert reverse("teams:create") in text(page)
    assert "Choose a team." in text(answer)
    assert not Registration.objects.exists()


def test_players_of_other_teams_cannot_be_named(client):
    cup, team, stranger = team_cup(), TeamFactory(size=2), UserFactory()
    client.force_login(captain_of(team))

    response = client.post(
        register_address(cup),
        {"team": team.slug, "players": [captain_of(team).pk, stranger.pk]},
    )

    assert response.status_code == 200
    assert "players" in response.context["form"].errors
    assert not Registration.objects.exists()


def test_a_roster_that_is_refused_is_shown_again_with_the_reason(client):
    cup, team = team_cup(), TeamFactory(size=3)
    captain = captain_of(team)
    client.force_login(captain)

    response = client.post(register_address(cup), {"team": team.slug, "players": [captain.pk]})

    assert "Name at least 2 players; you chose 1." in text(response)
    assert response.context["form"]["players"].value() == [str(captain.pk)]


def test_a_team_that_is_too_small_is_told_beforehand(client):
    cup, team = team_cup(), TeamFactory(size=1, name="Solo Stars")
    client.force_login(captain_of(team))

    page = text(client.get(register_address(cup)))

    assert "Solo Stars has 1 of the 2 players that are needed." in page
    assert team.get_absolute_url() in page


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

    with django_assert_num_queries(13):
        client.get(register_address(cup))


# --- one's own registration -------------------------------------------------------


def test_only_those_with_a_part_in_it_see_a_registration(client):
    registration = PaidRegistrationFactory()
    mate = RosterEntry.objects.create(
        registration=registration, tournament=registration.tournament, user=UserFactory()
    ).user
    address = registration.get_absolute_url()

    assert client.get(address).status_code == 302
    for user, status in (
        (registration.registered_by, 200),
        (mate, 200),
        (UserFactory(), 404),
        (VerifierFactory(), 404),
    ):
        client.force_login(user)
        assert client.get(address).status_code == status


def test_a_rejected_proof_is_shown_with_its_reason_and_the_way_to_another(client):
    proof = ProofFactory()
    registration = proof.payment.registration
    operations.reject(proof, by=VerifierFactory(), reason="The amount is cut off.")
    client.force_login(proof.submitted_by)

    page = text(client.get(registration.get_absolute_url()))

    assert "Reason: The amount is cut off." in page
    assert "Send another proof" in page


def test_a_verified_payment_asks_for_nothing(client):
    proof = ProofFactory()
    registration = proof.payment.registration
    operations.verify(proof, by=VerifierFactory())
    client.force_login(proof.submitted_by)

    page = client.get(registration.get_absolute_url())

    assert [(step.title, step.is_done, step.is_current) for step in page.context["steps"]] == [
        ("Registered", True, False),
        ("Pay the entry fee", True, False),
        ("The payment is checked", True, False),
        ("Place confirmed", True, False),
        ("Play", False, True),
    ]
    assert reverse("payments:upload", args=[registration.reference]) not in text(page)


@pytest.mark.parametrize(
    ("status", "current"),
    [
        ("awaiting_payment", "Pay the entry fee"),
        ("awaiting_verification", "The payment is checked"),
        ("confirmed", "Play"),
    ],
)
def test_the_steps_say_what_comes_next(client, status, current):
    registration = PaidRegistrationFactory(status=status)
    client.force_login(registration.registered_by)

    page = client.get(registration.get_absolute_url())

    assert [step.title for step in page.context["steps"] if step.is_current] == [current]


def test_a_registration_that_is_over_has_no_steps(client):
    registration = RegistrationFactory(status="rejected", reason="Two accounts.")
    client.force_login(registration.registered_by)

    page = client.get(registration.get_absolute_url())

    assert page.context["steps"] == []
    assert "Two accounts." in text(page)
    assert reverse("registration:withdraw", args=[registration.reference]) not in text(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_needs_the_same_queries_for_one_and_three_proofs(
    client, count, django_assert_num_queries
):
    payment = ProofFactory().payment
    for _time in range(count - 1):
        ProofFactory(
            payment=payment,
            status="rejected",
            decided_by=payment.registration.registered_by,
            decided_at=timezone.now(),
        )
    client.force_login(payment.registration.registered_by)

    with django_assert_num_queries(9):
        page = client.get(payment.registration.get_absolute_url())

    assert len(page.context["proofs"]) == count


# --- withdrawing ------------------------------------------------------------------


def test_withdrawing_is_confirmed_first(client):
    proof = ProofFactory()
    registration = proof.payment.registration
    operations.verify(proof, by=VerifierFactory())
    client.force_login(registration.registered_by)
    address = reverse("registration:withdraw", args=[registration.reference])

    page = client.get(address)
    registration.refresh_from_db()
    assert registration.status == "confirmed"
    response = client.post(address)

    registration.refresh_from_db()
    assert "You have paid ৳ 500." in text(page)
    assert response.url == registration.get_absolute_url()
    assert registration.status == "withdrawn"
    assert Payment.objects.get().status == "refund_due"


def test_strangers_cannot_withdraw(client):
    registration = RegistrationFactory()
    client.force_login(UserFactory())
    address = reverse("registration:withdraw", args=[registration.reference])

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    registration.refresh_from_db()
    assert registration.status == "confirmed"


def test_after_the_draw_withdrawing_is_refused_with_the_reason(client):
    registration = RegistrationFactory(tournament__status=Tournament.Status.LIVE)
    client.force_login(registration.registered_by)
    address = reverse("registration:withdraw", args=[registration.reference])

    for response in (client.get(address, follow=True), client.post(address, follow=True)):
        assert response.redirect_chain[0][0] == registration.get_absolute_url()
    assert "The draw is made." in text(response)
    registration.refresh_from_db()
    assert registration.status == "confirmed"
