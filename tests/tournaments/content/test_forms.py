from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Revision

from tests import factories
from tests.tournaments.content.editor import (
    create,
    data_of,
    edit,
    errors,
    moment,
    new_page,
    superuser,
)
from tests.tournaments.control import lock_rows
from tests.tournaments.control.lock_rows import (
    NAMES,
    ONE_DAY,
    ROWS,
    START,
    knockout,
    published_page,
)
from tournaments.content.models import TournamentPage
from tournaments.control.page_settings import SETTINGS, settings_of
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(superuser())
    return client


def cup_of(page) -> Tournament:
    return Tournament.objects.get(page=page.pk)


def in_force(cup) -> dict:
    return {name: getattr(cup, name) for name in SETTINGS}


def test_a_page_written_and_published_in_the_editor_is_a_tournament(editor):
    organizer = factories.OrganizerFactory()
    written = new_page(
        participation="team",
        roster_min=2,
        capacity=8,
        starts_at=START,
        registration_closes_at=START - ONE_DAY,
        entry_fee=Decimal("250.00"),
        stages=knockout(best_of="3", third_place=True),
        payment_methods=[("method", {"method": "bkash", "account": "0170", "instructions": ""})],
        prizes=[("prize", {"first": 1, "last": None, "amount": Decimal("500"), "extra": ""})],
    )

    response = create(editor, organizer.page, data_of(written))

    assert errors(response) == {}
    cup = Tournament.objects.get()
    assert (cup.title, cup.slug, cup.status) == ("Spring Cup", "spring-cup", "published")
    assert in_force(cup) == settings_of(written)


def test_a_draft_may_lack_everything_but_its_title(editor):
    organizer = factories.OrganizerFactory()
    empty = new_page(game=None, starts_at=None, stages=[], entry_fee=Decimal(9))

    response = create(editor, organizer.page, data_of(empty), action="save")

    assert errors(response) == {}
    assert not TournamentPage.objects.get().live
    assert not Tournament.objects.exists()


def groups(**options):
    values = {
        "name": "Groups",
        "groups": 4,
        "legs": "1",
        "best_of": "1",
        "as_usual": False,
        "draws": True,
        "points_win": 3,
        "points_draw": 1,
        "points_loss": 0,
        "tiebreaks": ["points", "manual"],
        "advance": 2,
    }
    return ("round_robin", values | options)


FAULTS = [
    ({"game": None}, {"game": ["This field is required."]}),
    ({"starts_at": None}, {"starts_at": ["This field is required."]}),
    ({"stages": []}, {"stages": ["A tournament needs at least one stage."]}),
    (
        {"capacity": 4, "minimum_entrants": 5},
        {"minimum_entrants": ["The minimum cannot exceed the capacity of 4."]},
    ),
    (
        {"participation": "team", "roster_min": 5, "roster_max": 4},
        {"roster_max": ["The largest team cannot be smaller than the smallest of 5."]},
    ),
    (
        {"registration_closes_at": START + ONE_DAY},
        {"registration_closes_at": ["Registration closes before the tournament starts."]},
    ),
    (
        {"registration_opens_at": START},
        {"registration_opens_at": ["Registration opens before it closes."]},
    ),
    (
        {
            "registration_opens_at": START - ONE_DAY,
            "registration_closes_at": START - 2 * ONE_DAY,
        },
        {"registration_opens_at": ["Registration opens before it closes."]},
    ),
    (
        {"check_in_closes_at": START - ONE_DAY},
        {"check_in_opens_at": ["Say when check-in opens, too."]},
    ),
    (
        {"check_in_opens_at": START - ONE_DAY, "check_in_closes_at": START + ONE_DAY},
        {"check_in_closes_at": ["Check-in closes before the tournament starts."]},
    ),
    (
        {"check_in_opens_at": START - 2 * ONE_DAY, "check_in_closes_at": START - ONE_DAY},
        {"registration_closes_at": ["Registration closes before check-in does."]},
    ),
    ({"check_in_opens_at": START}, {"check_in_opens_at": ["Check-in opens before it closes."]}),
    (
        {"entry_fee": Decimal(10)},
        {"payment_methods": ["Name at least one payment method, or set the entry fee to 0."]},
    ),
    (
        {"stages": [groups()]},
        {"stages": ["Stage 1: There is no stage after this one to advance to."]},
    ),
    (
        {"stages": [groups(advance=0), *knockout()]},
        {"stages": ["Stage 1: Nobody advances from this stage to the next."]},
    ),
    (
        {"stages": [groups(groups=9), *knockout()]},
        {"stages": ["Stage 1: 16 entrants cannot fill 9 groups: each needs at least two."]},
    ),
    (
        {"stages": [groups(), *knockout(first_round="A1-B2 C1-D2 B1-A2 D1-E2")]},
        {"stages": ["Stage 2: E2: there is no such group."]},
    ),
    (
        {"stages": knockout(first_round="1-8, 4-5, 2-7, 3-6"), "capacity": 9},
        {"stages": ["Stage 1: 9 is missing from the first round."]},
    ),
    (
        {"stages": knockout(first_round="one against two"), "capacity": 2},
        {"stages": ["Stage 1: A match of the first round has two sides, such as A1-B2."]},
    ),
    ({"capacity": None, "minimum_entrants": 17}, {"capacity": ["This field is required."]}),
]


