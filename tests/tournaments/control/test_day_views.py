import pytest
from django.urls import reverse

from tests.factories import OrganizerFactory, UserFactory, drawn_cup, organizer_of
from tests.factories.staff import staff_of
from tournaments.brackets.models import Match
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Tournament
from tournaments.matches.models import Fixture
from tournaments.matches.queries import playable_matches

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup() -> Tournament:
    return drawn_cup(4)


@pytest.fixture
def organizer(client, cup):
    user = organizer_of(cup)
    client.force_login(user)
    return user


def address(name: str, cup: Tournament, *extra) -> str:
    return reverse(f"control:{name}", args=[cup.slug, *extra])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def answers(client, cup: Tournament) -> dict[str, int]:
    match = playable_matches(cup).first()
    return {
        "day": client.get(address("day", cup)).status_code,
        "part": client.get(address("day_part", cup)).status_code,
        "act": client.post(address("day_act", cup), {"act": "call"}).status_code,
        "act_one": client.post(address("day_act_one", cup, match.pk, "call")).status_code,
    }


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        (StaffRole.CO_ORGANIZER, 302),
        (StaffRole.REFEREE, 302),
        (StaffRole.MODERATOR, 403),
        (StaffRole.VERIFIER, 403),
        (StaffRole.CASTER, 403),
    ],
)
def test_every_official_looks_and_some_act(client, cup, role, acts):
    client.force_login(staff_of(cup, role))

    assert answers(client, cup) == {"day": 200, "part": 200, "act": acts, "act_one": acts}
    page = client.get(address("day", cup)).content.decode()
    desk = reverse("matches:schedule_desk", args=[cup.slug])
    assert ("Several matches" in page, desk in page) == (acts == 302, acts == 302)
    assert client.get(desk).status_code == (200 if acts == 302 else 403)


def test_the_part_is_sent_only_when_it_changed(client, cup, organizer):
    shown = client.get(address("day_part", cup))
    known = {"If-None-Match": shown["ETag"]}

    assert client.get(address("day_part", cup), headers=known).status_code == 304
    client.post(address("day_act_one", cup, playable_matches(cup).first().pk, "start"))
    assert client.get(address("day_part", cup), headers=known).status_code == 200


def test_nobody_else_sees_it(client, cup):
    assert set(answers(client, cup).values()) == {302}
    assert not Fixture.objects.exclude(called_at=None).exists()

    client.force_login(cup.registrations.first().registered_by)
    assert set(answers(client, cup).values()) == {404}

    stranger = UserFactory()
    OrganizerFactory(members=[stranger])
    client.force_login(stranger)
    assert set(answers(client, cup).values()) == {404}


def test_matches_are_called_and_started_one_by_one(client, cup, organizer):
    match = playable_matches(cup).first()

    client.post(address("day_act_one", cup, match.pk, "call"))
    match.refresh_from_db()
    assert match.fixture.called_at
    client.post(address("day_act_one", cup, match.pk, "start"))

    match.refresh_from_db()
    assert match.status == Match.Status.LIVE


@pytest.mark.parametrize("act", ["message", "forfeit", "delete"])
def test_other_acts_are_not_of_one_button(client, cup, organizer, act):
    match = playable_matches(cup).first()

    assert client.post(address("day_act_one", cup, match.pk, act)).status_code == 404


def test_a_whole_round_is_called(client, cup, organizer):
    round_ = playable_matches(cup).first().round_id

    response = client.post(address("day_act", cup), {"act": "call", "round": round_}, follow=True)

    assert said(response) == ["2 matches are called."]
    assert Fixture.objects.exclude(called_at=None).count() == 2


def test_what_is_refused_is_said_once_with_its_matches(client, cup, organizer):
    matches = [match.pk for match in playable_matches(cup)]
    client.post(address("day_act", cup), {"act": "call", "match": matches[:1]}, follow=True)

    response = client.post(address("day_act", cup), {"act": "call", "match": matches}, follow=True)

    assert said(response) == [
        "1 match is called.",
        "P1 – P4: Both sides were called already.",
    ]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"act": "call"}, "Choose at least one match."),
        ({"act": "message", "round": 1}, "Write a message first."),
        ({"act": "explode", "match": 1}, "Select a valid choice. explode is not one of"),
    ],
)
def test_what_cannot_be_done_is_said(client, cup, organizer, values, message):
    response = client.post(address("day_act", cup), values, follow=True)

    assert message in " ".join(said(response))


def test_matches_of_others_are_left_alone(client, cup, organizer):
    other = playable_matches(drawn_cup(2)).first()

    response = client.post(
        address("day_act", cup), {"act": "start", "match": other.pk}, follow=True
    )

    other.refresh_from_db()
    assert other.status == Match.Status.READY
    assert said(response) == ["Nothing of it can be done now."]


def test_both_sides_of_chosen_matches_are_written_to(client, cup, organizer):
    match = playable_matches(cup).first()

    response = client.post(
        address("day_act", cup),
        {"act": "message", "match": match.pk, "text": "Pause of ten minutes"},
        follow=True,
    )

    assert said(response) == ["The message went to 1 match."]
    assert [message.text for message in match.chat_messages.all()] == ["Pause of ten minutes"]


def test_a_whole_round_can_be_written_to_and_what_is_too_much_is_said(client, settings):
    big = drawn_cup(64)
    client.force_login(organizer_of(big))
    message = {"act": "message", "round": playable_matches(big).first().round_id, "text": "Pause"}

    everybody = client.post(address("day_act", big), message, follow=True)
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"sides_message": (33, 3600)}
    more = client.post(address("day_act", big), message, follow=True)

    assert said(everybody) == ["The message went to 32 matches."]
    assert said(more)[0] == "The message went to 1 match."
    assert "That was too often." in said(more)[1]
