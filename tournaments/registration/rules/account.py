"""What must be true of the account that registers."""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.models import Ban, Tournament
from tournaments.registration.rules.words import local, names_of


def check_signed_in(user: User | AnonymousUser) -> None:
    if not user.is_authenticated:
        raise Refused(_("Sign in to register. An account is free."), code="anonymous")


def check_verified(user: User) -> None:
    """The address of ``user`` is not known to be unverified."""
    addresses = EmailAddress.objects.filter(user=user, email__iexact=user.email)
    if False in addresses.values_list("verified", flat=True):
        message = _("Verify your e-mail address first: follow the link in the mail we sent you.")
        raise Refused(message, code="unverified")


def check_not_banned(tournament: Tournament, people: Sequence[User], *, by: User) -> None:
    """Nobody of ``people`` is banned here. Only ``by`` themselves read why, and until when."""
    bans = Ban.objects.in_force(timezone.now()).covering(tournament)
    found = {ban.user_id: ban for ban in bans.filter(user__in=people).order_by("pk")}
    if own := found.get(by.pk):
        raise Refused(_own(own), code="banned")
    if found:
        message = _("May not take part: %(names)s. Name somebody else.")
        names = names_of(each for each in people if each.pk in found)
        raise Refused(message % {"names": names}, code="banned")


def _own(ban: Ban) -> str:
    if ban.ends_at is None:
        message = _("You are banned. The reason: %(reason)s Write to the organizer about it.")
        return message % {"reason": ban.reason}
    message = _("You are banned until %(time)s. The reason: %(reason)s")
    return message % {"time": local(ban.ends_at), "reason": ban.reason}
