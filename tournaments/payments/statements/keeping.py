"""A file between its upload and its import: kept privately, for one session and one import."""

import secrets
from collections.abc import MutableMapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import PurePosixPath

from django.core.files.base import File
from django.utils import timezone

from deltacrown.storage import private_storage
from tournaments.payments.statements.reading import Table, read_table

FOLDER = "statements"
KEY = "statement"
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that waits for its import; ``token`` stands in the addresses of its steps."""

    token: str
    name: str
    organizer: int | None
    method: str
    columns: dict[str, str] = field(default_factory=dict)

    def table(self) -> Table:
        with private_storage().open(self.name) as file:
            return read_table(file)


def keep(session: MutableMapping, upload: File, *, organizer: int | None, method: str) -> Kept:
    """Put the file away until it is imported. What this session kept before goes."""
    let_go(session)
    name = private_storage().save(f"{FOLDER}/{secrets.token_hex(16)}.csv", upload)
    kept = Kept(secrets.token_urlsafe(16), name, organizer, method)
    session[KEY] = asdict(kept)
    return kept


def kept(session: MutableMapping, token: str) -> Kept | None:
    """The file that this session keeps under ``token``; None once it is gone."""
    found = session.get(KEY)
    if not found or not secrets.compare_digest(found["token"].encode(), token.encode()):
        return None
    return Kept(**found) if private_storage().exists(found["name"]) else None


def keep_columns(session: MutableMapping, statement: Kept, columns: dict[str, str]) -> None:
    session[KEY] = asdict(replace(statement, columns=columns))


def let_go(session: MutableMapping) -> None:
    """Delete the file that this session keeps, if it keeps one."""
    if found := session.pop(KEY, None):
        private_storage().delete(found["name"])


def forget_abandoned() -> int:
    """Delete the files that nobody imported within a day; how many."""
    storage = private_storage()
    if not storage.exists(FOLDER):
        return 0
    before = timezone.now() - KEPT_FOR
    names = [str(PurePosixPath(FOLDER, name)) for name in storage.listdir(FOLDER)[1]]
    old = [name for name in names if storage.get_modified_time(name) < before]
    for name in old:
        storage.delete(name)
    return len(old)