@pytest.mark.parametrize(("fields", "faults"), FAULTS)
def test_what_could_not_be_played_is_refused_on_its_field(editor, fields, faults):
    organizer = factories.OrganizerFactory()
    written = new_page(**{"starts_at": START} | fields)

    response = create(editor, organizer.page, data_of(written))

    assert errors(response) == faults
    assert not TournamentPage.objects.exists()


@pytest.mark.parametrize("action", ["publish", "submit"])
def test_submitting_for_moderation_asks_for_the_same_as_publishing(editor, action):
    page = factories.TournamentPageFactory(live=False)
    page.stages = []

    response = edit(editor, page, data_of(page), action)

    assert errors(response) == {"stages": ["A tournament needs at least one stage."]}


def test_a_scheduled_publish_asks_for_the_same_as_publishing(editor):
    page = factories.TournamentPageFactory(live=False)
    page.stages = []

    response = edit(editor, page, data_of(page, go_live_at=moment(START)))

    assert errors(response) == {"stages": ["A tournament needs at least one stage."]}


def test_a_page_of_a_tournament_does_not_expire(editor):
    page = published_page()

    response = edit(editor, page, data_of(page, expire_at=moment(START)))

    assert errors(response) == {
        "expire_at": ["A tournament's page does not expire. Archive or cancel the tournament."]
    }


def test_publishing_what_is_in_force_again_is_accepted_at_any_time(editor):
    page = published_page()
    lock_rows.complete(cup_of(page))

    response = edit(editor, page, data_of(page, introduction="What a cup that was."))

    assert errors(response) == {}
    assert cup_of(page).refused_settings == []
    assert TournamentPage.objects.get(pk=page.pk).introduction == "What a cup that was."


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_the_editor_refuses_a_row_of_the_lock_table(editor, row):
    page = published_page()
    row.arrange(cup_of(page))
    page.refresh_from_db()
    before = in_force(cup_of(page))
    row.change(page)

    response = edit(editor, page, data_of(page))

    assert errors(response) == {row.field: [row.reason]}
    assert in_force(cup_of(page)) == before


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_the_editor_refuses_a_row_of_the_lock_table_for_later_too(editor, row):
    page = published_page()
    row.arrange(cup_of(page))
    page.refresh_from_db()
    row.change(page)

    response = edit(editor, page, data_of(page, go_live_at=moment(START)))

    assert errors(response) == {row.field: [row.reason]}


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_scheduled_publish_leaves_out_what_was_locked_since(editor, row):
    page = published_page()
    row.change(page)
    response = edit(editor, page, data_of(page, go_live_at=moment(START - 3 * ONE_DAY)))
    assert errors(response) == {}
    row.arrange(cup_of(page))
    before = in_force(cup_of(page))
    let_time_pass()

    call_command("publish_scheduled")

    cup = cup_of(page)
    assert in_force(cup) == before
    assert [(one["field"], one["reason"]) for one in cup.refused_settings] == [
        (row.field, row.reason)
    ]


def let_time_pass() -> None:
    """Make what is scheduled due."""
    past = timezone.now() - timedelta(minutes=1)
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        revision.content["go_live_at"] = past.isoformat()
        revision.approved_go_live_at = past
        revision.save()


def test_a_scheduled_publish_puts_in_force_what_may_still_change(editor):
    page = published_page()
    response = edit(editor, page, data_of(page, capacity="8", go_live_at=moment(START)))
    assert errors(response) == {}
    assert cup_of(page).capacity == 4
    let_time_pass()

    call_command("publish_scheduled")

    assert cup_of(page).capacity == 8


def test_a_first_publish_may_be_scheduled(editor):
    page = factories.TournamentPageFactory(live=False)
    edit(editor, page, data_of(page, go_live_at=moment(START)))
    assert not Tournament.objects.exists()
    let_time_pass()

    call_command("publish_scheduled")

    assert cup_of(page).status == Tournament.Status.PUBLISHED


