import pytest

from tests.factories import (
    OrganizerFactory,
    ProofFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tests.tournaments.payments.desk_pages import editor, text

pytestmark = pytest.mark.django_db


def payments_seen(client, user) -> list[int] | int:
    client.force_login(user)
    response = client.get("/admin/payments/")
    if response.status_code != 200:
        return response.status_code
    return [row.pk for row in response.context["object_list"]]


def test_payments_are_listed_for_verifiers_and_for_their_organizer(client):
    organizer = editor()
    own = ProofFactory().payment
    tournament = own.registration.tournament
    tournament.organizer.group.user_set.add(organizer)
    other = ProofFactory().payment
    idle = editor()
    OrganizerFactory(members=[idle])

    assert payments_seen(client, VerifierFactory()) == [other.pk, own.pk]
    assert payments_seen(client, UserFactory(is_superuser=True)) == [other.pk, own.pk]
    assert payments_seen(client, organizer) == [own.pk]
    assert payments_seen(client, idle) == []
    assert payments_seen(client, editor()) in (302, 403)


def test_an_organizer_looks_at_own_payments_alone(client):
    organizer = editor()
    own, other = ProofFactory().payment, ProofFactory().payment
    own.registration.tournament.organizer.group.user_set.add(organizer)
    client.force_login(organizer)

    assert client.get(f"/admin/payments/inspect/{own.pk}/").status_code == 200
    assert client.get(f"/admin/payments/inspect/{other.pk}/").status_code in {302, 403}


def test_payments_are_filtered_by_ones_own_tournaments(client):
    organizer = editor()
    own, other = ProofFactory().payment, ProofFactory().payment
    own.registration.tournament.organizer.group.user_set.add(organizer)
    hidden = TournamentFactory(title="A secret draft", status="draft")
    client.force_login(organizer)

    page = client.get("/admin/payments/")
    foreign = client.get(f"/admin/payments/?tournament={other.registration.tournament_id}")

    assert hidden.title not in text(page)
    assert list(foreign.context["object_list"]) == []
