from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from tournaments.content.operations import found_organizer
from tournaments.core.models import Organizer
from tournaments.management.demonstrating import (
    duos,
    evenings,
    formats,
    match_day,
    people,
    recruiting,
    scenes,
)
from tournaments.management.replaying.archive import replayed
from tournaments.management.replaying.reading import read_event

WORLD_CUP = Path(__file__).resolve().parents[2] / "data" / "world_cup_2022.json"
ORGANIZER = "Crown Esports BD"


def is_loaded() -> bool:
    return Organizer.objects.filter(name=ORGANIZER).exists()


@transaction.atomic
def load() -> None:
    """Load what is missing of the demo; all of it or nothing."""
    call_command("setup_site", verbosity=0)
    owner = people.account("organizer")
    organizer = Organizer.objects.filter(name=ORGANIZER).first() or found_organizer(
        name=ORGANIZER, owner=owner, trusted=True, by=owner
    )
    replayed(read_event(WORLD_CUP), keep=True)
    scenes.open_cup(organizer, owner)
    scenes.live_clash(organizer, owner)
    match_day.lan_night(organizer, owner)
    duos.duos_cup(organizer, owner)
    for scene in (*evenings.SCENES, *formats.SCENES):
        scene(organizer, owner)
    recruiting.questions_to_player(owner)
    recruiting.listings()
