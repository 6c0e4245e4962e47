"""The signed links with which a mail is left, by whoever has the mail."""

from dataclasses import astuple, dataclass

from django.core import signing

SALT = "leaving-by-a-link"


@dataclass(frozen=True, slots=True)
class Leave:
    """What one link ends: a category over a channel; without a category, everything over it."""

    user_id: int
    category: str
    channel: str


def token_of(leave: Leave) -> str:
    """It never runs out: mails are read late, and leaving does no harm."""
    return signing.dumps(astuple(leave), salt=SALT)


def read_token(token: str) -> Leave | None:
    """What the link ends; None when it was not made here."""
    try:
        return Leave(*signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None
