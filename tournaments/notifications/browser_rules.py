"""Which browsers are told of notices."""

import binascii
from base64 import urlsafe_b64decode

from cryptography.hazmat.primitives.asymmetric import ec
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from deltacrown import outbound
from deltacrown.errors import Refused
from tournaments.notifications import vapid
from tournaments.notifications.models import PushSubscription

LONGEST_ENDPOINT = PushSubscription._meta.get_field("endpoint").max_length
SECRET_BYTES = 16


def check_can_be_pushed(endpoint: str) -> None:
    if not vapid.is_on():
        raise Refused(_("Push is switched off on this site."), code="off")
    if len(endpoint) > LONGEST_ENDPOINT:
        raise Refused(_("The address of this browser is too long."), code="malformed")
    outbound.check_address(endpoint)


def check_keys(*, p256dh: str, auth: str) -> None:
    """A point of the curve P-256, and a secret of 16 bytes (RFC 8291)."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(p256dh))
        secret = _decoded(auth)
    except (ValueError, binascii.Error):
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise Refused(_("The keys of this browser are wrong."), code="keys")


def check_is_the_same_browser(known: PushSubscription, *, p256dh: str, auth: str) -> None:
    """Who knows the address of another's browser alone does not take it over."""
    same = constant_time_compare(known.p256dh, p256dh)
    if not (constant_time_compare(known.auth, auth) and same):
        raise Refused(_("This browser belongs to somebody else."), code="other_browser")


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
