from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Placement(models.Model):
    """An entrant's final place, as a block: 1, 2, 3-4, 5-8."""

    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="placements"
    )
    entrant = models.OneToOneField(
        "tournaments.Entrant", on_delete=models.PROTECT, related_name="placement"
    )
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["first", "entrant__seed"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1) & Q(last__gte=F("first")), name="placement_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.entrant}"

    @property
    def label(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


class Certificate(models.Model):
    """A certificate that anyone can verify by its code.

    ``facts`` is what it says, frozen when it was issued; the PDF is made from it on demand
    and is the same bytes each time.
    """

    class Kind(models.TextChoices):
        CHAMPION = "champion", _("Champion")
        RUNNER_UP = "runner_up", _("Runner-up")
        THIRD_PLACE = "third_place", _("Third place")
        PARTICIPANT = "participant", _("Participant")

    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="certificates"
    )
    entrant = models.ForeignKey(
        "tournaments.Entrant", on_delete=models.PROTECT, related_name="certificates"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    code = models.CharField(_("code"), max_length=24, unique=True)
    facts = models.JSONField(default=dict)
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoke_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entrant", "kind"], name="one_certificate_per_entrant_and_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.entrant}"

    def get_absolute_url(self) -> str:
        return reverse("awards:verify", args=[self.code])

    @property
    def was_replaced(self) -> bool:
        """Whether it was revoked since the results are others, not by an official."""
        return "was_replaced" in self.facts
