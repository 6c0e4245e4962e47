from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tournaments.notifications.kinds import Category


class WebhookQuerySet(models.QuerySet):
    def on(self):
        """Those that are not switched off."""
        return self.filter(switched_off_at=None)


class Webhook(models.Model):
    """A Discord channel of an organizer or of a team, told what happens there."""

    organizer = models.ForeignKey(
        "tournaments.Organizer",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="webhooks",
    )
    team = models.ForeignKey(
        "teams.Team", null=True, blank=True, on_delete=models.CASCADE, related_name="webhooks"
    )
    url = models.URLField(_("webhook address"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    failures = models.PositiveSmallIntegerField(
        default=0, help_text=_("In a row; after too many it is switched off.")
    )
    switched_off_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organizer=None, team__isnull=False)
                | Q(organizer__isnull=False, team=None),
                name="a_webhook_has_one_owner",
            ),
            models.UniqueConstraint(
                fields=["organizer"],
                condition=Q(organizer__isnull=False),
                name="one_webhook_per_organizer",
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(team__isnull=False), name="one_webhook_per_team"
            ),
        ]

    def __str__(self) -> str:
        return f"Webhook of {self.owner}"

    def get_absolute_url(self) -> str:
        kind = "organizer" if self.organizer_id else "team"
        return reverse("notifications:webhook", args=[kind, self.organizer_id or self.team_id])

    @property
    def owner(self):
        """The organizer or the team."""
        return self.organizer or self.team

    @property
    def tournament(self) -> None:
        """A webhook belongs to no tournament; the event log asks."""
        return None


class PushSubscription(models.Model):
    """A browser that shows notices of a person (RFC 8030)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.URLField(max_length=600, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    browser = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("browser for notices")
        verbose_name_plural = _("browsers for notices")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.browser} of {self.user}"


class NoticeQuerySet(models.QuerySet):
    def in_inbox(self):
        """Those that are read on this site, and not put away."""
        return self.filter(channel=Notice.Channel.INBOX, archived_at=None)

    def unread(self):
        return self.filter(read_at=None)

    def waiting(self):
        """Neither sent nor given up."""
        return self.filter(sent_at=None, failed_at=None)

    def due(self, moment):
        """Those that may go out at ``moment``, each by itself."""
        return self.waiting().filter(
            Q(not_before=None) | Q(not_before__lte=moment), in_digest=False
        )


class Notice(models.Model):
    """One message over one channel about one event: the delivery ledger.

    Most go to a person; those of the channel Discord go to a webhook, and to nobody else.
    """

    class Channel(models.TextChoices):
        INBOX = "inbox", _("On this site")
        EMAIL = "email", _("E-mail")
        PUSH = "push", _("Push")
        DISCORD = "discord", _("Discord")

    event = models.ForeignKey("tournaments.Event", on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    webhook = models.ForeignKey(
        Webhook, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    subscription = models.ForeignKey(
        PushSubscription, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.EMAIL)
    category = models.CharField(max_length=16, choices=Category, default=Category.TOURNAMENT)
    is_urgent = models.BooleanField(default=False)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    path = models.CharField(max_length=300, default="/")
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(
        null=True, blank=True, help_text=_("Quiet hours, or the time of the next attempt.")
    )
    in_digest = models.BooleanField(default=False, help_text=_("Waits for the daily summary."))
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was given up."))
    read_at = models.DateTimeField(null=True, blank=True, help_text=_("In the inbox."))
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient", "channel"],
                condition=Q(subscription=None, webhook=None),
                name="one_notice_per_event_recipient_and_channel",
            ),
            models.UniqueConstraint(
                fields=["event", "subscription"],
                condition=Q(subscription__isnull=False),
                name="one_notice_per_event_and_browser",
            ),
            models.UniqueConstraint(
                fields=["event", "webhook"],
                condition=Q(webhook__isnull=False),
                name="one_notice_per_event_and_webhook",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) | Q(webhook__isnull=False),
                name="a_notice_goes_to_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "channel", "read_at"], name="notices_of_an_inbox"),
            models.Index(
                fields=["not_before"],
                condition=Q(sent_at=None, failed_at=None),
                name="notices_that_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient or self.webhook}"

    @property
    def day(self):
        """The day on which it came, where the reader is."""
        return timezone.localdate(self.created_at)

    @property
    def state(self) -> str:
        """What became of it, in a word."""
        if self.sent_at:
            return _("Sent")
        return _("Given up") if self.failed_at else _("Waiting")


class Preference(models.Model):
    """Whether a person wants notices of one category over one channel. No row: the usual."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    category = models.CharField(max_length=16, choices=Category)
    channel = models.CharField(max_length=12, choices=Notice.Channel)
    is_wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "category", "channel"], name="one_preference_per_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} by {self.channel} for {self.user}: {self.is_wanted}"


class Quiet(models.Model):
    """When a person is left alone, and whether mails wait for one summary a day."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiet"
    )
    starts = models.TimeField(_("quiet from"), null=True, blank=True)
    ends = models.TimeField(_("quiet until"), null=True, blank=True)
    wants_digest = models.BooleanField(_("one mail a day"), default=False)
    digest_sent_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(starts__isnull=False, ends__isnull=False),
                name="quiet_hours_have_both_ends",
            )
        ]

    def __str__(self) -> str:
        return f"Quiet hours of {self.user}"
