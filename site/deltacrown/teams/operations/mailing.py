"""The mail that goes with an invitation or a request, once."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.teams.models import Invitation, Membership


@transaction.atomic
def mail_invitation(invitation_id: int) -> None:
    """Tell the other side that it is asked, unless that is done or nobody waits any more.

    The row is locked while the mail goes out, so that two workers never send it twice.
    """
    invitations = Invitation.objects.waiting().select_related("team", "user", "made_by")
    locked = invitations.select_for_update(of=("self",)).filter(pk=invitation_id, mailed_at=None)
    invitation = locked.first()
    if invitation is None:
        return
    write = _request if invitation.is_request else _invitation
    subject, text, address = write(invitation)
    for person in _asked(invitation):
        EmailMessage(
            subject=f"[{settings.WAGTAIL_SITE_NAME}] {' '.join(subject.split())}",
            body=f"{text}\n\n{settings.WAGTAILADMIN_BASE_URL}{address}\n",
            to=[person.email],
        ).send()
    invitation.mailed_at = timezone.now()
    invitation.save(update_fields=["mailed_at"])


def _asked(invitation: Invitation) -> list[User]:
    """Whose answer is asked for. Accounts that are switched off are told nothing."""
    people = User.objects.filter(is_active=True)
    if not invitation.is_request:
        return list(people.filter(pk=invitation.user_id))
    leaders = {"memberships__team": invitation.team, "memberships__role__in": Membership.LEADS}
    return list(people.filter(**leaders).order_by("pk"))


def _invitation(invitation: Invitation) -> tuple[str, str, str]:
    names = _names(invitation)
    text = _(
        "%(by)s invites you to the team %(team)s, as: %(role)s. Accept or decline in your account."
    )
    subject = _("%(team)s invites you") % names
    return subject, _with_message(text % names, invitation), reverse("account")


def _request(invitation: Invitation) -> tuple[str, str, str]:
    names = _names(invitation)
    text = _(
        "%(user)s asks to join the team %(team)s. One of its leaders accepts or declines on the "
        "page of the team."
    )
    subject = _("%(user)s asks to join %(team)s") % names
    address = invitation.team.get_absolute_url()
    return subject, _with_message(text % names, invitation), address


def _names(invitation: Invitation) -> dict[str, str]:
    return {
        "team": invitation.team.name,
        "user": invitation.user.username,
        "by": invitation.made_by.username,
        "role": invitation.get_role_display(),
    }


def _with_message(text: str, invitation: Invitation) -> str:
    return f"{text}\n\n{invitation.message}" if invitation.message else text
