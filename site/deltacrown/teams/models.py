from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Team(models.Model):
    """Players under one name. The captain is the member with that role."""

    name = models.CharField(_("name"), max_length=50)
    tag = models.CharField(_("tag"), max_length=6, blank=True)
    slug = models.SlugField(max_length=60, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="teams"
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [models.UniqueConstraint(Lower("name"), name="one_team_per_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("teams:detail", args=[self.slug])

    def is_captained_by(self, user) -> bool:
        return self.memberships.filter(user_id=user.pk, role=Membership.Role.CAPTAIN).exists()


class Membership(models.Model):
    """One person's place in one team."""

    class Role(models.TextChoices):
        CAPTAIN = "captain", _("Captain")
        PLAYER = "player", _("Player")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role, default=Role.PLAYER)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"], name="one_membership_per_team_and_user"
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(role="captain"), name="one_captain_per_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"
