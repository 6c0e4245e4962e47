import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    PaidRegistrationFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    drawn_cup,
    entered_cup,
    organizer_of,
)
from tests.factories.staff import staff_of
from tournaments.control.registration_queries import ON_A_PAGE
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Tournament
from tournaments.registration import operations
from tournaments.registration.models import Answer, Note, Registration

pytestmark = pytest.mark.django_db
Status = Registration.Status

QUESTIONS = [
    {"key": "discord", "label": "Discord name", "kind": "text"},
    {"key": "logo", "label": "Logo", "kind": "file"},
    {"key": "rank", "label": "Rank", "kind": "text", "scope": "member"},
]


@pytest.fixture
def as_organizer(client):
    def sign_in(cup: Tournament):
        client.force_login(organizer_of(cup))
        return client

    return sign_in


def listed(client, cup: Tournament, **query) -> str:
    response = client.get(reverse("control:registrations", args=[cup.slug]), query)
    assert response.status_code == 200
    return response.content.decode()


def at(name: str, registration: Registration) -> str:
    return reverse(f"control:{name}", args=[registration.tournament.slug, registration.reference])


def post(client, name: str, registration: Registration, **values) -> str:
    return client.post(at(name, registration), values, follow=True).content.decode()


def shown(client, registration: Registration) -> str:
    return client.get(at("registration", registration)).content.decode()


def names(page: str, *wanted: str) -> list[str]:
    return sorted(wanted, key=page.index) if all(each in page for each in wanted) else []


# --- the list ------------------------------------------------------------------


def test_the_list_shows_status_payment_and_deadline(as_organizer):
    cup = entered_cup(1, capacity=4, entry_fee=500)
    soon = timezone.now() + timedelta(hours=5, minutes=1)
    PaidRegistrationFactory(tournament=cup, number=2, name="Payer", expires_at=soon)

    page = listed(as_organizer(cup), cup)

    for text in (
        "P1",
        "Confirmed",
        "Payer",
        "Awaiting payment",
        "Payment: Due",
        "5\xa0hours",
        "left",
    ):
        assert text in page


def test_chips_count_and_filter(as_organizer):
    cup = entered_cup(2, capacity=4)
    RegistrationFactory(tournament=cup, number=3, name="Reader", status=Status.NEEDS_REVIEW)
    client = as_organizer(cup)

    whole = listed(client, cup)
    one = listed(client, cup, status="needs_review")

    assert 'Confirmed <span class="chip__count">2</span>' in whole
    assert 'Needs review <span class="chip__count">1</span>' in whole
    assert "Reader" in one
    assert ">P1<" not in one
    assert "No registration is like that." in listed(client, cup, status="waitlisted")
    assert ">P1<" in listed(client, cup, status="nonsense", order="nonsense", page="x")


def test_search_finds_names_references_players_and_their_ids(as_organizer):
    cup = entered_cup(2, capacity=8)
    team = TeamFactory(name="Crows")
    mate = UserFactory(username="robin")
    team.memberships.create(user=mate)
    crows = RegistrationFactory(tournament=cup, number=3, team=team, reference="DC-QQQQQQ")
    crows.roster.filter(user=mate).update(player_id="Robin#777")
    client = as_organizer(cup)

    for words in ("crow", " DC-QQ", "robin", "#777"):
        page = listed(client, cup, q=words)
        assert "Crows" in page
        assert ">P1<" not in page


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ("", ["Cee", "Bee", "Aye"]),
        ("oldest", ["Aye", "Bee", "Cee"]),
        ("deadline", ["Bee", "Aye", "Cee"]),
        ("name", ["Aye", "Bee", "Cee"]),
    ],
)
def test_the_list_is_sorted(as_organizer, order, wanted):
    cup = TournamentFactory()
    soon = timezone.now() + timedelta(hours=1)
    for number, name in enumerate(["Aye", "Bee", "Cee"], start=1):
        ends = soon if name == "Bee" else None
        RegistrationFactory(tournament=cup, number=number, name=name, expires_at=ends)

    page = listed(as_organizer(cup), cup, order=order)

    assert names(page, *[f">{name}</a>" for name in wanted]) == [f">{n}</a>" for n in wanted]


def test_the_list_has_pages(as_organizer):
    cup = TournamentFactory(capacity=100)
    for number in range(1, ON_A_PAGE + 2):
        RegistrationFactory(tournament=cup, number=number, name=f"Player-{number:03}")
    client = as_organizer(cup)

    assert "Player-001" not in listed(client, cup)
    assert "Player-001" in listed(client, cup, page=2)


