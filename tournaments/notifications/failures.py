"""What a channel says when it did not take a notice."""


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
