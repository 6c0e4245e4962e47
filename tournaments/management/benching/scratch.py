"""An empty PostgreSQL database for one bench: ``python -m … URL`` prints its address.

It has a name of its own beside the database that ``URL`` names, and each run begins it anew.
"""

import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

NAME = "deltacrown_bench"


def scratch_database(url: str) -> str:
    """Drop and make the scratch database on the server of ``url``; the address of it."""
    with psycopg.connect(url, autocommit=True) as connection:
        name = sql.Identifier(NAME)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    return urlunsplit(urlsplit(url)._replace(path=f"/{NAME}"))


if __name__ == "__main__":
    sys.stdout.write(f"{scratch_database(sys.argv[1])}\n")
