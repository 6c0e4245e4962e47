import pytest
from django.urls import NoReverseMatch, reverse

from tests.factories import (
    OrganizerFactory,
    ProofFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
)
from tests.tournaments.payments.desk_pages import (
    LIST,
    NEXT,
    bulk,
    editor,
    helper_of,
    listed,
    organizer_of,
    page_of,
    said,
    text,
)
from tournaments.core.capabilities import StaffRole
from tournaments.payments.models import PaymentProof

pytestmark = pytest.mark.django_db


@pytest.fixture
def verifier(client):
    user = VerifierFactory()
    client.force_login(user)
    return user


# List, results, page, bulk, next. Wagtail sends away who may not; a proof of others is not there.
OPEN = [200, 200, 200, 200, 302]
FOREIGN = [200, 200, 404, 200, 302]
NOTHING = [302, 302, 404, 302, 302]


def test_the_desk_is_for_verifiers_of_the_site_and_of_the_tournament(client):
    proof = ProofFactory()
    organizer = editor()
    OrganizerFactory(members=[organizer])
    addresses = [LIST, f"{LIST}results/", page_of(proof), bulk("verify", proof), NEXT]

    def answers(user) -> list[int]:
        client.logout()
        if user:
            client.force_login(user)
        return [client.get(address).status_code for address in addresses]

    assert answers(None) == [302] * 5
    assert answers(UserFactory()) == [302] * 5
    assert answers(editor()) == NOTHING
    assert answers(organizer) == NOTHING
    assert answers(organizer_of(TournamentFactory())) == FOREIGN
    assert answers(helper_of(proof.tournament, StaffRole.REFEREE)) == NOTHING
    assert answers(helper_of(proof.tournament, StaffRole.MODERATOR)) == NOTHING
    assert answers(helper_of(proof.tournament, StaffRole.VERIFIER, accepted=False)) == NOTHING
    assert answers(organizer_of(proof.tournament)) == OPEN
    assert answers(helper_of(proof.tournament, StaffRole.VERIFIER)) == OPEN
    assert answers(helper_of(proof.tournament, StaffRole.CO_ORGANIZER)) == OPEN
    assert answers(VerifierFactory()) == OPEN
    assert answers(UserFactory(is_superuser=True)) == OPEN


def test_nobody_else_decides(client):
    proof = ProofFactory()

    for user in (None, UserFactory(), editor(), proof.submitted_by):
        client.logout()
        if user:
            client.force_login(user)
        client.post(page_of(proof), {"decision": "verify"})
        client.post(page_of(proof), {"decision": "reject", "reason": "No."})
        client.post(bulk("verify", proof))

    proof.refresh_from_db()
    assert proof.status == "submitted"


def test_a_verifier_has_the_desk_in_the_menu_and_nothing_to_edit(client, verifier):
    response = client.get("/admin/")

    assert response.status_code == 200
    menu = text(response)
    assert LIST in menu
    for address in (
        "/admin/pages/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/snippets/",
        "/admin/users/",
        "/admin/registrations/",
    ):
        assert f'"url": "{address}"' not in menu
        assert client.get(address).status_code in {302, 403, 404}


def test_others_do_not_have_the_desk_in_the_menu(client):
    ProofFactory()
    client.force_login(editor())

    response = client.get("/admin/")

    assert response.status_code == 200
    assert LIST not in text(response)
    assert "proof" not in text(response)


def test_a_verifier_arrives_at_the_number_that_waits(client, verifier):
    empty = text(client.get("/admin/"))
    ProofFactory.create_batch(3)

    assert "Nothing waits." in empty
    assert "3 proofs wait." in text(client.get("/admin/"))


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy", "usage", "history"])
def test_proofs_cannot_be_written_in_the_admin(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"payment_proofs:{name}", args=[1] if name != "add" else [])


def test_nobody_deletes_proofs_in_bulk(client):
    proof = ProofFactory()
    client.force_login(UserFactory(is_superuser=True))
    client.raise_request_exception = False  # how Wagtail says no to a forged address is its own

    client.post(bulk("delete", proof))

    assert PaymentProof.objects.filter(pk=proof.pk).exists()
    assert "/bulk/tournaments/paymentproof/delete/" not in text(client.get(LIST))


def test_there_is_no_chooser_that_would_list_transactions(client):
    client.force_login(editor())

    assert client.get("/admin/snippets/choose/tournaments/paymentproof/").status_code == 404


# --- one's own tournaments alone -------------------------------------------------------


def test_an_organizer_has_the_proofs_of_the_own_tournaments_alone(client):
    own, other = ProofFactory(), ProofFactory()
    client.force_login(organizer_of(own.tournament))

    page = client.get(LIST)

    assert listed(client) == [own]
    assert other not in listed(client, f"tournament={other.tournament.pk}")
    assert [row["tournament"] for row in page.context["counts"]] == [own.tournament.pk]
    assert page.context["totals"]["waiting"] == 1
    assert other.tournament.title not in text(page)
    assert "1 proof waits." in text(client.get("/admin/"))
    assert client.get(NEXT).url == page_of(own)


def test_a_verifier_of_a_tournament_decides_there_alone(client):
    own, other = ProofFactory(), ProofFactory()
    client.force_login(helper_of(own.tournament, StaffRole.VERIFIER))

    answer = client.post(page_of(other), {"decision": "verify"})
    foreign = client.post(bulk("verify", other), follow=True)
    client.post(page_of(own), {"decision": "verify"})

    assert answer.status_code == 404
    assert said(foreign) == []
    assert dict(PaymentProof.objects.values_list("pk", "status")) == {
        own.pk: "verified",
        other.pk: "submitted",
    }


def test_the_image_is_narrowed_as_the_desk_is(client):
    own, other = ProofFactory(), ProofFactory()
    answers = {}
    for name, user in {
        "organizer": organizer_of(own.tournament),
        "verifier": helper_of(own.tournament, StaffRole.VERIFIER),
        "referee": helper_of(own.tournament, StaffRole.REFEREE),
    }.items():
        client.force_login(user)
        answers[name] = [client.get(each.get_image_url()).status_code for each in (own, other)]

    assert answers == {
        "organizer": [200, 404],
        "verifier": [200, 404],
        "referee": [404, 404],
    }
