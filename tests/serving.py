"""The site as two real processes behind one port, on the database of the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tournaments.management.benching.serving import server


def database_url() -> str:
    """The address of the database that this test uses: what it commits, the processes see."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        assert Path(values["NAME"]).is_absolute(), "processes share a file, not a memory"
        return f"sqlite:///{values['NAME']}"
    host = f"{values['HOST'] or 'localhost'}:{values['PORT'] or 5432}"
    who = f"{quote(values['USER'], safe='')}:{quote(values['PASSWORD'], safe='')}"
    return f"postgres://{who}@{host}/{quote(values['NAME'], safe='')}"


@contextmanager
def two_processes(**environment: str) -> Iterator[int]:
    """A gunicorn of two workers; gives its port.

    For tests marked ``postgres`` with ``django_db(transaction=True)``. Sessions that the test
    makes hold there, since both have one secret key.
    """
    own = {"DATABASE_URL": database_url(), "SECRET_KEY": settings.SECRET_KEY}
    with server(**own, **environment) as port:
        yield port
