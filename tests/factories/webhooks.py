"""Channels of Discord and browsers, as they stand once somebody has set them."""

from base64 import urlsafe_b64encode
from os import urandom

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from deltacrown.accounts.models import User
from deltacrown.teams.models import Team
from tests.factories.people import UserFactory
from tournaments.core.models import Organizer
from tournaments.notifications.models import PushSubscription, Webhook

DISCORD = "https://discord.com/api/webhooks/1234/secret"
PUSH_SERVICE = "push.example.org"


def webhook_of(owner: Organizer | Team, **fields) -> Webhook:
    fields = {"url": DISCORD, "made_by": None, **fields}
    fields["made_by"] = fields["made_by"] or UserFactory()
    return owner.webhooks.create(**fields)


def browser_keys(key: ec.EllipticCurvePrivateKey | None = None) -> dict[str, str]:
    """What a new browser subscribes with."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"p256dh": _as_text(point), "auth": _as_text(urandom(16))}


def browser_of(user: User, name: str = "1", **fields) -> PushSubscription:
    fields = {
        "endpoint": f"https://{PUSH_SERVICE}/{name}",
        "browser": f"Firefox, {name}",
        **browser_keys(),
        **fields,
    }
    return user.push_subscriptions.create(**fields)


def _as_text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
