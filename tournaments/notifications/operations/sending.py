from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from tournaments.notifications.models import Notice


@transaction.atomic
def send(notice_id: int) -> None:
    """Send one notice by e-mail, unless it was sent already or is gone with its tournament.

    The row is locked while the mail goes out, so that two workers never send it twice.
    """
    notices = Notice.objects.select_for_update().select_related("recipient")
    notice = notices.filter(pk=notice_id).first()
    if notice is None or notice.sent_at:
        return
    EmailMessage(
        subject=f"[{settings.WAGTAIL_SITE_NAME}] {notice.subject}",
        body=notice.text,
        to=[notice.recipient.email],
    ).send()
    notice.sent_at = timezone.now()
    notice.save(update_fields=["sent_at"])
