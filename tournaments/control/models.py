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
