from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# Sorted, and beside the model, because constraints and migrations repeat it.
CLOSED = ["cancelled", "disqualified", "expired", "no_show", "rejected", "withdrawn"]


class RegistrationQuerySet(models.QuerySet):
    def holding_a_place(self):
        return self.filter(status__in=Registration.HOLDS_A_PLACE)

    def open(self):
        """Registrations that may still change: not in a terminal status."""
        return self.exclude(status__in=Registration.TERMINAL)

    def confirmed(self):
        return self.filter(status=Registration.Status.CONFIRMED)

    def made_by(self, user):
        """What ``user`` entered, or is on the roster of."""
        return self.filter(Q(registered_by=user.pk) | Q(roster__user=user.pk)).distinct()


class Registration(models.Model):
    """One application of a player or a team to a tournament."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        NEEDS_REVIEW = "needs_review", _("Needs review")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        AWAITING_PAYMENT = "awaiting_payment", _("Awaiting payment")
        AWAITING_VERIFICATION = "awaiting_verification", _("Payment being checked")
        WAITLISTED = "waitlisted", _("On the waitlist")
        OFFERED = "offered", _("Place offered")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")
        NO_SHOW = "no_show", _("Did not show up")
        DISQUALIFIED = "disqualified", _("Disqualified")
        CANCELLED = "cancelled", _("Cancelled")

    TERMINAL = frozenset(CLOSED)
    HOLDS_A_PLACE = frozenset(
        {
            Status.NEEDS_REVIEW,
            Status.CHANGES_REQUESTED,
            Status.AWAITING_PAYMENT,
            Status.AWAITING_VERIFICATION,
            Status.OFFERED,
            Status.CONFIRMED,
        }
    )
    # Open to every status that is not terminal.
    EXITS = frozenset({Status.WITHDRAWN, Status.REJECTED, Status.CANCELLED})
    MOVES = {
        Status.DRAFT: {
            Status.NEEDS_REVIEW,
            Status.AWAITING_PAYMENT,
            Status.CONFIRMED,
            Status.WAITLISTED,
        },
        Status.NEEDS_REVIEW: {
            Status.CHANGES_REQUESTED,
            Status.AWAITING_PAYMENT,
            Status.CONFIRMED,
        },
        Status.CHANGES_REQUESTED: {Status.NEEDS_REVIEW, Status.EXPIRED},
        Status.AWAITING_PAYMENT: {
            Status.AWAITING_VERIFICATION,
            Status.CONFIRMED,
            Status.EXPIRED,
        },
        Status.AWAITING_VERIFICATION: {Status.CONFIRMED, Status.AWAITING_PAYMENT},
        Status.WAITLISTED: {Status.OFFERED},
        Status.OFFERED: {Status.AWAITING_PAYMENT, Status.CONFIRMED, Status.EXPIRED},
        Status.CONFIRMED: {Status.NO_SHOW, Status.DISQUALIFIED},
    }

    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="registrations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("player"),
    )
    team = models.ForeignKey(
        "teams.Team",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("team"),
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("registered by"),
    )
    name = models.CharField(
        _("name"), max_length=150, help_text=_("Of the player or the team, when it registered.")
    )
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    number = models.PositiveIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=24, choices=Status)
    seed = models.PositiveSmallIntegerField(_("seed"), null=True, blank=True)
    seed_is_locked = models.BooleanField(
        _("locked"), default=False, help_text=_("The seed is this number exactly.")
    )
    rating = models.PositiveIntegerField(_("rating"), null=True, blank=True)
    region = models.CharField(_("region"), max_length=60, blank=True)
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["tournament", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(team__isnull=True),
                name="registration_of_a_player_or_a_team",
            ),
            models.UniqueConstraint(
                fields=["tournament", "user"],
                condition=~Q(status__in=CLOSED),
                name="one_open_registration_per_player",
            ),
            models.UniqueConstraint(
                fields=["tournament", "team"],
                condition=~Q(status__in=CLOSED),
                name="one_open_registration_per_team",
            ),
            models.UniqueConstraint(
                fields=["tournament", "number"], name="one_number_per_registration"
            ),
            models.CheckConstraint(condition=Q(seed__gte=1), name="seed_starts_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("registration:detail", args=[self.reference])

    @property
    def is_terminal(self) -> bool:
        return self.status in self.TERMINAL

    @property
    def holds_a_place(self) -> bool:
        return self.status in self.HOLDS_A_PLACE

    def may_move_to(self, status: Status) -> bool:
        current = self.Status(self.status)
        if current in self.TERMINAL:
            return False
        return status in self.EXITS or status in self.MOVES.get(current, set())

    def move_to(self, status: Status) -> None:
        """Move to ``status``; a closed registration frees the players of its roster."""
        if not self.may_move_to(status):
            raise ValueError(f"{self} cannot go from {self.status} to {status}")
        self.status = status
        self.save(update_fields=["status", "reason"])
        if self.is_terminal:
            self.roster.update(live=False)


class RosterEntry(models.Model):
    """One player of one registration. Solo registrations have exactly one."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="roster")
    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roster_entries"
    )
    player_id = models.CharField(_("player id"), max_length=60, blank=True)
    live = models.BooleanField(
        default=True, help_text=_("Off once the registration is over, so that it blocks nobody.")
    )

    class Meta:
        verbose_name = _("roster entry")
        verbose_name_plural = _("roster entries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tournament", "user"],
                condition=Q(live=True),
                name="one_live_roster_per_player_and_tournament",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.registration}"


class Entrant(models.Model):
    """A registration that holds a place in the competition, with its seed."""

    class LeftBy(models.TextChoices):
        WITHDRAWAL = "withdrawal", _("Withdrawn")
        DISQUALIFICATION = "disqualification", _("Disqualified")

    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="entrants"
    )
    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, related_name="entrant"
    )
    name = models.CharField(_("name"), max_length=150)
    seed = models.PositiveSmallIntegerField(_("seed"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    left_by = models.CharField(_("left by"), max_length=16, choices=LeftBy, blank=True)

    class Meta:
        verbose_name = _("entrant")
        verbose_name_plural = _("entrants")
        ordering = ["seed"]
        constraints = [
            models.UniqueConstraint(fields=["tournament", "seed"], name="one_entrant_per_seed")
        ]

    def __str__(self) -> str:
        return self.name
