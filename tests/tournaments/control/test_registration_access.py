"""Every address of registrations and check-in, and what it answers to everybody."""

import pytest
from django.urls import reverse

from tests.factories import OrganizerFactory, UserFactory, entered_cup, organizer_of
from tests.factories.staff import staff_of
from tournaments.control import registration_urls
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

READS = {"registrations": "get", "registration": "get"}
DECIDES = {
    "export_registrations": "get",
    "decide": "post",
    "approve": "post",
    "request_changes": "post",
    "note": "post",
    "reject": "get",
    "readmit": "get",
    "check_ins": "get",
    "check_in": "post",
    "extend_check_in": "post",
    "door": "get",
}
SEEDS = {"seed": "post"}
ADDRESSES = READS | DECIDES | SEEDS
OF_THE_CUP = {"registrations", "export_registrations", "decide", "check_ins", "extend_check_in"}

OPEN = {
    "organizer": ADDRESSES,
    StaffRole.CO_ORGANIZER: ADDRESSES,
    StaffRole.MODERATOR: READS | DECIDES,
    StaffRole.REFEREE: READS,
    StaffRole.VERIFIER: READS,
    StaffRole.CASTER: {},
}


@pytest.fixture
def cup() -> Tournament:
    return entered_cup(2)


def answers(client, cup: Tournament) -> dict[str, str]:
    reference = cup.registrations.first().reference
    found = {}
    for name, method in ADDRESSES.items():
        extra = [] if name in OF_THE_CUP else [reference]
        response = getattr(client, method)(reverse(f"control:{name}", args=[cup.slug, *extra]))
        found[name] = _word(response)
    return found


def _word(response) -> str:
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "sign in"
    return {200: "open", 302: "open"}.get(response.status_code, str(response.status_code))


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in registration_urls.urlpatterns} == set(ADDRESSES)


@pytest.mark.parametrize("role", OPEN)
def test_officials_come_as_far_as_their_role(client, cup, role):
    client.force_login(organizer_of(cup) if role == "organizer" else staff_of(cup, role))

    found = answers(client, cup)

    closed = dict.fromkeys(ADDRESSES.keys() - OPEN[role], "403")
    if "door" in closed:  # it is no secret that there is a door; there is nothing behind it
        closed["door"] = "404"
    assert found == dict.fromkeys(OPEN[role], "open") | closed


@pytest.mark.parametrize("who", ["nobody", "another organizer", "staff elsewhere"])
def test_nobody_else_finds_anything(client, cup, who):
    user = staff_of(entered_cup(2), StaffRole.MODERATOR)
    if who != "staff elsewhere":
        user = UserFactory()
        OrganizerFactory(members=[user] if who == "another organizer" else [])
    client.force_login(user)
    before = list(cup.events.values_list("pk"))

    assert answers(client, cup) == dict.fromkeys(ADDRESSES, "404")
    assert list(cup.events.values_list("pk")) == before


def test_a_player_who_scans_the_code_comes_to_the_own_page(client, cup):
    registration = cup.registrations.first()
    client.force_login(registration.user)

    response = client.get(reverse("control:door", args=[cup.slug, registration.reference]))

    assert (response.status_code, response.url) == (302, registration.get_absolute_url())
    assert answers(client, cup) == dict.fromkeys(ADDRESSES, "404") | {"door": "open"}


def test_visitors_are_asked_to_sign_in(client, cup):
    assert answers(client, cup) == dict.fromkeys(ADDRESSES, "sign in")


@pytest.mark.parametrize(
    "name", [name for name, method in ADDRESSES.items() if name not in OF_THE_CUP]
)
def test_a_registration_of_another_tournament_is_not_found(client, cup, name):
    foreign = entered_cup(2).registrations.first()
    client.force_login(organizer_of(cup))
    address = reverse(f"control:{name}", args=[cup.slug, foreign.reference])

    response = getattr(client, ADDRESSES[name])(address, {"reason": "x", "seed": 2, "text": "x"})

    assert response.status_code == 404
    assert not foreign.tournament.events.exists()


@pytest.mark.parametrize("name", [name for name, method in ADDRESSES.items() if method == "post"])
def test_a_link_changes_nothing(client, cup, name):
    client.force_login(organizer_of(cup))
    extra = [] if name in OF_THE_CUP else [cup.registrations.first().reference]

    assert client.get(reverse(f"control:{name}", args=[cup.slug, *extra])).status_code == 405
