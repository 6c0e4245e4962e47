"""``manage.py backup_database``: a copy of the database while the site runs."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone


class Command(BaseCommand):
    help = "Write a consistent copy of the database, and print where it lies."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.VAR_DIR / "backups",
            help="where to; var/backups unless said otherwise",
        )

    def handle(self, *, folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stem = timezone.now().strftime("deltacrown-%Y%m%d-%H%M%S")
        if connection.vendor == "sqlite":
            path = folder / f"{stem}.sqlite3"
            copy_sqlite(path)
        else:
            path = folder / f"{stem}.dump"
            dump_postgresql(path)
        path.chmod(0o600)  # it holds names, addresses and password hashes
        self.stdout.write(str(path))


def copy_sqlite(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)


def dump_postgresql(path: Path) -> None:
    facts = connection.settings_dict
    command = ["pg_dump", "--format=custom", f"--file={path}", f"--dbname={facts['NAME']}"]
    for option, value in (("host", "HOST"), ("port", "PORT"), ("username", "USER")):
        if facts[value]:
            command.append(f"--{option}={facts[value]}")
    try:
        # The password goes by the environment: arguments are visible to everybody.
        subprocess.run(  # noqa: S603
            command, check=True, env={**os.environ, "PGPASSWORD": str(facts["PASSWORD"] or "")}
        )
    except FileNotFoundError:
        raise CommandError("pg_dump is missing (Debian: apt install postgresql-client).") from None
    except subprocess.CalledProcessError as failure:
        raise CommandError(f"pg_dump failed with status {failure.returncode}.") from None