def test_what_will_be_locked_when_the_page_goes_live_is_refused_at_once(editor):
    opens = START - 2 * ONE_DAY
    page = published_page(check_in_opens_at=opens)

    later = edit(
        editor,
        page,
        data_of(page, check_in_opens_at=moment(START - ONE_DAY), go_live_at=moment(opens)),
    )

    assert errors(later) == {"check_in_opens_at": [lock_rows.CHECKED_IN]}


def test_a_draft_of_a_locked_change_may_be_saved_and_changes_nothing(editor):
    page = published_page()
    lock_rows.draw(cup_of(page))
    before = in_force(cup_of(page))

    response = edit(editor, page, data_of(page, capacity="64"), action="save")

    assert errors(response) == {}
    assert in_force(cup_of(page)) == before
    assert TournamentPage.objects.get(pk=page.pk).get_latest_revision_as_object().capacity == 64


def test_reverting_to_an_old_revision_of_a_live_tournament_is_refused_on_the_field(editor):
    page = published_page(capacity=8)
    page.capacity = 4
    page.save_revision().publish()
    lock_rows.draw(cup_of(page))
    old = page.revisions.order_by("pk").first().as_object()

    response = edit(editor, page, data_of(old))

    assert errors(response) == {"capacity": [lock_rows.DRAWN]}
    assert cup_of(page).capacity == 4


def test_a_translation_is_not_asked_about_settings(editor):
    page = published_page()
    lock_rows.draw(cup_of(page))
    locale, _made = Locale.objects.get_or_create(language_code="bn")
    translation = page.copy_for_translation(locale, copy_parents=True)

    response = edit(editor, translation, data_of(translation, capacity="64", title="বসন্ত কাপ"))

    assert errors(response) == {}
    assert TournamentPage.objects.get(pk=translation.pk).live
    assert cup_of(page).capacity == 4


# --- the panel above the editor -----------------------------------------------------


def opened(editor, page) -> str:
    return editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_the_editor_shows_what_is_in_force_and_leads_to_the_control_room(editor):
    page = published_page()
    factories.RegistrationFactory(tournament=cup_of(page))

    html = opened(editor, page)

    assert "1 of 4 places held" in html
    assert "Registration open" in html
    assert f'href="{reverse("control:room", args=[cup_of(page).slug])}"' in html
    assert "not in force" not in html


def test_the_editor_shows_what_is_not_in_force_and_why(editor):
    page = published_page()
    lock_rows.draw(cup_of(page))
    page.capacity = 64
    page.save_revision().publish()

    html = opened(editor, page)

    assert "Published, but not in force:" in html
    assert lock_rows.DRAWN in html


def test_the_editor_of_a_new_page_says_when_settings_take_effect(editor):
    organizer = factories.OrganizerFactory()
    address = ["tournaments", "tournamentpage", organizer.page_id]

    html = editor.get(reverse("wagtailadmin_pages:add", args=address)).content.decode()

    assert "The settings take effect when the page is published." in html


def test_the_editor_of_a_translation_leads_to_the_page_with_the_settings(editor):
    page = published_page()
    locale, _made = Locale.objects.get_or_create(language_code="bn")
    translation = page.copy_for_translation(locale, copy_parents=True)

    html = opened(editor, translation)

    assert f'<a href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}">' in html


def test_an_earlier_tournament_is_one_of_the_same_organizer_and_not_the_same(editor):
    page = published_page()
    own = factories.TournamentFactory(organizer=cup_of(page).organizer)
    other = factories.TournamentFactory()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    field = editor.get(address).context["form"].fields["seeded_from"]
    wrong = edit(editor, page, data_of(page, seeded_from=str(other.pk)))
    right = edit(editor, page, data_of(page, seeded_from=str(own.pk), seeding="earlier_event"))

    assert list(field.queryset) == [own]
    assert list(errors(wrong)) == ["seeded_from"]
    assert right.status_code == 302
    assert cup_of(page).seeded_from == own


def test_seeds_from_an_earlier_tournament_need_one(editor):
    page = published_page()

    response = edit(editor, page, data_of(page, seeding="earlier_event"))

    assert errors(response) == {
        "seeded_from": ["Choose the earlier tournament whose final places are the seeds."]
    }


def test_a_new_page_offers_the_tournaments_of_its_organizer(editor):
    own = factories.TournamentFactory()
    factories.TournamentFactory()
    parent = own.organizer.page
    address = reverse("wagtailadmin_pages:add", args=["tournaments", "tournamentpage", parent.pk])

    field = editor.get(address).context["form"].fields["seeded_from"]

    assert list(field.queryset) == [own]
