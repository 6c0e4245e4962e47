"""The pages of rosters, substitutions and claims, and who comes to them."""

import pytest
from django.urls import reverse

from tests.factories import OrganizerFactory, UserFactory, organizer_of
from tests.factories.staff import staff_of
from tests.tournaments.registration.rostered import (
    guests_in,
    locked_cup,
    people_of,
    team_cup,
    team_in,
)
from tournaments.core.capabilities import StaffRole
from tournaments.registration import operations
from tournaments.registration.models import Registration, Substitution

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


def of(name: str, registration: Registration, *more: int) -> str:
    return reverse(f"registration:{name}", args=[registration.reference, *more])


def asked(registration: Registration) -> Substitution:
    one, two, three, *_others = people_of(registration)
    outgoing = registration.roster.get(user=two)
    return operations.ask_substitution(
        registration, by=one, outgoing=outgoing, incoming=three, reason="Ill."
    )


def test_a_captain_changes_the_roster_on_its_page(client):
    registration = team_in(team_cup())
    one, two, three, _four = people_of(registration)
    client.force_login(one)
    roles = {f"role-{one.pk}": "starter", f"role-{two.pk}": "", f"role-{three.pk}": "starter"}

    assert of("roster", registration) in text(client.get(registration.get_absolute_url()))
    assert client.get(of("roster", registration)).status_code == 200
    response = client.post(of("roster", registration), roles)

    assert response.url == registration.get_absolute_url()
    assert set(registration.roster.values_list("user", flat=True)) == {one.pk, three.pk}
    refused = client.post(of("roster", registration), {f"role-{one.pk}": "starter"})
    assert "Name at least 2 players" in text(refused)


def test_a_captain_asks_and_reads_what_became_of_it(client):
    registration = team_in(locked_cup())
    one, two, three, _four = people_of(registration)
    client.force_login(one)
    row = registration.roster.get(user=two)
    address = of("substitutions", registration)

    assert address in text(client.get(registration.get_absolute_url()))
    client.post(address, {"outgoing": row.pk, "incoming": three.pk, "reason": "Ill."})

    assert Substitution.objects.get().incoming == three
    page = text(client.get(registration.get_absolute_url()))
    assert f"{three.username} for {two.username}" in page


@pytest.mark.parametrize("who", ["anonymous", "stranger", "mate", "another organizer"])
def test_nobody_else_changes_anything(client, who):
    registration, locked = team_in(team_cup()), team_in(locked_cup())
    guests = guests_in(team_cup(), "Anik", "Babu")
    place = guests.roster.first()
    for one in (registration, locked):
        user = people_of(one)[1] if who == "mate" else UserFactory()
        if who == "another organizer":
            OrganizerFactory(members=[user])
        if who != "anonymous":
            client.force_login(user)
        name = "roster" if one == registration else "substitutions"
        response = client.post(of(name, one), {})
        expected = 302 if who in {"anonymous", "mate"} else 404
        assert response.status_code == expected
    for name in ("renew_link", "free_place"):
        response = client.post(of(name, guests, place.pk))
        assert response.status_code == (302 if who == "anonymous" else 404)
    place.refresh_from_db()
    assert place.claim_token == f"Anik-{guests.pk}"


def test_a_guest_signs_in_comes_back_and_claims(client):
    guests = guests_in(team_cup(), "Anik", "Babu")
    address = reverse("registration:claim", args=[guests.roster.first().claim_token])

    page = text(client.get(address))
    assert f"{reverse('account_login')}?next={address}" in page
    assert guests.name in page
    assert "Anik" in page
    assert guests.tournament.title in page
    client.post(address)
    assert guests.roster.first().user is None

    user = UserFactory()
    client.force_login(user)
    assert "This is me" in text(client.get(address))
    response = client.post(address, follow=True)
    assert response.redirect_chain[0][0] == guests.get_absolute_url()
    assert "1 of 2 places claimed." in text(response)
    assert "/claim/" not in text(response)
    again = client.get(address)
    assert again.status_code == 404
    assert "not good any more" in text(again)


def test_who_registered_has_the_links_and_the_way_to_free_a_place(client):
    guests = guests_in(team_cup(), "Anik", "Babu")
    anik, babu = guests.roster.all()
    operations.claim_place(anik.claim_token, by=UserFactory())
    client.force_login(guests.registered_by)

    page = text(client.get(guests.get_absolute_url()))
    assert f"http://testserver/claim/{babu.claim_token}/" in page
    assert of("free_place", guests, anik.pk) in page
    assert client.get(of("free_place", guests, anik.pk)).status_code == 200
    client.post(of("free_place", guests, anik.pk))
    client.post(of("renew_link", guests, babu.pk))

    tokens = set(guests.roster.values_list("claim_token", flat=True))
    assert guests.roster.filter(user=None).count() == 2
    assert babu.claim_token not in tokens


@pytest.mark.parametrize("role", ["organizer", *StaffRole])
def test_officials_see_and_decide_by_their_role(client, role):
    registration = team_in(locked_cup())
    made, cup = asked(registration), registration.tournament
    client.force_login(organizer_of(cup) if role == "organizer" else staff_of(cup, role))
    may = role in {"organizer", StaffRole.CO_ORGANIZER, StaffRole.MODERATOR}

    page = client.get(reverse("control:substitutions", args=[cup.slug]))
    decision = client.post(
        reverse("control:decide_substitution", args=[cup.slug, made.pk]), {"approve": "1"}
    )

    made.refresh_from_db()
    assert (page.status_code, decision.status_code) == ((200, 302) if may else (403, 403))
    assert made.status == ("approved" if may else "waiting")


def test_the_room_counts_what_waits_and_a_denial_needs_an_answer(client):
    registration = team_in(locked_cup())
    made, cup = asked(registration), registration.tournament
    client.force_login(organizer_of(cup))
    address = reverse("control:decide_substitution", args=[cup.slug, made.pk])

    assert "1 substitution waits" in text(client.get(reverse("control:room", args=[cup.slug])))
    assert "Say why not" in text(client.post(address, {"deny": "1"}, follow=True))
    assert "Too late." in text(
        client.post(address, {"deny": "1", "answer": "Too late."}, follow=True)
    )
    other = reverse("control:decide_substitution", args=[locked_cup().slug, made.pk])
    assert client.post(other, {"deny": "1"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_needs_the_same_queries_for_one_and_three(
    client, count, django_assert_max_num_queries
):
    cup = locked_cup()
    for _time in range(count):
        asked(team_in(cup))
    client.force_login(organizer_of(cup))

    with django_assert_max_num_queries(11):
        page = client.get(reverse("control:substitutions", args=[cup.slug]))

    assert len(page.context["waiting"]) == count
