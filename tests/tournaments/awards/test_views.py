import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import TournamentFactory
from tests.factories.competition import entrants_of
from tournaments.awards.models import Certificate, Placement
from tournaments.awards.operations import issue_certificates
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    cup = TournamentFactory(
        title="Dhaka Cup",
        status=Tournament.Status.COMPLETED,
        completed_at=timezone.now() - timedelta(days=1),
    )
    [ana] = entrants_of(cup, ["Ana"])
    Placement.objects.create(tournament=cup, entrant=ana, first=1, last=1)
    issue_certificates(cup)
    return Certificate.objects.get()


def text_of(response) -> str:
    body = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def revoked(certificate):
    certificate.revoked_at = timezone.now()
    certificate.revoke_reason = "Played with two accounts."
    certificate.save()


def test_a_valid_certificate_says_what_is_printed_on_it_and_nothing_private(client, certificate):
    answer = client.get(certificate.get_absolute_url())

    text = text_of(answer)
    user = certificate.entrant.registration.user
    assert answer.status_code == 200
    assert (
        "This certificate is valid Awarded to Ana Certificate Champion Placement Place 1 "
        "Tournament Dhaka Cup"
    ) in text
    assert user.email not in answer.content.decode()
    assert certificate.entrant.registration.reference not in answer.content.decode()


def test_a_revoked_certificate_says_so_with_the_date_and_keeps_the_reason(client, certificate):
    revoked(certificate)

    answer = client.get(certificate.get_absolute_url())

    assert "This certificate was revoked" in text_of(answer)
    assert f'datetime="{timezone.now():%Y-%m-%d}' in answer.content.decode()
    assert "two accounts" not in answer.content.decode()
    assert "/download/" not in answer.content.decode()


def test_an_unknown_code_is_a_page_of_its_own(client):
    answer = client.get("/certificates/<b>nothing/")

    assert answer.status_code == 404
    assert "No certificate has this code" in text_of(answer)
    assert "<b>nothing" not in answer.content.decode()


def test_a_code_is_read_as_people_type_it(client, certificate):
    code = certificate.code.lower()
    typed = f" {code[:4]}-{code[4:8]} {code[8:]}/"

    answer = client.get("/certificates/", {"code": typed})

    assert answer.headers["Location"] == certificate.get_absolute_url()
    assert client.get(f"/certificates/{code[:4]}-{code[4:]}/").status_code == 200


@pytest.mark.parametrize("typed", ["", "///", "x" * 50])
def test_what_is_no_code_is_asked_again(client, typed):
    answer = client.get("/certificates/", {"code": typed})

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_the_form_asks_for_a_code(client):
    answer = client.get("/certificates/")

    assert not answer.context["form"].errors
    assert 'name="code"' in answer.content.decode()


def test_whoever_has_the_code_may_download_the_same_file_in_any_language(client, certificate):
    english = client.get(f"/certificates/{certificate.code}/download/")
    bengali = client.get(f"/bn/certificates/{certificate.code}/download/")

    assert english.content.startswith(b"%PDF")
    assert english.content == bengali.content
    assert english["Content-Type"] == "application/pdf"
    assert english["Content-Disposition"] == 'attachment; filename="ana-dhaka-cup.pdf"'


def test_a_revoked_certificate_is_gone(client, certificate):
    revoked(certificate)

    answer = client.get(f"/certificates/{certificate.code}/download/")

    assert answer.status_code == 410
    assert "This certificate was revoked" in text_of(answer)


def test_an_unknown_certificate_cannot_be_downloaded(client):
    assert client.get("/certificates/NOTHING/download/").status_code == 404


def test_a_certificate_outlives_the_page_of_its_tournament(client, certificate):
    certificate.tournament.page.specific.unpublish()

    answer = client.get(certificate.get_absolute_url())

    assert answer.status_code == 200
    assert f'href="/t/{certificate.tournament.slug}/"' not in answer.content.decode()
