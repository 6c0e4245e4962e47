"""Bans: who may not register, anywhere or with one organizer. What they entered before stands."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.models import Ban, Organizer
from tournaments.core.operations import happened
from tournaments.core.roles import acts_for, check_acts_for


@transaction.atomic
def ban(
    user: User,
    *,
    organizer: Organizer | None = None,
    reason: str,
    ends_at: datetime | None = None,
    by: User,
) -> Ban:
    """Keep ``user`` out of the tournaments of ``organizer``, or of all, until ``ends_at``."""
    # One ban of a kind at a time.
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _check_may_ban(organizer, "tournaments.add_ban", by=by)
    now = timezone.now()
    reason = _reason(reason)
    if ends_at and ends_at <= now:
        raise Refused(_("Choose an end in the future, or none."), code="past")
    if user == by:
        raise Refused(_("You cannot ban yourself."), code="yourself")
    if user.is_superuser or (organizer and acts_for(user, organizer)):
        raise Refused(
            _("%(user)s runs tournaments here and cannot be banned.") % {"user": user.username},
            code="organizer",
        )
    if Ban.objects.in_force(now).filter(user=user, organizer=organizer).exists():
        raise Refused(
            _("%(user)s is banned already. Lift that ban first.") % {"user": user.username},
            code="already_banned",
        )
    made = Ban.objects.create(
        user=user, organizer=organizer, reason=reason, starts_at=now, ends_at=ends_at, made_by=by
    )
    happened("ban.made", made, actor=by, reason=reason, after={"ends_at": ends_at})
    return made


@transaction.atomic
def lift(ban: Ban, *, by: User, reason: str) -> None:
    """End a ban before its time. Again: nothing more."""
    ban = Ban.objects.select_for_update(no_key=True, of=("self",)).get(pk=ban.pk)
    _check_may_ban(ban.organizer, "tournaments.change_ban", by=by)
    if ban.lifted_at:
        return
    reason = _reason(reason)
    if ban.ends_at and ban.ends_at <= timezone.now():
        raise Refused(_("This ban has ended by itself."), code="ended")
    ban.lifted_at, ban.lifted_by = timezone.now(), by
    ban.save(update_fields=["lifted_at", "lifted_by"])
    happened("ban.lifted", ban, actor=by, reason=reason)


def _check_may_ban(organizer: Organizer | None, permission: str, *, by: User) -> None:
    if organizer:
        check_acts_for(by, organizer)
    elif not by.has_perm(permission):
        raise Refused(_("Only moderators of the site may do this."), code="not_moderator")


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused(_("Give a reason: the person reads it."), code="reason_missing")
    return text.strip()
