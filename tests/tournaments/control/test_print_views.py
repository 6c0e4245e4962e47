import pytest
from django.urls import reverse

from tests.factories import OrganizerFactory, UserFactory, drawn_cup, organizer_of
from tests.factories.staff import staff_of
from tournaments.control import print_urls
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Tournament
from tournaments.matches.models import ScoreLink

pytestmark = pytest.mark.django_db

EVERYBODY = {"printing", "print_bracket", "print_schedule"}
RESULTS = EVERYBODY | {"print_slips", "make_slip_links"}
REGISTRATIONS = EVERYBODY | {"print_check_in"}
ALL = RESULTS | REGISTRATIONS


@pytest.fixture
def cup() -> Tournament:
    return drawn_cup(4)


def opened(client, cup: Tournament) -> set[str] | set[int]:
    """The names of the addresses that open; else what all of them answer."""
    answers = {}
    for pattern in print_urls.urlpatterns:
        ask = client.post if pattern.name == "make_slip_links" else client.get
        response = ask(reverse(f"control:{pattern.name}", args=[cup.slug]))
        to_login = response.status_code == 302 and "login" in response.url
        answers[pattern.name] = 401 if to_login else response.status_code
    found = {name for name, status in answers.items() if status in {200, 302}}
    return found or set(answers.values())


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (StaffRole.CO_ORGANIZER, ALL),
        (StaffRole.REFEREE, RESULTS),
        (StaffRole.MODERATOR, REGISTRATIONS),
        (StaffRole.VERIFIER, EVERYBODY),
        (StaffRole.CASTER, EVERYBODY),
    ],
)
def test_staff_print_what_their_work_needs(client, cup, role, expected):
    client.force_login(staff_of(cup, role))

    assert opened(client, cup) == expected


def test_the_organizer_prints_everything(client, cup):
    client.force_login(organizer_of(cup))

    assert opened(client, cup) == ALL


def test_nobody_else_learns_that_there_is_anything_to_print(client, cup):
    assert opened(client, cup) == {401}

    client.force_login(cup.registrations.first().registered_by)
    assert opened(client, cup) == {404}

    stranger = UserFactory()
    OrganizerFactory(members=[stranger])
    client.force_login(stranger)
    assert opened(client, cup) == {404}


@pytest.mark.parametrize("name", ["bracket", "schedule", "slips", "check_in"])
def test_a_sheet_is_a_pdf_that_is_not_kept(client, cup, name):
    client.force_login(organizer_of(cup))

    response = client.get(reverse(f"control:print_{name}", args=[cup.slug]), {"paper": "a0"})

    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    shown = f'inline; filename="{cup.slug}-{name.replace("_", "-")}.pdf"'
    assert response["Content-Disposition"] == shown


def test_codes_of_a_tournament_that_is_over_are_refused_with_the_reason(client, cup):
    Tournament.objects.filter(pk=cup.pk).update(status=Tournament.Status.CANCELLED)
    client.force_login(organizer_of(cup))

    response = client.post(reverse("control:make_slip_links", args=[cup.slug]), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "The tournament is not live."
    ]
    assert not ScoreLink.objects.exists()


@pytest.mark.parametrize(("hosts", "is_offered"), [("club.example", True), ("", False)])
def test_the_frame_is_offered_where_a_site_may_have_it(client, cup, hosts, is_offered):
    Tournament.objects.filter(pk=cup.pk).update(embed_hosts=hosts)
    client.force_login(organizer_of(cup))

    page = client.get(reverse("control:printing", args=[cup.slug])).content.decode()

    assert (reverse("embedded_bracket", args=[cup.slug]) in page) == is_offered
    assert "/overlay/match/" in page
