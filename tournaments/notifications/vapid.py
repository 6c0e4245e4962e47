"""The keys by which push services know this site (RFC 8292)."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid


def is_on() -> bool:
    """Whether this site sends to browsers at all."""
    return bool(settings.VAPID_PRIVATE_KEY and settings.VAPID_CONTACT)


def public_key() -> str:
    """What browsers subscribe with; empty while push is off."""
    return public_key_of(settings.VAPID_PRIVATE_KEY) if is_on() else ""


@lru_cache(maxsize=4)
def public_key_of(private_key: str) -> str:
    key = Vapid.from_string(private_key).public_key
    return _as_text(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def new_private_key() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _as_text(number.to_bytes(32, "big"))


def _as_text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
