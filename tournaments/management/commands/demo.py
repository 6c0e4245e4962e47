from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tournaments.management.demonstrating import people
from tournaments.management.demonstrating.loading import is_loaded, load


class Command(BaseCommand):
    help = (
        "Load the demo: a finished tournament, one with registration open, one of each format "
        "that is live, and three accounts. Again: adds only what is missing."
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
        if not (once and is_loaded()):
            load()
        self.stdout.write(f"Demo accounts (password {people.PASSWORD}):")
        for name, what in people.ACCOUNTS.items():
            self.stdout.write(f"  {name:<10} {what}")
