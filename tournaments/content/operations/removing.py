from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from tournaments.content.rules import below
from tournaments.control.applying import PAGES
from tournaments.core.models import Event, Organizer, Tournament
from tournaments.core.operations import LISTED, lock
from tournaments.core.versions import raise_versions
from tournaments.notifications.models import Notice


@transaction.atomic
def remove_live_records(pages: Iterable[Page]) -> None:
    """Remove what stands on ``pages``, which are about to be deleted.

    The rules have made sure that nobody registered; whoever did since then is protected by
    the database, and the pages stay too.
    """
    for tournament in Tournament.objects.filter(below(pages)):
        lock(tournament)
        Notice.objects.filter(event__tournament=tournament).delete()
        Event.objects.filter(tournament=tournament).delete()
        tournament.delete()
    for organizer in Organizer.objects.filter(below(pages)).select_related("group"):
        organizer.delete()
        organizer.group.delete()
    raise_versions(PAGES, LISTED)
