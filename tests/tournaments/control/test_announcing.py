import pytest
from django.conf import settings as configured
from django.urls import reverse

from deltacrown.errors import Refused
from tests.factories import (
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    organizer_of,
)
from tests.factories.staff import staff_of
from tournaments.control.announcing import announce
from tournaments.control.models import Announcement
from tournaments.core.capabilities import StaffRole
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db

Status = Registration.Status
WORDS = {"subject": "Lobby opens early", "text": "Be there at five.\n\nBring your own mouse."}


@pytest.fixture
def cup():
    """Two confirmed, one who waits, and one who was rejected."""
    cup = TournamentFactory()
    for status in (Status.CONFIRMED, Status.CONFIRMED, Status.WAITLISTED, Status.REJECTED):
        RegistrationFactory(tournament=cup, status=status)
    return cup


def mails_to(mailoutbox) -> list[str]:
    return sorted(address for mail in mailoutbox for address in mail.to)


def people_in(cup, status) -> list[str]:
    return sorted(each.user.email for each in cup.registrations.filter(status=status))


def test_it_reaches_those_in_the_statuses_that_were_chosen(cup, drain_queue, mailoutbox):
    made = announce(cup, **WORDS, statuses=["confirmed"], by=organizer_of(cup))
    drain_queue()

    assert (made.recipients, made.statuses) == (2, ["confirmed"])
    assert mails_to(mailoutbox) == people_in(cup, "confirmed")
    assert mailoutbox[0].subject == f"[DeltaCrown] {cup}: Lobby opens early"
    assert "Bring your own mouse." in mailoutbox[0].body
    assert cup.get_absolute_url() in mailoutbox[0].body


def test_each_person_gets_it_once(cup, drain_queue, mailoutbox):
    owner = UserFactory()
    for _team in range(2):
        team = TeamFactory(captain=owner)
        RegistrationFactory(tournament=cup, team=team, registered_by=owner, status=Status.WITHDRAWN)

    made = announce(cup, **WORDS, statuses=["withdrawn"], by=organizer_of(cup))
    drain_queue()

    assert made.recipients == 1
    assert mails_to(mailoutbox) == [owner.email]


def test_accounts_that_are_switched_off_are_not_counted(cup):
    gone = cup.registrations.filter(status="confirmed").first().user
    gone.is_active = False
    gone.save()

    made = announce(cup, **WORDS, statuses=["confirmed"], by=organizer_of(cup))

    assert made.recipients == 1


@pytest.mark.parametrize("role", [StaffRole.CO_ORGANIZER, StaffRole.MODERATOR])
def test_staff_that_may_write_does(cup, role):
    by = staff_of(cup, role)

    assert announce(cup, **WORDS, statuses=["confirmed"], by=by).made_by == by


@pytest.mark.parametrize("role", [StaffRole.REFEREE, StaffRole.VERIFIER, StaffRole.CASTER])
def test_others_write_to_nobody(cup, role):
    with pytest.raises(Refused) as refusal:
        announce(cup, **WORDS, statuses=["confirmed"], by=staff_of(cup, role))

    assert refusal.value.code == "not_organizer"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"subject": " "}, "empty"),
        ({"text": " "}, "empty"),
        ({"statuses": []}, "nobody"),
        ({"statuses": ["no_show"]}, "nobody"),
        ({"statuses": ["nonsense"]}, "nobody"),
    ],
)
def test_what_cannot_be_sent(cup, values, code):
    with pytest.raises(Refused) as refusal:
        announce(cup, **({**WORDS, "statuses": ["confirmed"]} | values), by=organizer_of(cup))

    assert refusal.value.code == code
    assert not Announcement.objects.exists()


# --- the screen ---------------------------------------------------------------


@pytest.fixture
def write(client, cup):
    client.force_login(organizer_of(cup))
    address = reverse("control:announcements", args=[cup.slug])

    def send(**values):
        return client.post(address, {**WORDS, "statuses": ["confirmed"], **values})

    return send


def test_it_is_shown_with_its_readers_before_it_goes_out(write):
    response = write()

    page = response.content.decode()
    assert response.status_code == 200
    assert "Send this to 2 people?" in page
    assert "Bring your own mouse." in page
    assert not Announcement.objects.exists()


def test_it_goes_out_when_it_was_seen(write, cup, client):
    response = write(send="1")

    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert "It goes out to 2 people." in page
    assert "Lobby opens early" in page
    assert cup.announcements.get().recipients == 2


def test_it_can_still_be_changed(write):
    page = write(change="1").content.decode()

    assert 'value="Lobby opens early"' in page
    assert not Announcement.objects.exists()


def test_the_form_tells_how_many_are_in_each_status(client, cup):
    client.force_login(organizer_of(cup))

    page = client.get(reverse("control:announcements", args=[cup.slug])).content.decode()

    assert "Confirmed (2)" in page
    assert "No show" not in page


def test_too_many_announcements_wait(write, settings, cup):
    settings.RATE_LIMITS = {**configured.RATE_LIMITS, "announcement": (1, 3600)}

    assert write(send="1").status_code == 302
    late = write(send="1")

    assert late.status_code == 429
    assert late["Retry-After"]
    assert cup.announcements.count() == 1


@pytest.mark.parametrize("sent", [1, 3])
def test_the_history_needs_the_same_queries(client, cup, django_assert_num_queries, sent):
    by = organizer_of(cup)
    for _number in range(sent):
        announce(cup, **WORDS, statuses=["confirmed"], by=by)
    client.force_login(by)
    address = reverse("control:announcements", args=[cup.slug])
    client.get(address)

    with django_assert_num_queries(11):
        client.get(address)