def test_nobody_registered_yet(as_organizer):
    cup = TournamentFactory()

    assert "Nobody has registered yet." in listed(as_organizer(cup), cup)


def test_a_referee_reads_and_decides_nothing(client):
    cup = entered_cup(1, custom_fields=QUESTIONS)
    registration = cup.registrations.get()
    Note.objects.create(registration=registration, author=organizer_of(cup), text="Secret note.")
    client.force_login(staff_of(cup, StaffRole.REFEREE))

    for page in (listed(client, cup), shown(client, registration)):
        assert "P1" in page
        for text in (
            "Reject",
            "Download as CSV",
            "Secret note.",
            "Discord name",
            'name="reference"',
        ):
            assert text not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_needs_the_same_queries(as_organizer, django_assert_num_queries, count):
    cup = TournamentFactory(entry_fee=500)
    for number in range(1, count + 1):
        PaidRegistrationFactory(tournament=cup, number=number, team=TeamFactory(size=2))
    client = as_organizer(cup)
    listed(client, cup)

    with django_assert_num_queries(13):
        listed(client, cup)


# --- one registration ------------------------------------------------------------


def full_registration() -> Registration:
    cup = TournamentFactory(custom_fields=QUESTIONS, entry_fee=500)
    registration = PaidRegistrationFactory(
        tournament=cup, number=1, status=Status.NEEDS_REVIEW, region="Dhaka"
    )
    entry = registration.roster.get()
    entry.player_id = "p#1"
    entry.save()
    Answer.objects.create(
        registration=registration, key="discord", label="Discord name", value="<b>x"
    )
    Answer.objects.create(
        registration=registration, key="logo", label="Logo", value="PNG", file="answers/x.png"
    )
    Answer.objects.create(
        registration=registration, roster_entry=entry, key="rank", label="Rank", value="Gold"
    )
    Answer.objects.create(registration=registration, key="old", label="Old question", value=True)
    return registration


def test_the_page_shows_facts_players_answers_and_pictures(as_organizer):
    registration = full_registration()
    picture = registration.answers.get(key="logo")

    page = shown(as_organizer(registration.tournament), registration)

    for text in ("p#1", "&lt;b&gt;x", "Gold", "Old question", "Yes", "Dhaka", "৳ 500, Due"):
        assert text in page
    assert reverse("registration:picture", args=[registration.reference, picture.pk]) in page


def test_a_place_on_the_waitlist_is_counted(as_organizer):
    cup = TournamentFactory()
    for number in (1, 2):
        last = RegistrationFactory(tournament=cup, number=number, status=Status.WAITLISTED)

    assert "Place 2 on the waitlist" in shown(as_organizer(cup), last)


def test_approving_from_the_page(as_organizer):
    registration = RegistrationFactory(status=Status.NEEDS_REVIEW)
    client = as_organizer(registration.tournament)
    assert "Approve" in shown(client, registration)

    page = post(client, "approve", registration)
    again = RegistrationFactory(tournament=registration.tournament, status=Status.WAITLISTED)

    assert f"{registration.name} is approved." in page
    assert "There is nothing to approve" in post(client, "approve", again)
    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED


def test_remarks_are_sent_shown_and_refused_when_empty(as_organizer):
    registration = full_registration()
    client = as_organizer(registration.tournament)

    assert "Say what is to be changed" in post(client, "request_changes", registration)
    page = post(
        client,
        "request_changes",
        registration,
        reason="Nearly.",
        remark_discord="No such name.",
        remark_roster="Who is it?",
    )

    for text in ("within three days", "Nearly.", "No such name.", "Who is it?", "Deadline"):
        assert text in page
    registration.refresh_from_db()
    assert registration.remarks == {"discord": "No such name.", "roster": "Who is it?"}


def test_notes_are_kept_and_not_empty(as_organizer):
    registration = RegistrationFactory()
    client = as_organizer(registration.tournament)

    assert "This field is required." in post(client, "note", registration, text=" ")
    assert "He paid twice." in post(client, "note", registration, text="He paid twice.")
    assert Note.objects.get().author == organizer_of(registration.tournament)


