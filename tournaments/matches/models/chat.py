from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChatMessage(models.Model):
    """What somebody wrote in the room of a match. Its players and officials read it."""

    match = models.ForeignKey(
        "tournaments.Match", on_delete=models.CASCADE, related_name="chat_messages"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("message"), max_length=500)
    is_official = models.BooleanField(
        default=False, help_text=_("Written by an official, to both sides.")
    )
    at = models.DateTimeField(auto_now_add=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("chat message")
        verbose_name_plural = _("chat messages")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.by}: {self.text[:40]}"

    @property
    def tournament(self):
        return self.match.tournament


class ChatReport(models.Model):
    """Somebody finds that a message should not stand there."""

    message = models.ForeignKey(ChatMessage, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("report of a message")
        verbose_name_plural = _("reports of messages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "by"], name="one_report_per_message_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} on {self.message_id}"

    @property
    def tournament(self):
        return self.message.tournament
