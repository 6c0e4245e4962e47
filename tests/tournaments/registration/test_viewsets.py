import pytest
from django.contrib.auth.models import Permission

from tests.factories import (
    OrganizerFactory,
    RegistrationFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/registrations/"


def editor():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def organizer_of(tournament):
    user = editor()
    tournament.organizer.group.user_set.add(user)
    return user


def seen(client, user, query: str = "") -> list:
    client.force_login(user)
    response = client.get(f"{LIST}{query}")
    if response.status_code != 200:
        return [response.status_code]
    return list(response.context["object_list"])


def test_organizers_see_the_registrations_of_their_own_tournaments(client):
    own, other = RegistrationFactory(), RegistrationFactory()
    idle = editor()
    OrganizerFactory(members=[idle])

    assert seen(client, organizer_of(own.tournament)) == [own]
    assert seen(client, idle) == []
    assert set(seen(client, UserFactory(is_superuser=True))) == {own, other}
    for user in (editor(), VerifierFactory(), own.registered_by):
        assert seen(client, user) in ([302], [403])


def test_a_registration_is_looked_at_by_its_organizer_alone(client):
    own, other = RegistrationFactory(), RegistrationFactory()
    client.force_login(organizer_of(own.tournament))

    page = client.get(f"{LIST}inspect/{own.pk}/")

    assert page.status_code == 200
    assert own.reference in page.content.decode()
    assert client.get(f"{LIST}inspect/{other.pk}/").status_code in {302, 403}


@pytest.mark.parametrize("action", ["create", "edit/{pk}", "delete/{pk}"])
def test_registrations_are_not_written_in_the_admin(client, action):
    registration = RegistrationFactory()
    client.force_login(UserFactory(is_superuser=True))
    address = f"{LIST}{action.format(pk=registration.pk)}/"

    assert client.get(address).status_code in {302, 403}
    assert client.post(address).status_code in {302, 403}
    registration.refresh_from_db()
    assert registration.status == "confirmed"


def test_registrations_are_searched_and_filtered(client):
    cup = TournamentFactory()
    tigers = RegistrationFactory(tournament=cup, name="Tigers")
    RegistrationFactory(tournament=cup, name="Lions", status="withdrawn")
    user = organizer_of(cup)

    assert seen(client, user, "?q=tigers") == [tigers]
    assert seen(client, user, "?status__exact=confirmed") == [tigers]
    assert len(seen(client, user, f"?tournament={cup.pk}")) == 2
    assert len(seen(client, user, "?tournament=abc")) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_listing_needs_the_same_queries_for_one_and_three(
    client, count, django_assert_num_queries
):
    cup = TournamentFactory()
    RegistrationFactory.create_batch(count, tournament=cup)
    client.force_login(organizer_of(cup))
    client.get(LIST)  # what Wagtail remembers

    with django_assert_num_queries(21):
        client.get(LIST)
