"""The one exception for "a rule said no"."""


class Refused(Exception):
    """A rule said no; ``message`` may be shown to the person who asked.

    ``code`` is for tests and callers. Anything that is not ``Refused`` is a bug.
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
