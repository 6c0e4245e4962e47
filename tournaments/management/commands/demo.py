from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tournaments.content.operations import found_organizer
from tournaments.core.models import Organizer
from tournaments.management.demonstrating import people, scenes
from tournaments.management.replaying.archive import replayed
from tournaments.management.replaying.reading import read_event

WORLD_CUP = Path(__file__).resolve().parents[2] / "data" / "world_cup_2022.json"
ORGANIZER = "Crown Esports BD"


class Command(BaseCommand):
    help = (
        "Load the demo: a finished tournament, one with registration open, one that is live, "
        "and three accounts. Again: adds only what is missing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="do nothing when the demo was loaded before"
        )

    def handle(self, *args, once: bool, **options):
        if not settings.DEBUG:
            raise CommandError(
                "The demo has accounts with a known password, so it is loaded in development only."
            )
        if not (once and self._is_loaded()):
            self._load()
        self.stdout.write(f"Demo accounts (password {people.PASSWORD}):")
        for name, what in people.ACCOUNTS.items():
            self.stdout.write(f"  {name:<10} {what}")

    @staticmethod
    def _is_loaded() -> bool:
        return Organizer.objects.filter(name=ORGANIZER).exists()

    @staticmethod
    @transaction.atomic
    def _load() -> None:
        call_command("setup_site", verbosity=0)
        owner = people.account("organizer")
        organizer = Organizer.objects.filter(name=ORGANIZER).first() or found_organizer(
            name=ORGANIZER, owner=owner, trusted=True, by=owner
        )
        replayed(read_event(WORLD_CUP), keep=True)
        scenes.open_cup(organizer, owner)
        scenes.live_clash(organizer, owner)
