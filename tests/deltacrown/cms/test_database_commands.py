"""The commands run as processes: their subject is a database of their own."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection


def manage(*arguments, database, answer="", **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "deltacrown.settings.dev",
            "DEBUG": "true",
            "DATABASE_URL": database,
            **environment,
        },
        input=answer,
        capture_output=True,
        text=True,
    )


def rows(path, query):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def tables(path):
    return rows(
        path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'sqlite_sequence'"
    )


@pytest.fixture
def small(tmp_path):
    """A database with tables that point at each other, and a search index."""
    path = tmp_path / "small.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            """
            CREATE TABLE cup (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
            CREATE TABLE entry (id INTEGER PRIMARY KEY, cup INTEGER NOT NULL REFERENCES cup (id));
            CREATE VIRTUAL TABLE found USING fts5 (words);
            INSERT INTO cup VALUES (1, 'Friday Cup');
            INSERT INTO entry VALUES (1, 1);
            """
        )
    return path


def test_a_backup_is_a_whole_database_that_only_its_owner_reads(small, tmp_path):
    folder = tmp_path / "backups"

    done = manage("backup_database", "--folder", str(folder), database=f"sqlite:///{small}")

    (copy,) = folder.iterdir()
    assert (done.returncode, done.stdout) == (0, f"{copy}\n")
    assert rows(copy, "SELECT * FROM cup") == [(1, "Friday Cup")]
    assert oct(copy.stat().st_mode)[-3:] == "600"


@pytest.mark.postgres
@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="needs pg_dump")
def test_a_backup_of_postgresql_can_be_read_by_pg_restore(db, tmp_path):
    facts = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**facts)

    done = manage("backup_database", "--folder", str(tmp_path), database=url)

    assert done.returncode == 0, done.stderr
    listed = subprocess.run(
        ["pg_restore", "--list", done.stdout.strip()], capture_output=True, text=True, check=True
    )
    assert "TABLE DATA public wagtailcore_page" in listed.stdout


def test_reset_deletes_every_table(small):
    done = manage("reset_database", "--no-input", database=f"sqlite:///{small}")

    assert (done.returncode, done.stdout) == (0, f"{small} is empty.\n")
    assert tables(small) == []


def test_reset_asks_first(small):
    before = tables(small)

    done = manage("reset_database", database=f"sqlite:///{small}", answer="y\n")

    assert done.returncode == 1
    assert done.stderr == "CommandError: Nothing was deleted.\n"
    assert tables(small) == before


def test_reset_takes_yes_for_an_answer(small):
    manage("reset_database", database=f"sqlite:///{small}", answer="yes\n")

    assert tables(small) == []


def test_reset_is_refused_outside_development(small):
    before = tables(small)

    done = manage("reset_database", "--no-input", database=f"sqlite:///{small}", DEBUG="false")

    assert done.stderr == "CommandError: Refused: this is not a development site (DEBUG is off).\n"
    assert tables(small) == before
