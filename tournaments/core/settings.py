"""The settings of a tournament: edited on the page, in force on the live record."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_ENTRANTS = 4096
HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def hosts_of(text: str) -> list[str]:
    """The host names in a list separated by commas, in lower case."""
    return [host for part in text.split(",") if (host := part.strip().lower())]


def validate_hosts(text: str) -> None:
    for host in hosts_of(text):
        if not HOST.fullmatch(host):
            raise ValidationError(
                _("“%(host)s” is no host name."), code="host", params={"host": host}
            )


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


class RefundPolicy(models.TextChoices):
    FULL = "full", _("Refunded whenever a registration ends")
    UNTIL_DRAW = "until_draw", _("Refunded until the draw")
    UNTIL_CHECK_IN = "until_check_in", _("Refunded until check-in opens")
    NONE = "none", _("Not refunded")


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
    needs_approval = models.BooleanField(
        _("I approve each registration"),
        default=False,
        help_text=_("A registration then holds a place, and waits for you before it goes on."),
    )
    guest_teams_max = models.PositiveSmallIntegerField(
        _("guest teams"),
        default=0,
        validators=[MaxValueValidator(MOST_ENTRANTS)],
        help_text=_("Teams whose players have no accounts; you approve each. 0: none."),
    )
    waitlist_max = models.PositiveSmallIntegerField(
        _("places on the waitlist"),
        default=0,
        validators=[MaxValueValidator(MOST_ENTRANTS)],
        help_text=_("Who comes when every place is taken waits in order of arrival. 0: none."),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to take an offered place"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("After that the place is offered to the next of the waitlist."),
    )
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("Of every player, on the day the tournament starts. Empty: no minimum."),
    )
    allowed_countries = models.CharField(
        _("countries"),
        max_length=400,
        blank=True,
        help_text=_("Two-letter codes, such as BD, IN, NP. Empty: players from everywhere."),
    )
    terms = models.TextField(
        _("terms"),
        max_length=5000,
        blank=True,
        help_text=_("Accepted with the registration. Empty: nothing to accept."),
    )
    roster_locks_at = models.DateTimeField(
        _("rosters lock"),
        null=True,
        blank=True,
        help_text=_("From then on a change needs your approval. Empty: with the draw."),
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
    payment_hours = models.PositiveSmallIntegerField(
        _("hours to pay"),
        default=48,
        validators=[MaxValueValidator(720)],
        help_text=_("Who has sent no proof by then loses the place. 0: until the draw."),
    )
    refund_policy = models.CharField(
        _("refunds"),
        max_length=16,
        choices=RefundPolicy,
        default=RefundPolicy.UNTIL_DRAW,
        help_text=_("For those who withdraw. A cancelled tournament refunds everybody."),
    )
    four_eyes_from = models.DecimalField(
        _("two verifiers from"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("From this amount on two people verify a payment. Empty: one is enough."),
    )
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
    players_report = models.BooleanField(
        _("players report results"),
        default=True,
        help_text=_("Both sides report; officials decide where they differ."),
    )
    report_minutes = models.PositiveSmallIntegerField(
        _("minutes to answer a report"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(2880)],
        help_text=_("After that the report of one side stands, if the other is silent."),
    )
    match_check_in_minutes = models.PositiveSmallIntegerField(
        _("minutes of match check-in"),
        default=0,
        validators=[MaxValueValidator(720)],
        help_text=_("Before each match both sides say that they are there. 0: no check-in."),
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes of grace"),
        default=10,
        validators=[MaxValueValidator(240)],
        help_text=_("Who has not checked in to a match by then loses it."),
    )
    minutes_per_game = models.PositiveSmallIntegerField(
        _("minutes a game takes"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Estimates of the schedule come from it."),
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        _("minutes between matches"),
        default=5,
        validators=[MaxValueValidator(240)],
        help_text=_("So long a side and a station rest between two matches."),
    )
    sides_may_reschedule = models.BooleanField(
        _("sides may agree on another time"),
        default=False,
        help_text=_("One side proposes a time, the other accepts it. You see both."),
    )
    embed_hosts = models.CharField(
        _("sites that may show the bracket"),
        max_length=400,
        blank=True,
        validators=[validate_hosts],
        help_text=_("Host names such as club.example, separated by commas. Empty: none."),
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
