from collections.abc import Callable

from deltacrown.errors import Refused


def refusal_of(check: Callable[[], None]) -> Refused | None:
    """What ``check`` says no with, if it does."""
    try:
        check()
    except Refused as refusal:
        return refusal
    return None
