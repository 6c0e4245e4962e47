import pytest
from django.urls import reverse

from tests.factories import (
    OrganizerFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    VerifierFactory,
    png_upload,
)
from tests.factories.questions import question
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import StaffMember, Tournament
from tournaments.registration.answers import check_answers, save_answers
from tournaments.registration.models import Answer, RosterEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> Answer:
    organizer = OrganizerFactory(members=[UserFactory()])
    cup = TournamentFactory(organizer=organizer, custom_fields=[question("face", "file")])
    registration = RegistrationFactory(tournament=cup)
    save_answers(registration, check_answers(cup, {"face": png_upload()}).own)
    return registration.answers.get()


def address_of(answer: Answer, *, reference: str = "") -> str:
    return reverse(
        "registration:picture", args=[reference or answer.registration.reference, answer.pk]
    )


def staff(cup: Tournament, role: StaffRole):
    user = UserFactory()
    StaffMember.objects.create(
        tournament=cup,
        user=user,
        role=role,
        invited_by=user,
        accepted_at=cup.starts_at,
    )
    return user


def test_a_picture_is_seen_by_its_players_and_officials_who_decide_alone(client, picture):
    registration = picture.registration
    cup = registration.tournament
    mate = RosterEntry.objects.create(
        registration=registration, tournament=cup, user=UserFactory()
    ).user
    other_organizer = UserFactory()
    OrganizerFactory(members=[other_organizer])
    seen = {
        "player": registration.registered_by,
        "mate": mate,
        "organizer": cup.organizer.group.user_set.get(),
        "moderator": staff(cup, StaffRole.MODERATOR),
        "verifier of the tournament": staff(cup, StaffRole.VERIFIER),
        "verifier": VerifierFactory(),
        "other organizer": other_organizer,
        "other player": UserFactory(),
    }

    found = {"nobody": client.get(address_of(picture)).status_code}
    for name, user in seen.items():
        client.force_login(user)
        found[name] = client.get(address_of(picture)).status_code

    assert found == {
        "nobody": 404,
        "player": 200,
        "mate": 200,
        "organizer": 200,
        "moderator": 200,
        "verifier of the tournament": 404,
        "verifier": 404,
        "other organizer": 404,
        "other player": 404,
    }


def test_a_picture_of_one_player_is_not_for_the_others(client):
    cup = TournamentFactory(custom_fields=[question("card", "file", scope="member")])
    team = TeamFactory(size=3)
    captain, player, mate = team.members.order_by("pk")
    registration = RegistrationFactory(tournament=cup, team=team, registered_by=captain)
    answers = check_answers(cup, {}, {player.pk: {"card": png_upload()}}, [player])
    save_answers(registration, answers.own, answers.members)
    card = registration.answers.get()

    found = {}
    for user in (captain, player, mate):
        client.force_login(user)
        found[user] = client.get(address_of(card)).status_code

    assert found == {captain: 200, player: 200, mate: 404}


def test_a_picture_is_handed_out_as_what_it_is_and_not_kept_on_the_way(client, picture):
    client.force_login(picture.registration.registered_by)

    response = client.get(address_of(picture))

    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_picture_has_its_address_under_its_own_registration_only(client, picture):
    other = RegistrationFactory(registered_by=picture.registration.registered_by)
    client.force_login(picture.registration.registered_by)

    assert client.get(address_of(picture, reference=other.reference)).status_code == 404


def test_an_answer_that_is_no_picture_has_no_address(client):
    registration = RegistrationFactory(
        tournament=TournamentFactory(custom_fields=[question("club")])
    )
    save_answers(registration, {"club": "Dragons"})
    client.force_login(registration.registered_by)

    assert client.get(address_of(registration.answers.get())).status_code == 404
