from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Conclusion(models.Model):
    """How far the work that follows a tournament's completion has come."""

    tournament = models.OneToOneField(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="conclusion"
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    placed_at = models.DateTimeField(_("placements made at"), null=True)
    certified_at = models.DateTimeField(_("certificates issued at"), null=True)
    announced_at = models.DateTimeField(_("notices made at"), null=True)

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")

    def __str__(self) -> str:
        return f"Conclusion of {self.tournament}"

    @property
    def is_done(self) -> bool:
        return self.announced_at is not None


class Correction(models.Model):
    """A ruling that changed the competition, with what it takes to undo that exactly."""

    class Kind(models.TextChoices):
        RESULT = "result", _("Result")
        VOID = "void", _("Result taken out")
        DRAW = "draw", _("Draw")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.RESULT)
    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="corrections"
    )
    match = models.ForeignKey(
        "tournaments.Match", null=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    reason = models.TextField(_("reason"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    summary = models.JSONField(default=list, help_text=_("What changed, line by line."))
    before = models.JSONField(default=dict, help_text=_("The rows as they were."))
    after = models.CharField(
        max_length=64, help_text=_("A sum over the rows as they became: undoing compares it.")
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Correction {self.pk} in {self.tournament}"


class Announcement(models.Model):
    """What the organizer wrote to entrants of some statuses."""

    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="announcements"
    )
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"), max_length=4000)
    statuses = models.JSONField(_("to"), default=list, help_text=_("Of registrations."))
    recipients = models.PositiveIntegerField(_("people"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.subject} ({self.tournament})"
