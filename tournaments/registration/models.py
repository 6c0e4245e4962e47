from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deltacrown.storage import RandomName, private_storage

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

    def waiting(self):
        """The waitlist, first come first."""
        return self.filter(status=Registration.Status.WAITLISTED).order_by("number")

    def overdue(self, moment):
        """Those whose status has ended by itself at ``moment``, longest ago first."""
        return self.filter(status__in=Registration.ENDS_BY_ITSELF, expires_at__lte=moment).order_by(
            "expires_at", "pk"
        )

    def made_by(self, user):
        """What ``user`` entered, or is on the roster of."""
        rosters = RosterEntry.objects.filter(user=user.pk).values("registration")
        return self.filter(Q(registered_by=user.pk) | Q(pk__in=rosters))


class Registration(models.Model):
    """One application of a player or a team to a tournament."""

    class Status(models.TextChoices):
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
    ENDS_BY_ITSELF = frozenset({Status.AWAITING_PAYMENT, Status.OFFERED, Status.CHANGES_REQUESTED})
    # Open to every status that is not terminal.
    EXITS = frozenset({Status.WITHDRAWN, Status.REJECTED, Status.CANCELLED})
    # How a registration begins. What is not sent yet is an EntryDraft.
    BEGINNINGS = frozenset(
        {Status.NEEDS_REVIEW, Status.AWAITING_PAYMENT, Status.CONFIRMED, Status.WAITLISTED}
    )
    MOVES = {
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
        Status.OFFERED: {
            Status.NEEDS_REVIEW,
            Status.AWAITING_PAYMENT,
            Status.CONFIRMED,
            Status.EXPIRED,
        },
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
    tag = models.CharField(_("tag"), max_length=6, blank=True)
    is_guest = models.BooleanField(
        _("guest team"), default=False, help_text=_("A team that has no account on the site.")
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
    expires_at = models.DateTimeField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_("When the present status ends by itself and the place is lost."),
    )
    terms_accepted_at = models.DateTimeField(_("terms accepted at"), null=True, blank=True)
    remarks = models.JSONField(
        default=dict, blank=True, help_text=_("What is to be changed, by the key of its field.")
    )
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("checked in by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["tournament", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_guest=False, user__isnull=True, team__isnull=False)
                | Q(is_guest=False, user__isnull=False, team__isnull=True)
                | Q(is_guest=True, user__isnull=True, team__isnull=True),
                name="registration_of_a_player_a_team_or_guests",
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
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(expires_at__isnull=False),
                name="registration_deadlines",
            )
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

    def is_overdue(self, moment) -> bool:
        """Whether its status has ended by itself at ``moment``."""
        ends = self.expires_at if self.status in self.ENDS_BY_ITSELF else None
        return ends is not None and ends <= moment

    def may_move_to(self, status: Status) -> bool:
        current = self.Status(self.status)
        if current in self.TERMINAL:
            return False
        return status in self.EXITS or status in self.MOVES.get(current, set())

    def presence_at(self, moment):
        """What ``checked_in_at`` is for one who gets the place at ``moment``."""
        return moment if self.tournament.check_in_is_over_at(moment) else None

    def move_to(self, status: Status, *, expires_at=None) -> None:
        """Move to ``status``, which ends by itself at ``expires_at``.

        A closed registration frees the players of its roster. Who is confirmed when check-in is
        over could not check in, and counts as there.
        """
        if not self.may_move_to(status):
            raise ValueError(f"{self} cannot go from {self.status} to {status}")
        self.status, self.expires_at = status, expires_at
        if status == self.Status.CONFIRMED and not self.checked_in_at:
            self.checked_in_at = self.presence_at(timezone.now())
        self.save(update_fields=["status", "reason", "expires_at", "checked_in_at"])
        if self.is_terminal:
            self.roster.update(live=False)


class RosterEntryQuerySet(models.QuerySet):
    def standing(self):
        """Without those whose place an approved substitution gave to somebody else.

        ``live`` does not tell: it is off for everybody once the registration is over.
        """
        given_away = Substitution.objects.filter(
            outgoing=OuterRef("pk"), status=Substitution.Status.APPROVED
        )
        return self.exclude(Exists(given_away))


class StandingRosterManager(models.Manager.from_queryset(RosterEntryQuerySet)):
    """A roster is who stands on it: so it is read everywhere, and nobody has to think of it."""

    def get_queryset(self):
        return super().get_queryset().standing()


class RosterEntry(models.Model):
    """One person of one registration, as they registered. Solo registrations have exactly one."""

    class Role(models.TextChoices):
        STARTER = "starter", _("Starter")
        SUBSTITUTE = "substitute", _("Substitute")
        COACH = "coach", _("Coach")

    PLAYS = frozenset({Role.STARTER, Role.SUBSTITUTE})

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="roster")
    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="roster_entries",
        help_text=_("Empty: a guest who has not claimed this place."),
    )
    name = models.CharField(_("name"), max_length=60, blank=True, help_text=_("Of a guest."))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.STARTER)
    player_id = models.CharField(_("player id"), max_length=60, blank=True)
    claim_token = models.CharField(
        max_length=43, blank=True, help_text=_("In the link with which a guest claims this place.")
    )
    live = models.BooleanField(
        default=True, help_text=_("Off once the registration is over, so that it blocks nobody.")
    )

    objects = StandingRosterManager()

    class Meta:
        verbose_name = _("roster entry")
        verbose_name_plural = _("roster entries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tournament", "user"],
                condition=Q(live=True),
                name="one_live_roster_per_player_and_tournament",
            ),
            models.UniqueConstraint(
                fields=["claim_token"], condition=~Q(claim_token=""), name="one_roster_per_token"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(name=""), name="a_roster_entry_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} for {self.registration}"

    @property
    def display_name(self) -> str:
        return self.user.username if self.user else self.name


class EntryDraft(models.Model):
    """What somebody has filled in so far, kept while they write; not a registration yet."""

    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.CASCADE, related_name="entry_drafts"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="entry_drafts"
    )
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("entry draft")
        verbose_name_plural = _("entry drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["tournament", "user"], name="one_draft_per_person_and_tournament"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.tournament}"


class Answer(models.Model):
    """What a registration, or one person of its roster, answered to a question."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    roster_entry = models.ForeignKey(
        RosterEntry, null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    key = models.CharField(max_length=40)
    label = models.CharField(_("question"), max_length=120, help_text=_("As it was asked."))
    value = models.JSONField(_("answer"), null=True)
    file = models.FileField(
        _("file"),
        storage=private_storage,
        upload_to=RandomName("answers"),
        max_length=200,
        blank=True,
    )
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "key"],
                condition=Q(roster_entry=None),
                name="one_answer_per_registration_and_question",
            ),
            models.UniqueConstraint(
                fields=["roster_entry", "key"], name="one_answer_per_member_and_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


class Note(models.Model):
    """What officials write about a registration for one another; its players never see it."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=2000)
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.author} on {self.registration}"


class SubstitutionQuerySet(models.QuerySet):
    def waiting(self):
        """Those that an official is to decide on; who is out of it all waits for nothing."""
        return self.filter(
            status=Substitution.Status.WAITING, registration__entrant__left_at=None
        ).exclude(registration__status__in=CLOSED)


class Substitution(models.Model):
    """The wish of a team to put ``incoming`` in the place of ``outgoing`` after rosters locked."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        DENIED = "denied", _("Denied")

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="substitutions"
    )
    outgoing = models.ForeignKey(RosterEntry, on_delete=models.PROTECT, related_name="+")
    incoming = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=500)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outgoing"], condition=Q(status="waiting"), name="one_open_substitution"
            )
        ]

    def __str__(self) -> str:
        return f"{self.incoming} for {self.outgoing.display_name}"

    @property
    def tournament(self):
        return self.registration.tournament


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
