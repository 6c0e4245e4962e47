"""Who may act for whom."""

from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.core.models import Tournament


def runs(user, tournament: Tournament) -> bool:
    """Whether ``user`` acts for the organizer of ``tournament``. Superusers act for all."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    return tournament.organizer.group.user_set.filter(pk=user.pk).exists()


def check_runs(user, tournament: Tournament) -> None:
    if not runs(user, tournament):
        raise Refused(_("Only the organizer of this tournament may do this."), code="not_organizer")
