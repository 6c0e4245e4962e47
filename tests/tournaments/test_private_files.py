"""Files that only some may see: 404 for everybody else, an attachment for them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from deltacrown.accounts.models import User
from tests.factories import (
    OrganizerFactory,
    ProofFactory,
    RegistrationFactory,
    UserFactory,
    VerifierFactory,
    drawn_cup,
    match_of,
    organizer_of,
    png_upload,
)
from tests.factories.evidence import evidence_of, player_of
from tests.factories.images import mp4, sent
from tests.factories.staff import staff_of
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Tournament
from tournaments.registration.models import Answer

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class PrivateFile:
    address: str
    tournament: Tournament
    owner: User
    official: User  # whose work needs it
    content_type: str


def proof() -> PrivateFile:
    made = ProofFactory()
    tournament = made.tournament
    verifier = staff_of(tournament, StaffRole.VERIFIER)
    return PrivateFile(made.get_image_url(), tournament, made.submitted_by, verifier, "image/png")


def picture_of_a_match() -> PrivateFile:
    return _evidence(png_upload(), "image/png")


def video_of_a_match() -> PrivateFile:
    return _evidence(sent(mp4(), "a.mp4"), "video/mp4")


def _evidence(upload, content_type: str) -> PrivateFile:
    match = match_of(drawn_cup(2), "F")
    player = player_of(match)
    made = evidence_of(match, by=player, upload=upload)
    referee = staff_of(match.tournament, StaffRole.REFEREE)
    return PrivateFile(made.get_absolute_url(), match.tournament, player, referee, content_type)


def answer() -> PrivateFile:
    registration = RegistrationFactory()
    made = Answer.objects.create(
        registration=registration, key="id", label="Student card", file=png_upload()
    )
    tournament = registration.tournament
    return PrivateFile(
        f"/registrations/{registration.reference}/answers/{made.pk}/",
        tournament,
        registration.registered_by,
        staff_of(tournament, StaffRole.MODERATOR),
        "image/png",
    )


KINDS = pytest.mark.parametrize(
    "kind", [proof, picture_of_a_match, video_of_a_match, answer], ids=lambda kind: kind.__name__
)


def other_player(_file: PrivateFile) -> User:
    return RegistrationFactory().registered_by


def player_of_the_same_tournament(file: PrivateFile) -> User:
    return RegistrationFactory(tournament=file.tournament, number=99).registered_by


def other_organizer(_file: PrivateFile) -> User:
    user = UserFactory()
    OrganizerFactory(members=[user])
    return user


def official_of_another_tournament(file: PrivateFile) -> User:
    return staff_of(drawn_cup(2), StaffRole.CO_ORGANIZER)


def caster_of_the_tournament(file: PrivateFile) -> User:
    return staff_of(file.tournament, StaffRole.CASTER)


@KINDS
def test_to_a_visitor_there_is_no_such_file(client, kind):
    assert client.get(kind().address).status_code == 404


@KINDS
@pytest.mark.parametrize(
    "who",
    [
        other_player,
        player_of_the_same_tournament,
        other_organizer,
        official_of_another_tournament,
        caster_of_the_tournament,
    ],
    ids=lambda who: who.__name__,
)
def test_to_whom_it_does_not_concern_there_is_no_such_file(client, kind, who):
    file = kind()
    client.force_login(who(file))

    assert client.get(file.address).status_code == 404
    assert client.get(file.address, {"inline": ""}).status_code == 404
    assert client.head(file.address).status_code == 404


WHO_MAY: list[Callable[[PrivateFile], User]] = [
    lambda file: file.owner,
    lambda file: file.official,
    lambda file: organizer_of(file.tournament),
]


@KINDS
@pytest.mark.parametrize("who", WHO_MAY, ids=["owner", "official", "organizer"])
def test_whom_it_concerns_gets_an_attachment_that_nobody_keeps(client, kind, who):
    file = kind()
    client.force_login(who(file))

    response = client.get(file.address)

    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["Content-Type"] == file.content_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert len(b"".join(response.streaming_content)) > 60


def test_a_verifier_of_the_site_sees_every_proof(client):
    client.force_login(VerifierFactory())

    assert client.get(proof().address).status_code == 200


def test_a_verifier_sees_no_evidence_and_no_answers(client):
    client.force_login(VerifierFactory())

    for kind in (picture_of_a_match, video_of_a_match, answer):
        assert client.get(kind().address).status_code == 404


@KINDS
def test_behind_nginx_the_file_is_sent_by_it_under_the_same_headers(client, kind, settings):
    settings.PRIVATE_ACCEL_PREFIX = "/private/"
    file = kind()
    client.force_login(file.owner)

    response = client.get(file.address)

    assert response.headers["X-Accel-Redirect"].startswith("/private/")
    assert response.content == b""
    assert response.headers["Content-Type"] == file.content_type
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in response.headers["Cache-Control"]
