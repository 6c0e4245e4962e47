from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One message to one person about one event: the delivery ledger."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")

    event = models.ForeignKey("tournaments.Event", on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.EMAIL)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient", "channel"],
                name="one_notice_per_event_recipient_and_channel",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient}"
