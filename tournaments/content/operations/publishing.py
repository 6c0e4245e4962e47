from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from deltacrown.errors import Refused
from tournaments.content.models import OrganizerPage, TournamentPage
from tournaments.content.operations.founding import establish
from tournaments.content.rules import below
from tournaments.control.applying import PAGES, apply_settings, organizer_of
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock, return_to_draft
from tournaments.core.versions import raise_versions


@transaction.atomic
def page_went_live(page: Any) -> None:
    """A page was published: an organizer is established, a tournament's settings take effect."""
    raise_versions(PAGES)
    if isinstance(page, OrganizerPage):
        establish(page)
    if isinstance(page, TournamentPage):
        if organizer_of(page) is None:
            establish(page.get_parent().specific)
        apply_settings(page)


@transaction.atomic
def page_went_offline(page: Any) -> None:
    """A page was unpublished: a tournament that nobody registered for is a draft again."""
    raise_versions(PAGES)
    for tournament in Tournament.objects.filter(page_id=page.pk):
        try:
            return_to_draft(tournament)
        except Refused:
            # Hidden with its page, but not undone: somebody registered just now.
            continue


@transaction.atomic
def page_moved(page: Any) -> None:
    """A page was moved: its tournaments belong to the organizer they are below now."""
    raise_versions(PAGES)
    for tournament in Tournament.objects.filter(below([page])):
        organizer = organizer_of(tournament.page) or establish(
            tournament.page.get_parent().specific
        )
        if organizer.pk == tournament.organizer_id:
            continue
        tournament = lock(tournament)
        before = tournament.organizer
        tournament.organizer = organizer
        tournament.save(update_fields=["organizer"])
        happened(
            "tournament.moved",
            tournament,
            before={"organizer": before.name},
            after={"organizer": organizer.name},
        )


def repair_settings() -> None:
    """Bring every live record in step with its page, where a publish was cut short.

    Each page is its own transaction, so that one never holds up the others.
    """
    live_revision = TournamentPage.objects.filter(pk=OuterRef("page_id")).values("live_revision")
    behind = (
        Tournament.objects.filter(page__live=True)
        .annotate(live_revision=Subquery(live_revision))
        .exclude(live_revision=None)
        .filter(Q(applied_revision=None) | ~Q(applied_revision=F("live_revision")))
    )
    without = TournamentPage.objects.live().filter(alias_of=None)
    # A translation shares the live record of its source, and has none of its own to repair.
    without = without.exclude(
        translation_key__in=Tournament.objects.values("page__translation_key")
    )
    pages = set(behind.values_list("page", flat=True)) | set(without.values_list("pk", flat=True))
    for page in TournamentPage.objects.filter(pk__in=pages).order_by("pk"):
        page_went_live(page)
    published = Tournament.objects.filter(page__live=False, status=Tournament.Status.PUBLISHED)
    for tournament in published.filter(registrations=None).select_related("page"):
        page_went_offline(tournament.page)
