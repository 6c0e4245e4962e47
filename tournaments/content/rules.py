from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, ProtectedError, Q
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _
from wagtail.models import Page

from deltacrown.errors import Refused
from tournaments.content.models import TournamentPage
from tournaments.control.applying import is_translation
from tournaments.control.faults import faults
from tournaments.control.page_settings import settings_of
from tournaments.core.models import Organizer, Tournament


def below(pages: Iterable[Page]) -> Q:
    """The rows whose ``page`` is one of ``pages``, or a descendant of one."""
    found = Q(pk__in=[])
    for page in pages:
        found |= Q(page__path__startswith=page.path)
    return found


def _check_nobody_registered(where: Q, message: str) -> None:
    """Refuse with ``message`` where somebody has registered for a tournament ``where``."""
    found = Tournament.objects.filter(where, registrations__isnull=False)
    if titles := list(found.distinct().values_list("title", flat=True)[:3]):
        raise Refused(message % {"tournaments": ", ".join(titles)}, code="registered")


def check_can_delete(pages: Iterable[Page], *, by: Any) -> None:
    """Refuse to delete what a tournament with registrations stands on, or an organizer's page."""
    _check_nobody_registered(
        below(pages),
        _(
            "This cannot be deleted: somebody has registered for %(tournaments)s. "
            "Cancel the tournament instead."
        ),
    )
    if not by.is_superuser and Organizer.objects.filter(below(pages)).exists():
        raise Refused(_("Only an administrator can remove an organizer."), code="organizer")


def check_can_unpublish(pages: Iterable[Page]) -> None:
    """Refuse to hide a tournament that somebody has registered for. Translations may go."""
    _check_nobody_registered(
        Q(page__in=[page.pk for page in pages]),
        _(
            "This cannot be unpublished: somebody has registered for %(tournaments)s. "
            "Cancel the tournament instead; its page then says so."
        ),
    )


def check_can_move(pages: Iterable[Page], destination: Page) -> None:
    """Refuse to hand a tournament with registrations to another organizer."""
    moving = [
        page
        for page in pages
        if issubclass(page.specific_class, TournamentPage)
        and page.get_parent().translation_key != destination.translation_key
    ]
    _check_nobody_registered(
        below(moving),
        _(
            "This cannot be moved to another organizer: somebody has registered for "
            "%(tournaments)s."
        ),
    )


def check_can_publish(pages: Iterable[Page]) -> None:
    """Refuse to publish the newest draft of a tournament's page while it is not whole."""
    for page in pages:
        if not issubclass(page.specific_class, TournamentPage) or page.alias_of_id:
            continue
        draft = page.get_latest_revision_as_object()
        if is_translation(draft):
            continue
        if found := faults(settings_of(draft)):
            raise Refused(f"{draft.title}: {found[0].message}", code="faulty")


def check_unprotected(instances: Iterable[Model]) -> None:
    """Refuse to delete what others stand on: players with registrations, games in use."""
    for instance in instances:
        try:
            Collector(using=DEFAULT_DB_ALIAS).collect([instance])
        except ProtectedError as error:
            raise Refused(
                _(
                    "%(name)s cannot be deleted: tournaments, registrations or the log stand on "
                    "it. An account can be switched off instead."
                )
                % {"name": instance},
                code="protected",
            ) from error
