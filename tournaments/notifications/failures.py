"""What a channel says when it did not take a notice."""

import math

LONGEST_WAIT = 3600


class DeliveryFailed(Exception):
    """The notice did not arrive; ``error`` is a short line for people, never what was answered.

    ``permanent``: another attempt would fail too. ``retry_after``: the seconds that the other
    side asked us to wait, if it did. ``gone``: there is nobody at that address any more.
    """

    def __init__(
        self,
        error: str,
        *,
        permanent: bool,
        retry_after: int | None = None,
        gone: bool = False,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.permanent = permanent
        self.retry_after = retry_after
        self.gone = gone


def seconds_of(retry_after: str) -> int | None:
    """The seconds that an answer asks to wait, within reason; None for what is no number."""
    try:
        seconds = float(retry_after)
    except ValueError:
        return None
    if not math.isfinite(seconds):
        return None
    return min(max(1, math.ceil(seconds)), LONGEST_WAIT)
