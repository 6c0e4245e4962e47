"""References of registrations: what people read out, type and write on a bank transfer."""

import secrets

PREFIX = "DC-"
LENGTH = 6
# Without 0 O, 1 I L, 2 Z, 5 S, 8 B and U V, which are taken for one another.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"


def new_reference() -> str:
    """A reference such as ``DC-7F3K9Q``, by chance."""
    return PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
