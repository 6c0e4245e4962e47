"""Where replayed events live: below one organizer, which is made on first use."""

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.content.models import TournamentIndexPage
from tournaments.content.operations import found_organizer
from tournaments.core.models import Organizer, Tournament
from tournaments.management.replaying.comparing import Comparison
from tournaments.management.replaying.playing import Replay
from tournaments.management.replaying.records import RecordedEvent
from tournaments.management.replaying.report import Report, report_on

ARCHIVE = "Event archive"
OFFICIAL = "event-archive"


@transaction.atomic
def replayed(event: RecordedEvent, *, keep: bool) -> Report:
    """Play ``event``, or take what an earlier replay kept of it, and compare.

    The official's row is locked, so that two replays of one event make it once.
    """
    organizer, official = _archive()
    kept = Tournament.objects.filter(organizer=organizer, title=event.name).first()
    if keep and kept:
        comparison = Comparison(event, kept)
        return report_on(comparison, comparison.differences())
    replay = Replay(event, organizer, official)
    tournament = replay.play()
    comparison = Comparison(event, tournament)
    return report_on(comparison, [*replay.differences, *comparison.differences()])


def _archive() -> tuple[Organizer, User]:
    official, _made = User.objects.get_or_create(
        username=OFFICIAL,
        defaults={"email": f"{OFFICIAL}@replay.invalid", "password": make_password(None)},
    )
    User.objects.select_for_update().get(pk=official.pk)
    if not TournamentIndexPage.objects.exists():
        call_command("setup_site", verbosity=0)
    organizer = Organizer.objects.filter(name=ARCHIVE).first()
    if organizer is None:
        organizer = found_organizer(name=ARCHIVE, owner=official, trusted=True, by=official)
    return organizer, official