def test_a_registration_is_rejected_with_a_reason(as_organizer):
    first = entered_cup(2).registrations.first()
    client = as_organizer(first.tournament)
    assert f"Reject {first.name}?" in client.get(at("reject", first)).content.decode()
    assert "This field is required." in post(client, "reject", first, reason="")

    page = post(client, "reject", first, reason="A second account.")

    first.refresh_from_db()
    assert "The registration is rejected." in page
    assert "A second account." in page
    assert (first.status, first.reason) == (Status.REJECTED, "A second account.")


def test_a_no_show_is_readmitted_from_the_page(as_organizer):
    now = timezone.now()
    cup = TournamentFactory(
        check_in_opens_at=now - timedelta(hours=2), check_in_closes_at=now - timedelta(hours=1)
    )
    old = RegistrationFactory(tournament=cup, number=1, status=Status.NO_SHOW)
    Tournament.objects.update(last_number=1)
    client = as_organizer(cup)
    assert at("readmit", old) in shown(client, old)
    assert f"Readmit {old.name}?" in client.get(at("readmit", old)).content.decode()

    page = post(client, "readmit", old, reason="The bus.")

    assert f"{old.name} is in again, and checked in." in page
    assert "was readmitted before" in post(client, "readmit", old, reason="Again.").lower()
    assert cup.registrations.get(number=2).status == Status.CONFIRMED


def test_seeds_are_set_taken_back_and_refused(as_organizer):
    cup = entered_cup(2)
    first, second = cup.registrations.order_by("number")
    client = as_organizer(cup)

    assert "The seed is set." in post(client, "seed", second, seed=1)
    assert "P2 has seed 1 already." in post(client, "seed", first, seed=1)
    assert "A seed is a number from 1." in post(client, "seed", first, seed="best")
    assert "The seed is set." in post(client, "seed", second, seed="")
    assert list(cup.registrations.values_list("seed", flat=True)) == [None, None]


def test_after_the_draw_seeds_are_fixed_and_entrants_are_taken_out(as_organizer):
    cup = drawn_cup(2)
    first = cup.registrations.first()
    client = as_organizer(cup)

    page = post(client, "seed", first, seed=2)

    assert "The draw is made." in page
    assert "seed-form" not in page
    assert at("take_out", first) in page
    assert not cup.registrations.exclude(seed=None).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_needs_the_same_queries(as_organizer, django_assert_num_queries, count):
    registration = full_registration()
    by = organizer_of(registration.tournament)
    for number in range(count):
        operations.add_note(registration, by=by, text=f"Note {number}")
        operations.set_seed(registration, number + 1, by=by)
        RegistrationFactory(tournament=registration.tournament, status=Status.WAITLISTED)
        registration.roster.create(tournament=registration.tournament, user=UserFactory())
    client = as_organizer(registration.tournament)
    shown(client, registration)

    with django_assert_num_queries(19):
        shown(client, registration)


# --- the table to download ---------------------------------------------------------


def table(client, cup: Tournament) -> list[dict]:
    response = client.get(reverse("control:export_registrations", args=[cup.slug]))
    assert response["Content-Disposition"] == f'attachment; filename="{cup.slug}-registrations.csv"'
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_the_table_has_a_column_for_each_question(as_organizer):
    registration = full_registration()
    player = registration.registered_by.username

    [row] = table(as_organizer(registration.tournament), registration.tournament)

    wanted = {
        "Number": "1",
        "Reference": registration.reference,
        "Status": "Needs review",
        "Players": f"{player} (Starter)",
        "Player ids": f"{player}: p#1",
        "Payment": "Due",
        "Amount": "500.00",
        "Currency": "BDT",
        "Discord name": "<b>x",
        "Rank": f"{player}: Gold",
    }
    assert {key: row[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", ["=1+1", "+880", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_the_table_is_a_formula(as_organizer, name):
    cup = TournamentFactory()
    RegistrationFactory(tournament=cup, name=name)

    client = as_organizer(cup)
    content = client.get(reverse("control:export_registrations", args=[cup.slug])).content.decode()

    assert f"'{name}" in content


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_needs_the_same_queries(as_organizer, django_assert_num_queries, count):
    cup = TournamentFactory(custom_fields=QUESTIONS)
    for number in range(1, count + 1):
        entry = RegistrationFactory(tournament=cup, number=number)
        for roster_entry in entry.roster.all():
            Answer.objects.create(
                registration=entry, roster_entry=roster_entry, key="rank", label="R", value="x"
            )
    client = as_organizer(cup)

    with django_assert_num_queries(11):
        assert len(table(client, cup)) == count
