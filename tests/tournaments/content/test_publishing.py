from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from tests import factories
from tests.tournaments.content.editor import superuser
from tests.tournaments.control.lock_rows import draw, published_page
from tournaments.content import operations, tasks
from tournaments.content.models import OrganizerPage, TournamentPage
from tournaments.core.models import Event, Organizer, Tournament
from tournaments.core.versions import current_versions

pytestmark = pytest.mark.django_db


def interrupted(page, **changes) -> None:
    """A publish whose process ended between the page and its Tournament."""
    for name, value in changes.items():
        setattr(page, name, value)
    revision = page.save_revision()
    page.live = True
    page.live_revision = revision
    page.save()


def test_a_publish_that_was_cut_short_is_repaired():
    page = published_page()
    interrupted(page, capacity=8)
    assert Tournament.objects.get().capacity == 4

    tasks.repair_settings()

    cup = Tournament.objects.get()
    assert (cup.capacity, cup.applied_revision) == (8, page.live_revision)


def test_a_first_publish_that_was_cut_short_is_repaired():
    page = factories.TournamentPageFactory(live=False)
    interrupted(page)

    tasks.repair_settings()

    assert Tournament.objects.get().page_id == page.pk


def test_an_unpublish_that_was_cut_short_is_repaired():
    page = published_page()
    Page.objects.filter(pk=page.pk).update(live=False)

    tasks.repair_settings()

    assert Tournament.objects.get().status == Tournament.Status.DRAFT


def test_repairing_what_is_in_step_changes_nothing():
    published_page()
    taken = published_page()
    factories.RegistrationFactory(tournament=Tournament.objects.get(page=taken.pk))
    Page.objects.filter(pk=taken.pk).update(live=False)
    before = list(Tournament.objects.order_by("pk").values()), Event.objects.count()

    tasks.repair_settings()
    tasks.repair_settings()

    assert (list(Tournament.objects.order_by("pk").values()), Event.objects.count()) == before


def test_a_translation_has_nothing_to_repair():
    page = published_page()
    locale, _made = Locale.objects.get_or_create(language_code="bn")
    translation = page.copy_for_translation(locale, copy_parents=True)
    translation.save_revision().publish()
    before = current_versions(["pages", "listing"])

    tasks.repair_settings()

    assert current_versions(["pages", "listing"]) == before


def test_a_page_that_cannot_be_played_does_not_hold_up_the_repair_of_others():
    interrupted(factories.TournamentPageFactory(live=False, stages=[]))
    interrupted(factories.TournamentPageFactory(title="Whole cup", live=False))

    tasks.repair_settings()

    assert [cup.title for cup in Tournament.objects.all()] == ["Whole cup"]


@pytest.mark.parametrize("pages", [1, 3])
def test_finding_nothing_to_repair_takes_three_queries(pages, django_assert_num_queries):
    for _number in range(pages):
        published_page()

    with django_assert_num_queries(3):
        operations.repair_settings()


def test_an_alias_that_was_made_a_page_of_its_own_gets_its_own_tournament():
    page = published_page(slug="spring-cup")
    alias = page.create_alias(update_slug="mirror")
    alias = TournamentPage.objects.get(pk=alias.pk)
    alias.alias_of = None
    alias.save()

    tasks.repair_settings()

    assert Tournament.objects.get(page=alias.pk).slug == "mirror"
    assert Tournament.objects.count() == 2


def test_a_tournament_below_a_page_without_organizer_establishes_it():
    index = factories.tournament_index()
    parent = index.add_child(instance=OrganizerPage(title="Walk-in"))
    page = parent.add_child(
        instance=factories.TournamentPageFactory.build(game=factories.GameFactory())
    )

    page.save_revision().publish()

    assert Organizer.objects.get().name == "Walk-in"
    assert Tournament.objects.get().organizer.name == "Walk-in"


@pytest.mark.parametrize("change", ["publish", "unpublish", "move"])
def test_every_change_of_a_page_raises_the_version_of_pages(change):
    page = factories.tournament_index()
    parent = Page.objects.get(pk=page.get_parent().pk)
    before = current_versions(["pages"])["pages"]

    if change == "publish":
        page.save_revision().publish()
    elif change == "unpublish":
        page.unpublish()
    else:
        page.move(parent, pos="first-child")

    assert current_versions(["pages"])["pages"] > before


def test_the_task_publishes_what_is_due():
    page = factories.TournamentPageFactory(live=False)
    revision = page.save_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()

    tasks.publish_scheduled()

    assert Page.objects.get(pk=page.pk).live
    assert Tournament.objects.get().page_id == page.pk


# --- copies, as the admin makes them --------------------------------------------------


def copy(client, page, **options):
    client.force_login(superuser())
    data = {
        "new_title": "Autumn Cup",
        "new_slug": "autumn-cup",
        "new_parent_page": page.get_parent().pk,
    }
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data | options)


def test_the_copy_of_a_live_tournaments_page_is_a_draft_without_a_tournament(client):
    page = published_page()
    draw(Tournament.objects.get())

    response = copy(client, page)

    assert response.status_code == 302
    made = TournamentPage.objects.get(slug="autumn-cup")
    assert (made.live, made.live_tournament) == (False, None)
    assert Tournament.objects.get().page_id == page.pk


def test_a_copy_that_is_published_with_its_source_is_open_for_registration(client):
    page = published_page()
    draw(Tournament.objects.get())

    copy(client, page, publish_copies="on")

    made = TournamentPage.objects.get(slug="autumn-cup").live_tournament
    assert (made.title, made.slug, made.status) == ("Autumn Cup", "autumn-cup", "published")
    assert not made.registrations.exists()
    assert TournamentPage.objects.get(pk=page.pk).live_tournament.status == "live"


def test_an_alias_shows_the_tournament_of_its_source_and_follows_it(client):
    page = published_page()

    copy(client, page, alias="on")
    page.introduction = "New words"
    page.capacity = 8
    page.save_revision().publish()

    alias = TournamentPage.objects.get(slug="autumn-cup")
    assert (alias.introduction, alias.capacity) == ("New words", 8)
    assert alias.live_tournament == Tournament.objects.get()
    assert Tournament.objects.get().page_id == page.pk


def test_the_page_of_an_alias_that_is_deleted_leaves_the_tournament_alone(client):
    page = published_page()
    copy(client, page, alias="on")
    alias = TournamentPage.objects.get(slug="autumn-cup")
    factories.RegistrationFactory(tournament=Tournament.objects.get())

    client.post(reverse("wagtailadmin_pages:delete", args=[alias.pk]))

    assert list(TournamentPage.objects.values_list("pk", flat=True)) == [page.pk]
    assert Tournament.objects.get().status == "published"
