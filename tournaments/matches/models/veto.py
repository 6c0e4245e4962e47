from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Veto(models.Model):
    """The two sides ban and pick maps in turn until the maps of their match are found."""

    match = models.OneToOneField("tournaments.Match", on_delete=models.CASCADE, related_name="veto")
    pool = models.JSONField(_("maps"), default=list)
    steps = models.JSONField(
        default=list, help_text=_("In order: the slot whose turn it is, and ban, pick or decider.")
    )
    turn_seconds = models.PositiveSmallIntegerField(_("seconds a turn"))
    started_at = models.DateTimeField(_("started at"))
    turn_began_at = models.DateTimeField()
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("map veto")
        verbose_name_plural = _("map vetoes")

    def __str__(self) -> str:
        return f"Veto of {self.match}"

    @property
    def tournament(self):
        return self.match.tournament


class VetoAction(models.Model):
    """One map banned, picked or left over; with the side that starts where, if that is chosen."""

    class Kind(models.TextChoices):
        BAN = "ban", _("Ban")
        PICK = "pick", _("Pick")
        DECIDER = "decider", _("Decider")

    veto = models.ForeignKey(Veto, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    map = models.CharField(_("map"), max_length=60)
    slot = models.PositiveSmallIntegerField(null=True, help_text=_("Whose turn it was."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Nobody: the time ran out."),
    )
    at = models.DateTimeField()
    start_side = models.CharField(
        max_length=30, blank=True, help_text=_("Where the side that chose begins.")
    )
    start_slot = models.PositiveSmallIntegerField(null=True, help_text=_("The side that chose."))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["veto", "number"], name="one_veto_action_per_step"),
            models.UniqueConstraint(fields=["veto", "map"], name="one_veto_action_per_map"),
            models.CheckConstraint(
                condition=Q(start_side="") | Q(start_slot__isnull=False),
                name="a_start_side_was_chosen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.map}"
