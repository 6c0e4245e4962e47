"""Each organizer edits and sees its own subtree, and nothing of another's."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupPagePermission, Locale, Page, WorkflowState

from tests import factories
from tests.tournaments.content.editor import create, data_of, edit, errors, new_page, superuser
from tournaments.content.models import OrganizerPage, TournamentPage
from tournaments.content.operations import establish, found_organizer, trust_organizer
from tournaments.core.models import Organizer, Tournament

pytestmark = pytest.mark.django_db

SECRET = "Unannounced cup"


@pytest.fixture
def founder():
    call_command("setup_site", verbosity=0)
    return superuser()


@pytest.fixture
def theirs(founder):
    """Another organizer with a live page, a draft nobody may know of, and an image."""
    owner = factories.UserFactory(username="other")
    organizer = found_organizer(name="Beta", owner=owner, trusted=True, by=founder)
    factories.TournamentPageFactory(organizer=organizer, title="Open cup", slug="open-cup")
    page = TournamentPage.objects.get(slug="open-cup")
    page.save_revision(user=owner).publish()
    draft = factories.TournamentPageFactory(
        organizer=organizer, title=SECRET, slug="secret", live=False, owner=owner
    )
    draft.save_revision(user=owner)
    draft.title = f"{SECRET} again"
    draft.save_revision(user=owner)
    return organizer


@pytest.fixture
def mine(founder):
    owner = factories.UserFactory(username="me")
    return found_organizer(name="Alpha", owner=owner, trusted=True, by=founder)


@pytest.fixture
def me(client, mine):
    client.force_login(mine.group.user_set.get())
    return client


# --- founding -------------------------------------------------------------------------


def rights(organizer) -> set[tuple[str, str]]:
    found = GroupPagePermission.objects.filter(group=organizer.group)
    return set(found.values_list("page__url_path", "permission__codename"))


def test_an_organizer_has_a_page_in_each_language_and_rights_on_these_alone(founder):
    owner = factories.UserFactory()

    organizer = found_organizer(name="Dhaka Esports", owner=owner, by=founder)

    assert rights(organizer) == {
        (f"/front-page{ending}/tournaments/dhaka-esports/", right)
        for ending in ("", "-bn")
        for right in ("add_page", "change_page")
    }
    assert list(organizer.group.user_set.all()) == [owner]
    assert organizer.group.name == "Organizer: Dhaka Esports"
    assert set(organizer.group.permissions.values_list("codename", flat=True)) == {
        "access_admin",
        "submit_translation",
    }
    assert set(
        organizer.group.collection_permissions.values_list(
            "collection__name", "permission__codename"
        )
    ) == {
        ("Dhaka Esports", right)
        for right in ("add_image", "choose_image", "add_document", "choose_document")
    }


def test_trust_adds_the_right_to_publish_and_can_be_taken_back(founder):
    organizer = found_organizer(name="Dhaka", owner=factories.UserFactory(), by=founder)

    trust_organizer(organizer=organizer, by=founder)
    assert {right for _page, right in rights(organizer)} == {
        "add_page",
        "change_page",
        "publish_page",
    }
    trust_organizer(organizer=organizer, trusted=False, by=founder)

    assert {right for _page, right in rights(organizer)} == {"add_page", "change_page"}


def test_two_organizers_may_have_the_same_name(founder):
    found = [
        found_organizer(name="Dhaka", owner=factories.UserFactory(), by=founder)
        for _number in range(2)
    ]

    assert [organizer.group.name for organizer in found] == [
        "Organizer: Dhaka",
        "Organizer: Dhaka 2",
    ]
    assert [organizer.page.slug for organizer in found] == ["dhaka", "dhaka-1"]


def test_a_name_without_latin_letters_gets_an_address_too(founder):
    organizer = found_organizer(name="ঢাকা ইস্পোর্টস", owner=factories.UserFactory(), by=founder)

    assert organizer.page.url == "/tournaments/organizer/"


def test_an_administrator_founds_an_organizer_by_publishing_its_page(client, founder):
    client.force_login(founder)
    index = Page.objects.get(url_path="/front-page/tournaments/")
    address = reverse("wagtailadmin_pages:add", args=["tournaments", "organizerpage", index.pk])

    response = client.post(
        address,
        data_of_organizer("Sylhet Gaming") | {"action-publish": "1"},
    )

    assert errors(response) == {}
    organizer = Organizer.objects.get()
    assert (organizer.name, organizer.is_trusted) == ("Sylhet Gaming", False)
    assert Group.objects.filter(name="Organizer: Sylhet Gaming").exists()


def data_of_organizer(title: str) -> dict[str, str]:
    return {
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "logo": "",
        "introduction": "null",
        "website": "",
        "seo_title": "",
        "search_description": "",
        "social_image": "",
        "go_live_at": "",
        "expire_at": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }


def test_a_new_name_on_the_page_is_the_name_of_the_organizer(mine):
    page = OrganizerPage.objects.get(pk=mine.page_id)
    page.title = "Alpha Arena"

    page.save_revision().publish()

    mine.refresh_from_db()
    assert mine.name == "Alpha Arena"


def test_establishing_again_changes_nothing(mine):
    before = rights(mine), Group.objects.count(), Collection.objects.count()

    establish(OrganizerPage.objects.get(pk=mine.page_id))

    assert (rights(mine), Group.objects.count(), Collection.objects.count()) == before


# --- one's own ------------------------------------------------------------------------


def test_an_organizer_writes_and_publishes_its_own_page(me, mine):
    response = create(me, mine.page, data_of(new_page()))

    assert errors(response) == {}
    assert Tournament.objects.get().organizer == mine


def test_without_trust_a_page_waits_for_a_moderator(client, founder):
    owner = factories.UserFactory()
    organizer = found_organizer(name="Newcomers", owner=owner, by=founder)
    moderator = factories.UserFactory()
    moderator.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(owner)

    create(client, organizer.page, data_of(new_page()), action="publish")
    page = TournamentPage.objects.get()
    assert not page.live, "without the right to publish the button saves a draft"
    response = edit(client, page, data_of(page), action="submit")

    assert errors(response) == {}
    state = WorkflowState.objects.get()
    assert (state.status, state.workflow.name) == ("in_progress", "Review of new organizers")
    assert not Tournament.objects.exists()

    client.force_login(moderator)
    task = state.current_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]),
        {"comment": "Welcome."},
    )

    page.refresh_from_db()
    assert page.live
    assert Tournament.objects.get().organizer == organizer


def test_an_organizer_translates_its_own_page(me, mine):
    create(me, mine.page, data_of(new_page()))
    page = TournamentPage.objects.get()

    me.post(
        reverse("simple_translation:submit_page_translation", args=[page.pk]),
        {"locales": [Locale.objects.get(language_code="bn").pk], "include_subtree": ""},
    )

    translation = TournamentPage.objects.get(locale__language_code="bn")
    response = edit(me, translation, data_of(translation, title="বসন্ত কাপ"))
    assert errors(response) == {}
    assert TournamentPage.objects.get(pk=translation.pk).live
    assert Tournament.objects.count() == 1


@pytest.mark.parametrize("restriction", ["password", "login", "groups"])
def test_no_page_is_hidden_behind_a_password(me, mine, restriction):
    create(me, mine.page, data_of(new_page()))
    page = TournamentPage.objects.get(slug="spring-cup")

    me.post(
        reverse("wagtailadmin_pages:set_privacy", args=[page.pk]),
        {"restriction_type": restriction, "password": "secret", "groups": [mine.group.pk]},
    )

    assert not page.view_restrictions.exists()


# --- another's ------------------------------------------------------------------------

VIEWS = [
    "edit",
    "delete",
    "unpublish",
    "move",
    "copy",
    "history",
    "usage",
    "view_draft",
    "preview_on_edit",
    "set_privacy",
    "workflow_history",
]


def pages_of(organizer) -> list[Page]:
    return list(Page.objects.filter(path__startswith=organizer.page.path).order_by("path"))


def is_refused(response) -> bool:
    return response.status_code in {403, 404, 405} or (
        response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")
    )


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_of_another_organizers_page_opens(me, theirs, view, method):
    addresses = [reverse(f"wagtailadmin_pages:{view}", args=[page.pk]) for page in pages_of(theirs)]

    answers = [is_refused(getattr(me, method)(address)) for address in addresses]

    assert answers == [True, True, True]


@pytest.mark.parametrize("view", ["lock", "unlock", "convert_alias"])
def test_no_button_of_another_organizers_page_works(me, theirs, view):
    addresses = [reverse(f"wagtailadmin_pages:{view}", args=[page.pk]) for page in pages_of(theirs)]

    assert [is_refused(me.post(address)) for address in addresses] == [True, True, True]


@pytest.mark.parametrize(
    "path",
    [
        "revisions/{first}/view/",
        "revisions/{first}/revert/",
        "revisions/{first}/unschedule/",
        "revisions/compare/{first}...{last}/",
        "revisions/compare/earliest...latest/",
        "revisions/compare/live...latest/",
    ],
)
def test_no_revision_of_another_organizers_page_is_read(me, theirs, path):
    draft = TournamentPage.objects.get(slug="secret")
    first, last = draft.revisions.order_by("pk")
    path = path.format(first=first.pk, last=last.pk)

    response = me.get(f"/admin/pages/{draft.pk}/{path}")

    assert is_refused(response)


def test_another_organizers_page_is_not_edited_unpublished_deleted_or_moved(me, mine, theirs):
    page = TournamentPage.objects.get(slug="open-cup")
    before = Page.objects.filter(pk=page.pk).values().get()
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, mine.page_id])

    answers = [
        edit(me, page, data_of(page, title="Taken over")),
        me.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk])),
        me.post(reverse("wagtailadmin_pages:delete", args=[page.pk])),
        me.post(confirm),
    ]

    assert [is_refused(answer) for answer in answers] == [True, True, True, True]
    assert Page.objects.filter(pk=page.pk).values().get() == before


@pytest.mark.parametrize("action", ["delete", "unpublish", "publish", "move"])
def test_no_bulk_action_reaches_another_organizers_page(me, mine, theirs, action):
    pages = list(TournamentPage.objects.child_of(theirs.page).order_by("pk"))
    before = list(Page.objects.order_by("pk").values_list("path", "live", "title"))
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    me.post(f"{address}?{ids}", {"chooser": mine.page_id, "move_applicable": "on"})

    assert list(Page.objects.order_by("pk").values_list("path", "live", "title")) == before


def test_nothing_is_created_below_or_copied_to_another_organizer(me, mine, theirs):
    create(me, mine.page, data_of(new_page()))
    own = TournamentPage.objects.get(slug="spring-cup")

    created = create(me, theirs.page, data_of(new_page(slug="guest")))
    copied = me.post(
        reverse("wagtailadmin_pages:copy", args=[own.pk]),
        {"new_title": "Guest", "new_slug": "guest", "new_parent_page": theirs.page_id},
    )

    assert is_refused(created)
    assert "new_parent_page" in copied.context["form"].errors
    assert not Page.objects.filter(slug="guest").exists()


def test_another_organizers_page_is_not_translated(me, theirs):
    page = TournamentPage.objects.get(slug="open-cup")

    response = me.post(
        reverse("simple_translation:submit_page_translation", args=[page.pk]),
        {"locales": [Locale.objects.get(language_code="bn").pk]},
    )

    assert is_refused(response)
    assert not page.get_translations().exists()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/pages/",
        "/admin/pages/search/?q=Unannounced",
        "/admin/pages/search/results/?q=Unannounced",
        "/admin/choose-page/",
        "/admin/choose-page/?page_type=tournaments.tournamentpage",
        "/admin/choose-page/{organizer}/",
        "/admin/choose-page/search/?q=Unannounced",
        "/admin/api/main/pages/?search=Unannounced",
        "/admin/reports/site-history/",
        "/admin/reports/site-history/results/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/reports/aging-pages/",
        "/admin/tournaments/tournament/",
    ],
)
def test_no_listing_names_another_organizers_draft(me, theirs, path):
    response = me.get(path.format(organizer=theirs.page_id))

    assert response.status_code == 200
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/pages/{draft}/",
        "/admin/pages/{draft}/results/",
        "/admin/pages/{organizer}/",
        "/admin/pages/{index}/add_subpage/",
        "/admin/choose-page/{draft}/",
        "/admin/api/main/pages/{draft}/",
        "/admin/reports/page-types-usage/",
        "/admin/reports/page-types-usage/results/",
        "/admin/reports/locked/",
        "/admin/tournaments/organizer/",
        "/admin/tournaments/tournament/inspect/{tournament}/",
        "/admin/tournaments/tournament/create/",
        "/admin/tournaments/tournament/edit/{tournament}/",
        "/admin/tournaments/tournament/delete/{tournament}/",
        "/admin/snippets/tournaments/game/",
        "/admin/users/",
        "/admin/groups/",
        "/admin/sites/",
        "/admin/locales/",
        "/admin/collections/",
        "/admin/redirects/",
        "/admin/workflows/list/",
    ],
)
def test_what_is_not_an_organizers_business_is_closed(me, theirs, path):
    address = path.format(
        draft=TournamentPage.objects.get(slug="secret").pk,
        organizer=theirs.page_id,
        index=theirs.page.get_parent().pk,
        tournament=Tournament.objects.get().pk,
    )

    assert is_refused(me.get(address))


def test_a_live_page_of_another_organizer_may_be_linked_to(me, theirs):
    html = me.get("/admin/choose-page/search/?q=Open").content.decode()

    assert "Open cup" in html


# --- images and documents ---------------------------------------------------------------


@pytest.fixture
def their_image(theirs):
    return get_image_model().objects.create(
        title="Their banner",
        file=factories.png_upload(),
        collection=Collection.objects.get(name="Beta"),
    )


@pytest.mark.parametrize("path", ["/admin/images/", "/admin/images/chooser/"])
def test_another_organizers_image_is_not_listed(me, their_image, path):
    response = me.get(path)

    assert response.status_code == 200
    assert "Their banner" not in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/images/{pk}/",
        "/admin/images/{pk}/delete/",
        "/admin/images/{pk}/generate_url/",
        "/admin/images/{pk}/preview/fill-10x10/",
        "/admin/images/usage/{pk}/",
        "/admin/images/chooser/{pk}/",
        "/admin/images/chooser/{pk}/select_format/",
    ],
)
def test_another_organizers_image_does_not_open(me, their_image, path):
    response = me.get(path.format(pk=their_image.pk))

    assert is_refused(response)


def test_another_organizers_document_is_not_listed_and_does_not_open(me, theirs):
    document = get_document_model().objects.create(
        title="Their rules",
        file=factories.png_upload("rules.png"),
        collection=Collection.objects.get(name="Beta"),
    )

    assert "Their rules" not in me.get("/admin/documents/").content.decode()
    assert is_refused(me.get(reverse("wagtaildocs:edit", args=[document.pk])))


def test_an_organizer_adds_images_to_its_own_library(me, mine):
    response = me.post(
        reverse("wagtailimages:add"),
        {
            "title": "My banner",
            "file": factories.png_upload(),
            "collection": Collection.objects.get(name="Alpha").pk,
            "tags": "",
            "description": "",
            "alt_text": "",
            "focal_point_x": "",
            "focal_point_y": "",
            "focal_point_width": "",
            "focal_point_height": "",
        },
    )

    assert response.status_code == 302
    assert get_image_model().objects.get().collection.name == "Alpha"


# --- staff that is no organizer -----------------------------------------------------------


def test_a_payment_verifier_sees_no_pages_and_no_records(client, theirs):
    verifier = factories.UserFactory()
    verifier.groups.add(Group.objects.get(name="Payment verifiers"))
    client.force_login(verifier)

    assert client.get("/admin/").status_code == 200
    assert [
        is_refused(client.get(path))
        for path in (
            "/admin/pages/",
            f"/admin/pages/{theirs.page_id}/",
            f"/admin/pages/{theirs.page_id}/edit/",
            "/admin/tournaments/tournament/",
            "/admin/tournaments/organizer/",
            "/admin/images/",
            "/admin/users/",
        )
    ] == [True] * 7


def test_a_player_does_not_enter_the_admin(client, theirs):
    client.force_login(factories.UserFactory())

    response = client.get("/admin/")

    assert response.status_code in {302, 403}
