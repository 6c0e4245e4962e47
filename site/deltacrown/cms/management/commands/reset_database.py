"""``manage.py reset_database``: an empty database, for development."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection


class Command(BaseCommand):
    help = "Delete every table of the development database. Run migrate afterwards."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-input", action="store_true", help="Do not ask.")

    def handle(self, *, no_input: bool, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Refused: this is not a development site (DEBUG is off).")
        name = connection.settings_dict["NAME"]
        if not no_input and input(f"Delete all data in {name}? Type yes: ") != "yes":
            raise CommandError("Nothing was deleted.")
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                empty_sqlite(cursor)
            else:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        self.stdout.write(f"{name} is empty.")


def empty_sqlite(cursor: Any) -> None:
    """Drop what the file holds; the file stays, since other processes may have it open."""
    cursor.execute("PRAGMA foreign_keys = OFF")
    # Virtual tables first: dropping one drops the shadow tables that belong to it.
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
    cursor.execute("PRAGMA foreign_keys = ON")
