import secrets

from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.matches.models import FeedToken


@transaction.atomic
def renew_feed(user: User) -> FeedToken:
    """Give the calendar of ``user`` a secret address. One that it had before leads nowhere now."""
    feed, _made = FeedToken.objects.update_or_create(
        user=user, defaults={"token": secrets.token_urlsafe(32)}
    )
    return feed


def revoke_feed(user: User) -> None:
    """Take the secret address of the calendar away, if there is one."""
    FeedToken.objects.filter(user=user).delete()
