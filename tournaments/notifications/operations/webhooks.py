from django.db import transaction
from django.utils import timezone

from deltacrown.accounts.models import User
from deltacrown.teams.models import Team
from tournaments.core.models import Organizer
from tournaments.core.operations import happened
from tournaments.notifications.failures import DeliveryFailed
from tournaments.notifications.models import Webhook
from tournaments.notifications.webhook_rules import (
    check_can_be_sent,
    check_can_set,
    check_is_on,
)

# Messages in a row that did not arrive, after which a webhook is switched off.
MOST_FAILURES = 10


@transaction.atomic
def set_webhook(owner: Organizer | Team, *, url: str, by: User) -> Webhook:
    """Tell the channel of Discord behind ``url`` what happens to ``owner``, instead of another.

    Nothing is sent yet. The address lets everybody write there, so no log has it.
    """
    check_can_set(owner, by=by)
    check_can_be_sent(url)
    owner = type(owner).objects.select_for_update(no_key=True).get(pk=owner.pk)
    webhook, is_new = owner.webhooks.update_or_create(
        defaults={
            "url": url,
            "made_by": by,
            "failures": 0,
            "switched_off_at": None,
            "last_error": "",
        }
    )
    happened("webhook.set", webhook, actor=by, after={"is_new": is_new})
    return webhook


@transaction.atomic
def remove_webhook(webhook: Webhook, *, by: User) -> None:
    """Forget the address, and with it what was sent there."""
    check_can_set(webhook.owner, by=by)
    happened("webhook.removed", webhook, actor=by)
    webhook.delete()


@transaction.atomic
def test_webhook(webhook: Webhook, *, by: User) -> None:
    """Send one message that says who tries the webhook."""
    check_can_set(webhook.owner, by=by)
    check_is_on(webhook)
    happened("webhook.tested", webhook, actor=by)


@transaction.atomic
def switch_on_webhook(webhook: Webhook, *, by: User) -> None:
    """Try again with a webhook that was switched off because messages did not arrive."""
    check_can_set(webhook.owner, by=by)
    webhook = Webhook.objects.select_for_update(no_key=True).get(pk=webhook.pk)
    if webhook.switched_off_at is None:
        return
    webhook.switched_off_at, webhook.failures = None, 0
    webhook.save(update_fields=["switched_off_at", "failures"])
    happened("webhook.switched_on", webhook, actor=by)


@transaction.atomic
def note_webhook_failure(webhook_id: int, failure: DeliveryFailed) -> None:
    """Write down that a message did not arrive; whoever set the webhook is told when it ends.

    It is switched off at once where Discord knows it no more, else after some messages in a row
    that another attempt would not bring there either.
    """
    webhook = Webhook.objects.select_for_update(no_key=True).filter(pk=webhook_id).first()
    if webhook is None or webhook.switched_off_at:
        return
    webhook.failures += failure.permanent
    webhook.last_error = failure.error[: Webhook._meta.get_field("last_error").max_length]
    if failure.gone or webhook.failures >= MOST_FAILURES:
        webhook.switched_off_at = timezone.now()
        happened("webhook.switched_off", webhook, reason=webhook.last_error)
    webhook.save(update_fields=["failures", "last_error", "switched_off_at"])


def note_webhook_success(webhook_id: int) -> None:
    """A message arrived: earlier failures count no more."""
    works = {"failures": 0, "last_error": ""}
    Webhook.objects.filter(pk=webhook_id).exclude(**works).update(**works)
