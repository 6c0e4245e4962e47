import pytest
from django.urls import reverse

from tests.factories import OrganizerFactory, UserFactory, completed_cup, organizer_of
from tournaments.awards.queries import certificates_in
from tournaments.control.operations import conclude

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup():
    """A tournament of two whose certificates are issued."""
    cup = completed_cup(2)
    for _step in range(3):
        conclude(cup)
    return cup


def addresses(cup) -> list[str]:
    code = cup.certificates.first().code
    return [
        reverse("control:certificates", args=[cup.slug]),
        reverse("control:revoke", args=[cup.slug, code]),
    ]


def test_the_organizer_sees_who_got_which_certificate(client, cup):
    client.force_login(organizer_of(cup))

    response = client.get(addresses(cup)[0])

    assert [
        (certificate.entrant.name, certificate.kind)
        for certificate in response.context["certificates"]
    ] == [("P1", "champion"), ("P2", "runner_up")]


def test_the_organizer_revokes_with_a_reason(client, cup):
    client.force_login(organizer_of(cup))
    listing, revoke = addresses(cup)

    response = client.post(revoke, {"reason": "Played with two accounts."})

    assert response.url == listing
    first = certificates_in(cup)[0]
    assert (first.revoked_at is not None, first.revoke_reason) == (
        True,
        "Played with two accounts.",
    )


def test_revoking_without_a_reason_changes_nothing(client, cup):
    client.force_login(organizer_of(cup))

    response = client.post(addresses(cup)[1], {"reason": " "})

    assert response.context["form"].errors["reason"] == ["This field is required."]
    assert not cup.certificates.exclude(revoked_at=None).exists()


def test_nobody_else_finds_them(client, cup):
    strangers = [
        UserFactory(),
        cup.entrants.first().registration.registered_by,
        OrganizerFactory(members=[UserFactory()]).group.user_set.get(),
    ]
    for stranger in strangers:
        client.force_login(stranger)
        for address in addresses(cup):
            assert client.get(address).status_code == 404
            assert client.post(address, {"reason": "Spite."}).status_code == 404
    client.logout()
    assert all("/accounts/login/" in client.get(address).url for address in addresses(cup))
    assert not cup.certificates.exclude(revoked_at=None).exists()


@pytest.mark.parametrize("entrants", [2, 4])
def test_the_list_needs_the_same_queries_for_two_and_for_four(
    client, django_assert_max_num_queries, entrants
):
    cup = completed_cup(entrants)
    for _step in range(3):
        conclude(cup)
    client.force_login(organizer_of(cup))
    client.get(addresses(cup)[0])

    with django_assert_max_num_queries(10):
        client.get(addresses(cup)[0])


def test_a_player_finds_the_own_certificate_and_no_other(client, cup):
    own = cup.certificates.get(kind="runner_up")
    client.force_login(own.entrant.registration.registered_by)

    response = client.get(reverse("awards:enter_code"))

    assert list(response.context["own"]) == [own]
