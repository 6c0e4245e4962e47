"""Which topics a page may watch: signed by the site, read by the live process.

The two share no session, only the secret key. What everybody may know never expires and always
gives the same token, since whole pages and fragments with it are cached; a token that names
anything private lives for a day.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.core.signing import BadSignature, Signer, TimestampSigner

MOST_TOPICS = 20
PRIVATE_FOR = timedelta(hours=24)
TOPIC = re.compile(r"[a-z]{1,20}:[0-9]{1,19}")
PUBLIC_KINDS = frozenset({"match", "tournament"})


class BadToken(Exception):
    """Not signed by this site, too old, or not for this."""


def sign_topics(topics: Sequence[str]) -> str:
    """A token with which a page may watch ``topics``, twenty at most."""
    wanted = sorted(set(topics))
    if not 0 < len(wanted) <= MOST_TOPICS:
        raise ValueError(f"A stream carries 1 to {MOST_TOPICS} topics, not {len(wanted)}")
    if wrong := [topic for topic in wanted if not TOPIC.fullmatch(topic)]:
        raise ValueError(f"No topics: {wrong}")
    signer = _public() if all(map(is_public, wanted)) else _private()
    return signer.sign_object(wanted)


def read_topics(token: str) -> list[str]:
    """The topics that were signed, or ``BadToken``."""
    try:
        topics = _public().unsign_object(token)
    except BadSignature:
        return _read_private(token)
    return topics


def is_public(topic: str) -> bool:
    """Whether everybody may know how many watch ``topic``, and that it changed."""
    return topic.partition(":")[0] in PUBLIC_KINDS


def _read_private(token: str) -> list[str]:
    try:
        return _private().unsign_object(token, max_age=PRIVATE_FOR)
    except BadSignature as error:  # one that expired is one of these
        raise BadToken(token) from error


def _public() -> Signer:
    return Signer(salt="live topics, public")


def _private() -> TimestampSigner:
    return TimestampSigner(salt="live topics, private")
