"""The settings of a tournament: edited on the page, in force on the live record."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_ENTRANTS = 4096


class Participation(models.TextChoices):
    SOLO = "solo", _("Single players")
    TEAM = "team", _("Teams")


class Seeding(models.TextChoices):
    REGISTRATION_ORDER = "registration_order", _("In order of registration")
    RANDOM = "random", _("Drawn at random")
    RATING = "rating", _("By rating")
    EARLIER_EVENT = "earlier_event", _("From an earlier tournament")


class Apart(models.TextChoices):
    NOBODY = "", _("Nobody")
    TEAM = "team", _("Players of one team")
    REGION = "region", _("Those from one region")


class Currency(models.TextChoices):
    BDT = "BDT", _("Bangladeshi taka (BDT)")
    USD = "USD", _("US dollar (USD)")
    EUR = "EUR", _("Euro (EUR)")
    INR = "INR", _("Indian rupee (INR)")


class TournamentSettings(models.Model):
    """What both TournamentPage (as edited) and Tournament (as in force) hold.

    A field may be empty while its page is a draft; publishing asks for all.
    """

    game = models.ForeignKey(
        "tournaments.Game",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("game"),
    )
    participation = models.CharField(
        _("who takes part"), max_length=8, choices=Participation, default=Participation.SOLO
    )
    roster_min = models.PositiveSmallIntegerField(
        _("smallest team"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("Players a team must name. Empty: what the game asks for."),
    )
    roster_max = models.PositiveSmallIntegerField(
        _("largest team"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("Players a team may name. Empty: what the game allows."),
    )
    capacity = models.PositiveSmallIntegerField(
        _("capacity"),
        default=16,
        validators=[MinValueValidator(2), MaxValueValidator(MOST_ENTRANTS)],
        help_text=_("Places for players or teams."),
    )
    minimum_entrants = models.PositiveSmallIntegerField(
        _("minimum number of entrants"),
        default=2,
        validators=[MinValueValidator(2), MaxValueValidator(MOST_ENTRANTS)],
        help_text=_("With fewer, the draw cannot be made."),
    )
    registration_opens_at = models.DateTimeField(
        _("registration opens"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as the page is published."),
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes"),
        null=True,
        blank=True,
        help_text=_("Empty: when the tournament starts."),
    )
    check_in_opens_at = models.DateTimeField(
        _("check-in opens"), null=True, blank=True, help_text=_("Empty: no check-in.")
    )
    check_in_closes_at = models.DateTimeField(
        _("check-in closes"),
        null=True,
        blank=True,
        help_text=_("Empty: when the tournament starts."),
    )
    starts_at = models.DateTimeField(_("tournament starts"), null=True)
    entry_fee = models.DecimalField(
        _("entry fee"),
        max_digits=10,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
        help_text=_("0: free."),
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.BDT)
    seeding = models.CharField(
        _("seeding"),
        max_length=24,
        choices=Seeding,
        default=Seeding.REGISTRATION_ORDER,
        help_text=_("Seeds that the organizer sets by hand come before this."),
    )
    seeded_from = models.ForeignKey(
        "tournaments.Tournament",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("earlier tournament"),
        help_text=_("Whose final places are the seeds; who was not in it comes after."),
    )
    keep_apart = models.CharField(
        _("keep apart"),
        max_length=8,
        choices=Apart,
        default=Apart.NOBODY,
        blank=True,
        help_text=_("Who should not meet early; seeds move as little as that takes."),
    )

    class Meta:
        abstract = True

    @property
    def last_registration_at(self):
        """When registration ends: its own time, or the start."""
        return self.registration_closes_at or self.starts_at

    @property
    def last_check_in_at(self):
        """When check-in ends; None without check-in."""
        return self.check_in_opens_at and (self.check_in_closes_at or self.starts_at)
