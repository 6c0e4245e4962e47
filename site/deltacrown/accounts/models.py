from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


class User(AbstractUser):
    """A person who can sign in. ``username`` is the public name, ``email`` is private."""

    email = models.EmailField(_("e-mail address"), unique=True)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
            models.UniqueConstraint(Lower("username"), name="one_account_per_username"),
        ]


class Profile(models.Model):
    """What a person tells about themselves; made on first use."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile"
    )
    timezone = models.CharField(_("time zone"), max_length=64, blank=True)
    country = CountryField(_("country"), blank=True)
    birth_date = models.DateField(
        _("date of birth"),
        null=True,
        blank=True,
        help_text=_("Never shown. Some tournaments ask for a minimum age."),
    )
    phone = models.CharField(
        _("phone"), max_length=20, blank=True, help_text=_("Never shown to other players.")
    )
    discord = models.CharField(_("Discord"), max_length=40, blank=True)
    biography = models.CharField(_("about me"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)


class GameAccount(models.Model):
    """A person's player id in one game, unique within that game."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="game_accounts"
    )
    game = models.ForeignKey(
        "tournaments.Game", on_delete=models.PROTECT, related_name="+", verbose_name=_("game")
    )
    player_id = models.CharField(_("player id"), max_length=60)

    class Meta:
        verbose_name = _("game account")
        verbose_name_plural = _("game accounts")
        constraints = [
            models.UniqueConstraint(fields=["user", "game"], name="one_account_per_user_and_game"),
            models.UniqueConstraint(
                "game", Lower("player_id"), name="one_user_per_game_and_player_id"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.player_id}"
