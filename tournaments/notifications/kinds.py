"""Which events tell whom: each room above declares its own in its ``notices`` module."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from deltacrown.accounts.models import User
from tournaments.core.models import Event


@dataclass(frozen=True, slots=True)
class Message:
    """What ``recipients`` are told. ``path`` is the address on this site where it leads."""

    recipients: Iterable[User]
    subject: str
    text: str
    path: str = "/"


Writer = Callable[[Event], list[Message]]

WRITERS: dict[str, Writer] = {}


def notice(kind: str) -> Callable[[Writer], Writer]:
    """Declare the function that writes the messages for events of ``kind``."""

    def declare(writer: Writer) -> Writer:
        assert kind not in WRITERS, f"{kind} has a writer already"
        WRITERS[kind] = writer
        return writer

    return declare
