from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
)

from tournaments.content.models import OrganizerPage, TournamentIndexPage
from tournaments.core.models import Organizer

EDIT = ("add_page", "change_page")
PUBLISH = "publish_page"
LIBRARY = ("add_image", "choose_image", "add_document", "choose_document")
EVERYWHERE = Q(codename="access_admin", content_type__app_label="wagtailadmin") | Q(
    codename="submit_translation", content_type__app_label="simple_translation"
)


@transaction.atomic
def found_organizer(*, name: str, owner: Any, trusted: bool = False, by: Any) -> Organizer:
    """Make an organizer: its page, its group with ``owner`` in it, and its image library.

    The group edits what is below that page and nothing else. Without ``trusted`` what it
    writes goes through moderation before the public sees it.
    """
    index = TournamentIndexPage.objects.filter(alias_of=None).order_by("pk").first()
    assert index, "setup_site makes the index of tournaments"
    slug = find_available_slug(index, slugify(name) or "organizer")
    page = index.add_child(instance=OrganizerPage(title=name, slug=slug, owner=owner, live=False))
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    organizer = Organizer.objects.get(page=page.pk)
    owner.groups.add(organizer.group)
    if trusted:
        trust_organizer(organizer=organizer, by=by)
    return organizer


@transaction.atomic
def establish(page: OrganizerPage) -> Organizer:
    """The organizer behind ``page``: made with its group if it is new, else brought in step."""
    Page.objects.select_for_update().get(pk=page.pk)
    organizer = Organizer.objects.filter(page__translation_key=page.translation_key).first()
    if organizer is None:
        group = Group.objects.create(name=_free_group_name(page.title))
        organizer = Organizer.objects.create(page_id=page.pk, group=group, name=page.title)
    elif organizer.page_id == page.pk and organizer.name != page.title:
        organizer.name = page.title
        organizer.save(update_fields=["name"])
    grant_rights(organizer)
    return organizer


@transaction.atomic
def trust_organizer(*, organizer: Organizer, by: Any, trusted: bool = True) -> None:
    """Let ``organizer`` publish without review, or no longer."""
    organizer.is_trusted = trusted
    organizer.save(update_fields=["is_trusted"])
    grant_rights(organizer)


@transaction.atomic
def grant_rights(organizer: Organizer) -> None:
    """Give the organizer's group what it needs on its own subtree, in each language, and no more.

    Safe to repeat; it also follows when a language or the trust changes.
    """
    group = organizer.group
    source = OrganizerPage.objects.get(pk=organizer.page_id)
    _spread(source)
    pages = Page.objects.filter(translation_key=source.translation_key)
    wanted = (*EDIT, PUBLISH) if organizer.is_trusted else EDIT
    GroupPagePermission.objects.filter(group=group).exclude(
        page__in=pages, permission__codename__in=wanted
    ).delete()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=wanted
    ):
        for page in pages:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    group.permissions.add(*Permission.objects.filter(EVERYWHERE))
    _grant_library(organizer)


def _spread(source: OrganizerPage) -> None:
    """Let the organizer stand in every language that the index speaks."""
    index = source.get_parent()
    for locale in Locale.objects.exclude(pk=source.locale_id):
        if index.has_translation(locale) and not source.has_translation(locale):
            source.copy_for_translation(locale, alias=True)


def _grant_library(organizer: Organizer) -> None:
    """A collection of its own, which no other organizer sees into."""
    granted = GroupCollectionPermission.objects.filter(group=organizer.group).first()
    collection = granted.collection if granted else None
    if collection is None:
        root = Collection.get_first_root_node()
        collection = root.add_child(instance=Collection(name=organizer.name))
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=LIBRARY
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=organizer.group, collection=collection, permission=permission
        )


def _free_group_name(title: str) -> str:
    name = f"Organizer: {title}"[:140]
    taken = set(Group.objects.filter(name__startswith=name).values_list("name", flat=True))
    names = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
