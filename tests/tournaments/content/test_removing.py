"""Pages that players stand on are neither deleted, hidden nor handed over: always a message."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from deltacrown.accounts.models import User
from tests import factories
from tests.tournaments.content.editor import messages, superuser
from tests.tournaments.control.lock_rows import published_page
from tournaments.content.models import OrganizerPage, TournamentIndexPage, TournamentPage
from tournaments.content.operations import found_organizer, remove_live_records
from tournaments.core.models import Event, Game, Organizer, Tournament
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(superuser())
    return client


@pytest.fixture
def taken():
    """A page that somebody registered for, even if only to withdraw again."""
    page = published_page(title="Taken cup")
    cup = Tournament.objects.get(page=page.pk)
    factories.RegistrationFactory(tournament=cup, status=Registration.Status.WITHDRAWN)
    return page


def parents(page) -> list[Page]:
    return [page, page.get_parent(), TournamentIndexPage.objects.get(), page.get_ancestors()[1]]


def tree() -> list[tuple]:
    return list(Page.objects.order_by("path").values_list("path", "title", "live"))


def bulk(action: str, *pages: Page) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{address}?{'&'.join(f'id={page.pk}' for page in pages)}"


NOT_DELETED = (
    "This cannot be deleted: somebody has registered for Taken cup. Cancel the tournament instead."
)
NOT_UNPUBLISHED = (
    "This cannot be unpublished: somebody has registered for Taken cup. "
    "Cancel the tournament instead; its page then says so."
)
NOT_MOVED = "This cannot be moved to another organizer: somebody has registered for Taken cup."


# --- the interface of the admin ------------------------------------------------------


@pytest.mark.parametrize(
    "action",
    [
        "convert_alias",
        "copy",
        "copy_for_translation",
        "create_alias",
        "delete",
        "move",
        "publish",
        "revert_to_page_revision",
        "unpublish",
    ],
)
def test_no_page_is_changed_past_the_rules_of_the_admin(admin, taken, action):
    before = tree()

    response = admin.post(f"/admin/api/main/pages/{taken.pk}/action/{action}/")

    assert response.status_code == 404
    assert tree() == before


# --- deleting -----------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("level", range(4), ids=["page", "organizer", "index", "home"])
def test_a_page_that_somebody_registered_for_is_not_deleted(admin, taken, level, method):
    page = parents(taken)[level]
    before = tree()

    response = getattr(admin, method)(
        reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True
    )

    assert response.status_code == 200
    assert messages(response) == [NOT_DELETED]
    assert tree() == before


@pytest.mark.parametrize("level", range(4), ids=["page", "organizer", "index", "home"])
def test_a_bulk_delete_with_one_such_page_deletes_nothing(admin, taken, level):
    free = published_page(title="Free cup")
    before = tree()

    response = admin.post(bulk("delete", free, parents(taken)[level]), follow=True)

    assert response.status_code == 200
    assert messages(response) == [NOT_DELETED]
    assert tree() == before
    assert Tournament.objects.count() == 2


def test_a_tournament_without_registrations_goes_with_its_page(admin, drain_queue):
    page = published_page()

    response = admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert response.status_code == 302
    assert not Page.objects.filter(pk=page.pk).exists()
    assert not Tournament.objects.exists()
    assert not Event.objects.exists()
    drain_queue()


def test_the_question_before_a_delete_removes_nothing_yet(admin):
    page = published_page()

    response = admin.get(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert response.status_code == 200
    assert "Yes, delete" in response.content.decode()
    assert Tournament.objects.filter(page=page.pk).exists()


def test_a_delete_that_lacks_the_name_of_the_site_removes_nothing(admin):
    page = published_page()

    admin.post(
        reverse("wagtailadmin_pages:delete", args=[page.pk]), {"confirm_site_name": "Elsewhere"}
    )

    assert Tournament.objects.filter(page=page.pk).exists()


def test_an_organizer_without_registrations_goes_with_everything_below(admin):
    call_command("setup_site", verbosity=0)
    owner = factories.UserFactory()
    organizer = found_organizer(name="Short-lived", owner=owner, by=owner)
    page = factories.TournamentPageFactory(organizer=organizer)
    page.save_revision().publish()

    response = admin.post(reverse("wagtailadmin_pages:delete", args=[organizer.page_id]))

    assert response.status_code == 302
    assert not OrganizerPage.objects.filter(locale__language_code="en").exists()
    assert not Organizer.objects.exists()
    assert not Tournament.objects.exists()
    assert not Group.objects.filter(name="Organizer: Short-lived").exists()


def test_pages_without_registrations_go_in_bulk(admin):
    pages = [published_page() for _number in range(3)]

    response = admin.post(bulk("delete", *pages))

    assert response.status_code == 302
    assert not TournamentPage.objects.exists()
    assert not Tournament.objects.exists()


def test_an_organizer_does_not_remove_itself(client):
    call_command("setup_site", verbosity=0)
    owner = factories.UserFactory()
    organizer = found_organizer(name="Alpha", owner=owner, trusted=True, by=owner)
    client.force_login(owner)

    response = client.post(
        reverse("wagtailadmin_pages:delete", args=[organizer.page_id]), follow=True
    )

    assert messages(response) == ["Only an administrator can remove an organizer."]
    assert Organizer.objects.exists()


def test_a_translation_may_go_while_its_source_stays(admin, taken):
    locale, _made = Locale.objects.get_or_create(language_code="bn")
    translation = taken.copy_for_translation(locale, copy_parents=True)

    response = admin.post(reverse("wagtailadmin_pages:delete", args=[translation.pk]))

    assert response.status_code == 302
    assert list(TournamentPage.objects.values_list("pk", flat=True)) == [taken.pk]


def test_who_registers_after_the_question_is_protected_by_the_database(taken):
    with pytest.raises(ProtectedError):
        remove_live_records([taken])

    assert Tournament.objects.filter(page=taken.pk).exists()


# --- unpublishing -------------------------------------------------------------------


def test_a_page_that_somebody_registered_for_is_not_unpublished(admin, taken):
    before = tree()

    response = admin.post(reverse("wagtailadmin_pages:unpublish", args=[taken.pk]), follow=True)

    assert response.status_code == 200
    assert messages(response) == [NOT_UNPUBLISHED]
    assert tree() == before


@pytest.mark.parametrize("level", range(1, 4), ids=["organizer", "index", "home"])
def test_nor_with_its_parent(admin, taken, level):
    before = tree()

    response = admin.post(
        reverse("wagtailadmin_pages:unpublish", args=[parents(taken)[level].pk]),
        {"include_descendants": "on"},
        follow=True,
    )

    assert response.status_code == 200
    assert messages(response) == [NOT_UNPUBLISHED]
    assert tree() == before


@pytest.mark.parametrize("level", range(4), ids=["page", "organizer", "index", "home"])
def test_nor_in_bulk(admin, taken, level):
    free = published_page(title="Free cup")
    before = tree()

    response = admin.post(
        bulk("unpublish", free, parents(taken)[level]), {"include_descendants": "on"}, follow=True
    )

    assert response.status_code == 200
    assert messages(response) == [NOT_UNPUBLISHED]
    assert tree() == before


def test_a_tournament_that_nobody_registered_for_is_a_draft_again(admin):
    page = published_page()

    admin.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert not Page.objects.get(pk=page.pk).live
    cup = Tournament.objects.get()
    assert cup.status == Tournament.Status.DRAFT
    assert list(Tournament.objects.visible()) == []


def test_and_published_again_it_is_the_same_tournament(admin):
    page = published_page()
    cup = Tournament.objects.get()
    admin.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    page.get_latest_revision().publish()

    assert Tournament.objects.get() == cup
    assert Tournament.objects.get().status == Tournament.Status.PUBLISHED


def test_a_page_that_expires_after_all_keeps_the_tournament_of_its_players(taken):
    Page.objects.filter(pk=taken.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    call_command("publish_scheduled")

    assert not Page.objects.get(pk=taken.pk).live
    assert Tournament.objects.get().status == Tournament.Status.PUBLISHED
    assert list(Tournament.objects.visible()) == []


# --- moving ---------------------------------------------------------------------------


def move(admin, page, destination, **options):
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
    return admin.post(address, **options)


def test_a_tournament_with_registrations_stays_with_its_organizer(admin, taken):
    other = factories.OrganizerFactory()
    before = tree()

    response = move(admin, taken, other.page, follow=True)

    assert messages(response) == [NOT_MOVED]
    assert tree() == before


def test_nor_does_it_move_in_bulk(admin, taken):
    other = factories.OrganizerFactory()
    before = tree()

    response = admin.post(bulk("move", taken), {"chooser": other.page_id}, follow=True)

    assert messages(response) == [NOT_MOVED]
    assert tree() == before


def test_a_tournament_without_registrations_follows_its_page(admin):
    page = published_page()
    other = factories.OrganizerFactory()

    response = move(admin, page, other.page)

    assert response.status_code == 302
    assert Tournament.objects.get().organizer == other
    assert Page.objects.get(pk=page.pk).get_parent() == other.page


# --- publishing in bulk -----------------------------------------------------------------


def test_a_bulk_publish_of_an_incomplete_draft_says_what_is_missing(admin):
    whole = factories.TournamentPageFactory(title="Whole cup", live=False)
    whole.save_revision()
    half = factories.TournamentPageFactory(title="Half cup", live=False)
    half.game = None
    half.stages = []
    half.save_revision(clean=False)

    response = admin.post(bulk("publish", whole, half), follow=True)

    assert messages(response) == ["Half cup: Choose the game."]
    assert not Tournament.objects.exists()
    assert not TournamentPage.objects.live().exists()


def test_a_bulk_publish_of_whole_drafts_publishes_each(admin):
    pages = [factories.TournamentPageFactory(live=False) for _number in range(2)]
    for page in pages:
        page.save_revision()

    admin.post(bulk("publish", *pages))

    assert Tournament.objects.filter(status="published").count() == 2


# --- people, games and groups -------------------------------------------------------------

KEPT = "tournaments, registrations or the log stand on it"


def test_a_player_with_registrations_is_not_deleted(admin):
    player = factories.RegistrationFactory().registered_by

    response = admin.post(reverse("wagtailusers_users:delete", args=[player.pk]), follow=True)

    assert KEPT in messages(response)[0]
    assert User.objects.filter(pk=player.pk).exists()


def test_nor_in_bulk_with_somebody_who_could_go(admin):
    player = factories.RegistrationFactory().registered_by
    bystander = factories.UserFactory()
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])

    response = admin.post(f"{address}?id={player.pk}&id={bystander.pk}", follow=True)

    assert KEPT in messages(response)[0]
    assert User.objects.filter(pk__in=[player.pk, bystander.pk]).count() == 2


def test_a_user_that_nothing_stands_on_is_deleted(admin):
    bystander = factories.UserFactory()

    admin.post(reverse("wagtailusers_users:delete", args=[bystander.pk]))

    assert not User.objects.filter(pk=bystander.pk).exists()


def test_a_game_that_is_played_is_not_deleted(admin):
    game = factories.TournamentFactory().game

    response = admin.post(f"/admin/snippets/tournaments/game/delete/{game.pk}/", follow=True)

    assert KEPT in messages(response)[0]
    assert Game.objects.filter(pk=game.pk).exists()


def test_the_group_of_an_organizer_is_not_deleted(admin):
    group = factories.OrganizerFactory().group

    response = admin.post(reverse("wagtailusers_groups:delete", args=[group.pk]))

    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))
    assert Group.objects.filter(pk=group.pk).exists()
