"""A demo that is loaded in seconds, and looks like days of use."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def ago(**units: float) -> Iterator[None]:
    """Let the block happen so long before now: ages, deadlines and the log agree then."""
    moment = timezone.now() - timedelta(**units)
    with patch.object(timezone, "now", lambda: moment):
        yield
