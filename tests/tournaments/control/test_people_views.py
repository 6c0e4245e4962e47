"""The screens of staff and bans, and the page of those who are asked."""

import pytest
from django.conf import settings as configured
from django.urls import reverse

from tests.factories import RegistrationFactory, TournamentFactory, UserFactory, organizer_of
from tests.factories.staff import staff_of
from tournaments.core.banning import ban
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Ban
from tournaments.core.staffing import accept_staff, invite_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup():
    return TournamentFactory()


@pytest.fixture
def organizer(client, cup):
    user = organizer_of(cup)
    client.force_login(user)
    return user


def staff_address(cup, name="staff", *extra):
    return reverse(f"control:{name}", args=[cup.slug, *extra])


def test_from_the_invitation_to_the_control_room(client, cup, organizer):
    helper = UserFactory()
    client.post(staff_address(cup), {"username": helper.username.upper(), "role": "referee"})
    client.force_login(helper)
    room = reverse("control:room", args=[cup.slug])
    assert client.get(room).status_code == 404
    assert cup.title in client.get(reverse("control:invitations")).content.decode()

    response = client.post(reverse("control:accept_staff", args=[cup.staff.get().pk]), follow=True)

    assert "You help with" in response.content.decode()
    assert client.get(room).status_code == 200


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"username": "nobody", "role": "referee"}, "No account has this username."),
        ({"username": "helper", "role": "king"}, "Select a valid choice."),
        ({"username": "helper", "role": "caster"}, "helper has a place or an invitation already."),
    ],
)
def test_what_is_refused_is_said_at_the_field(client, cup, organizer, values, message):
    helper = UserFactory(username="helper")
    invite_staff(cup, user=helper, role=StaffRole.REFEREE, by=organizer)

    page = client.post(staff_address(cup), values).content.decode()

    assert message in page
    assert cup.staff.count() == 1


def test_invitations_are_limited(client, cup, organizer, settings):
    settings.RATE_LIMITS = {**configured.RATE_LIMITS, "staff_invitation": (1, 3600)}

    answers = [
        client.post(staff_address(cup), {"username": UserFactory().username, "role": "caster"})
        for _time in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 429]


def test_a_co_organizer_is_offered_no_co_organizers(client, cup):
    client.force_login(staff_of(cup, StaffRole.CO_ORGANIZER))
    other = staff_of(cup, StaffRole.CO_ORGANIZER)

    page = client.get(staff_address(cup)).content.decode()

    assert 'value="co_organizer"' not in page
    assert staff_address(cup, "remove_staff", cup.staff.get(user=other).pk) not in page


def test_roles_change_and_places_end(client, cup, organizer):
    referee = staff_of(cup, StaffRole.REFEREE)
    place = cup.staff.get(user=referee)

    client.post(staff_address(cup, "change_role", place.pk), {"role": "moderator"})
    place.refresh_from_db()
    assert place.role == "moderator"
    client.post(staff_address(cup, "remove_staff", place.pk))

    place.refresh_from_db()
    assert place.ended_at


def test_ones_own_place_is_given_up_after_a_question(client, cup):
    referee = staff_of(cup, StaffRole.REFEREE)
    client.force_login(referee)
    address = reverse("control:leave_staff", args=[cup.staff.get().pk])
    assert "Leave the staff of" in client.get(address).content.decode()

    client.post(address)

    assert cup.staff.get().ended_at


@pytest.mark.parametrize("name", ["accept_staff", "leave_staff"])
def test_an_invitation_of_somebody_else_is_not_found(client, cup, organizer, name):
    place = invite_staff(cup, user=UserFactory(), role=StaffRole.CASTER, by=organizer)

    assert client.post(reverse(f"control:{name}", args=[place.pk])).status_code == 404


@pytest.mark.parametrize("name", ["invitations", "accept_staff", "leave_staff"])
def test_visitors_are_asked_to_sign_in(client, cup, name):
    place = invite_staff(cup, user=UserFactory(), role=StaffRole.CASTER, by=organizer_of(cup))
    extra = [] if name == "invitations" else [place.pk]

    response = client.post(reverse(f"control:{name}", args=extra))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_staff_needs_the_same_queries(
    client, cup, organizer, django_assert_num_queries, number
):
    for _person in range(number):
        staff_of(cup, StaffRole.REFEREE)
    client.get(staff_address(cup))

    with django_assert_num_queries(9):
        client.get(staff_address(cup))


@pytest.mark.parametrize("number", [1, 3])
def test_ones_own_places_need_the_same_queries(client, django_assert_num_queries, number):
    user = UserFactory()
    for _cup in range(number):
        cup = TournamentFactory()
        place = invite_staff(cup, user=user, role=StaffRole.CASTER, by=organizer_of(cup))
        accept_staff(place, by=user)
    client.force_login(user)
    client.get(reverse("control:invitations"))

    with django_assert_num_queries(7):
        client.get(reverse("control:invitations"))


# --- bans ---------------------------------------------------------------------


def test_a_ban_is_made_and_what_still_stands_is_shown(client, cup, organizer):
    registration = RegistrationFactory(tournament=cup)

    response = client.post(
        staff_address(cup, "bans"),
        {"username": registration.user.username, "reason": "Cheated"},
        follow=True,
    )

    page = response.content.decode()
    assert f"{registration.user.username} is banned." in page
    assert registration.reference in page
    assert "Registrations made before stand" in page
    assert Ban.objects.get().organizer == cup.organizer


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"ends_at": "2020-01-01T10:00"}, "Choose an end in the future, or none."),
        ({"reason": ""}, "This field is required."),
        ({"username": "nobody"}, "No account has this username."),
    ],
)
def test_a_ban_that_cannot_be_made_is_explained(client, cup, organizer, values, message):
    player = UserFactory()

    page = client.post(
        staff_address(cup, "bans"), {"username": player.username, "reason": "x", **values}
    ).content.decode()

    assert message in page
    assert not Ban.objects.exists()


def test_a_ban_is_lifted_with_a_reason(client, cup, organizer):
    made = ban(UserFactory(), organizer=cup.organizer, reason="x", by=organizer)
    address = staff_address(cup, "lift_ban", made.pk)
    assert client.get(address).status_code == 200

    client.post(address, {"reason": "A mistake"})

    made.refresh_from_db()
    assert made.lifted_by == organizer
    assert "Bans that are over" in client.get(staff_address(cup, "bans")).content.decode()


def test_a_ban_of_another_organizer_is_not_found(client, cup, organizer):
    other = TournamentFactory()
    made = ban(UserFactory(), organizer=other.organizer, reason="x", by=organizer_of(other))

    assert client.post(staff_address(cup, "lift_ban", made.pk)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_bans_need_the_same_queries(client, cup, organizer, django_assert_num_queries, number):
    for _ban in range(number):
        registration = RegistrationFactory(tournament=cup)
        ban(registration.user, organizer=cup.organizer, reason="x", by=organizer)
    client.get(staff_address(cup, "bans"))

    with django_assert_num_queries(11):
        client.get(staff_address(cup, "bans"))
