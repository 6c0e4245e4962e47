from django.conf import settings
from django.contrib.auth.models import Group as PermissionGroup
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournaments.core.capabilities import StaffRole
from tournaments.core.phases import Phase, next_boundary, phase
from tournaments.core.settings import TournamentSettings


class Game(models.Model):
    """A title that is played. Everything that differs between games is a row, never code."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    roster_min = models.PositiveSmallIntegerField(
        _("smallest team"), default=1, validators=[MinValueValidator(1)]
    )
    roster_max = models.PositiveSmallIntegerField(
        _("largest team"), default=1, validators=[MinValueValidator(1)]
    )
    player_id_label = models.CharField(_("name of the player id"), max_length=40, blank=True)
    player_id_help = models.CharField(_("example of a player id"), max_length=120, blank=True)
    player_id_pattern = models.CharField(
        _("pattern of a player id"),
        max_length=200,
        blank=True,
        help_text=_("A regular expression that the whole id matches."),
    )
    allows_draws = models.BooleanField(_("a match may end in a draw"), default=False)
    score_word = models.CharField(
        _("what a score counts"), max_length=20, blank=True, help_text=_("Rounds, goals, maps …")
    )
    default_best_of = models.PositiveSmallIntegerField(_("usual best of"), default=1)
    points_win = models.PositiveSmallIntegerField(_("points for a win"), default=3)
    points_draw = models.PositiveSmallIntegerField(_("points for a draw"), default=1)
    points_loss = models.PositiveSmallIntegerField(_("points for a loss"), default=0)
    tiebreaks = models.JSONField(
        _("tiebreaks"), default=list, help_text=_("In order; each a name the engine knows.")
    )
    lobby_size = models.PositiveSmallIntegerField(
        _("entrants of a lobby"),
        default=0,
        help_text=_("For games that many play against each other. 0: two sides meet."),
    )
    placement_points = models.JSONField(
        _("points by place"), default=list, help_text=_("In a lobby, from the first place on.")
    )
    kill_points = models.PositiveSmallIntegerField(_("points a kill"), default=0)
    kill_cap = models.PositiveSmallIntegerField(
        _("most kills that count"), null=True, blank=True, help_text=_("Empty: all count.")
    )
    map_pool = models.JSONField(
        _("maps"), default=list, blank=True, help_text=_("Those of the veto. Empty: no veto.")
    )
    start_sides = models.JSONField(
        _("sides to start on"),
        default=list,
        blank=True,
        help_text=_("Such as Attack and Defence; chosen for each map of a veto. Empty: no choice."),
    )
    veto_seconds = models.PositiveSmallIntegerField(_("seconds a turn of the veto"), default=60)

    class Meta:
        verbose_name = _("game")
        verbose_name_plural = _("games")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(roster_max__gte=models.F("roster_min")), name="game_roster_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Organizer(models.Model):
    """The live record behind one OrganizerPage: who may act for it, and how far it is trusted."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    group = models.OneToOneField(
        PermissionGroup, on_delete=models.PROTECT, related_name="organizer"
    )
    name = models.CharField(_("name"), max_length=255)
    is_trusted = models.BooleanField(
        _("publishes without review"),
        default=False,
        help_text=_("New organizers' pages go through moderation until this is set."),
    )

    class Meta:
        verbose_name = _("organizer")
        verbose_name_plural = _("organizers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TournamentQuerySet(models.QuerySet):
    def visible(self):
        """Tournaments that the public may know about."""
        return self.exclude(status=Tournament.Status.DRAFT).filter(page__live=True)

    def run_by(self, user):
        """Tournaments whose organizer ``user`` acts for; all for a superuser."""
        if user.is_superuser:
            return self
        return self.filter(organizer__group__user=user.pk)

    def staffed_by(self, user, *roles):
        """Tournaments that ``user`` runs or helps with in one of ``roles``; all for a superuser."""
        if user.is_superuser:
            return self
        places = StaffMember.objects.in_office().filter(user=user.pk, role__in=roles)
        return self.filter(
            Q(pk__in=places.values("tournament")) | Q(organizer__group__user=user.pk)
        ).distinct()

    def behind(self, page):
        """The live record of ``page``, of any of its translations, or of what it is an alias of."""
        source = page.alias_of if page.alias_of_id else page
        return self.filter(page__translation_key=source.translation_key)


class Tournament(TournamentSettings):
    """The live record behind one TournamentPage: its status and the settings in force."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        LIVE = "live", _("Live")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")
        ARCHIVED = "archived", _("Archived")

    MOVES = {
        Status.DRAFT: {Status.PUBLISHED},
        Status.PUBLISHED: {Status.LIVE, Status.CANCELLED, Status.DRAFT},
        Status.LIVE: {Status.COMPLETED, Status.CANCELLED},
        Status.COMPLETED: {Status.ARCHIVED, Status.LIVE},
        Status.CANCELLED: {Status.ARCHIVED},
        Status.ARCHIVED: set(),
    }

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    organizer = models.ForeignKey(Organizer, on_delete=models.PROTECT, related_name="tournaments")
    slug = models.SlugField(max_length=255, unique=True)
    title = models.CharField(_("title"), max_length=255)
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, db_index=True
    )
    stages = models.JSONField(_("stages"), default=list)
    payment_methods = models.JSONField(_("payment methods"), default=list)
    prizes = models.JSONField(_("prizes"), default=list)
    custom_fields = models.JSONField(_("questions to entrants"), default=list)
    check_in_extended_to = models.DateTimeField(
        null=True, blank=True, help_text=_("The end of check-in, when the organizer moved it.")
    )
    check_in_closed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When those who did not check in lost their places.")
    )
    cancel_reason = models.TextField(_("reason of the cancellation"), blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(
        default=0, help_text=_("Number of the newest registration.")
    )
    draw_secret = models.CharField(
        max_length=64,
        blank=True,
        help_text=_("What all lots come from. Never shown before a draw."),
    )
    applied_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    refused_settings = models.JSONField(
        default=list, help_text=_("Settings of the page that are not in force, and why.")
    )

    objects = TournamentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tournament")
        verbose_name_plural = _("tournaments")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tournament", args=[self.slug])

    @property
    def is_free(self) -> bool:
        return self.entry_fee == 0

    @property
    def last_check_in_at(self):
        """When check-in ends, extended or not; None without check-in."""
        return self.check_in_opens_at and (self.check_in_extended_to or super().last_check_in_at)

    def check_in_is_over_at(self, moment) -> bool:
        """Whether the check-in has ended by ``moment``; never without one."""
        return bool(self.check_in_opens_at) and self.last_check_in_at <= moment

    @property
    def smallest_roster(self) -> int:
        return self.roster_min or self.game.roster_min

    @property
    def largest_roster(self) -> int:
        return self.roster_max or max(self.game.roster_max, self.smallest_roster)

    def phase_at(self, moment, *, places_held: int) -> Phase | None:
        """The phase at ``moment`` while published; None in any other status."""
        if self.status != self.Status.PUBLISHED:
            return None
        return phase(self, moment, is_full=places_held >= self.capacity)

    def next_boundary_after(self, moment):
        """When the page next changes by itself; None when it does not."""
        return next_boundary(self, moment) if self.status == self.Status.PUBLISHED else None

    def move_to(self, status: Status) -> None:
        if status not in self.MOVES[self.Status(self.status)]:
            raise ValueError(f"{self} cannot go from {self.status} to {status}")
        self.status = status
        self.save(update_fields=["status"])


class StaffMemberQuerySet(models.QuerySet):
    def standing(self):
        """Places that are offered or taken: neither declined nor left."""
        return self.filter(ended_at=None)

    def in_office(self):
        """Places that were accepted, and not left since."""
        return self.standing().filter(accepted_at__isnull=False)


class StaffMember(models.Model):
    """A person who was asked to help with one tournament, and in which role."""

    tournament = models.ForeignKey(Tournament, on_delete=models.PROTECT, related_name="staff")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_places"
    )
    role = models.CharField(_("role"), max_length=16, choices=StaffRole)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited at"), auto_now_add=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    ended_at = models.DateTimeField(
        _("ended at"), null=True, blank=True, help_text=_("Declined, left or removed.")
    )

    objects = StaffMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tournament", "user"],
                condition=Q(ended_at=None),
                name="one_staff_place_per_person_and_tournament",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} of {self.tournament}"


class BanQuerySet(models.QuerySet):
    def in_force(self, moment):
        """Bans that hold at ``moment``."""
        return self.filter(
            Q(ends_at=None) | Q(ends_at__gt=moment), starts_at__lte=moment, lifted_at=None
        )

    def covering(self, tournament: Tournament):
        """Bans that keep somebody out of ``tournament``: of the site, or of its organizer."""
        return self.filter(Q(organizer=None) | Q(organizer=tournament.organizer_id))


class Ban(models.Model):
    """A person who may not register: anywhere (no organizer), or with one organizer."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bans"
    )
    organizer = models.ForeignKey(
        Organizer, null=True, blank=True, on_delete=models.PROTECT, related_name="bans"
    )
    reason = models.TextField(_("reason"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")),
                name="a_ban_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.organizer or 'site'})"

    def is_in_force(self, moment) -> bool:
        """As ``BanQuerySet.in_force`` says."""
        is_over = self.ends_at is not None and self.ends_at <= moment
        return self.starts_at <= moment and not is_over and self.lifted_at is None

    @property
    def tournament(self) -> None:
        """A ban belongs to no tournament; the event log asks."""
        return None


class LimitCount(models.Model):
    """How often ``subject`` did what ``name`` limits, in the window that began then."""

    name = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    window_start = models.DateTimeField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "subject"], name="one_count_per_limit_and_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.subject}: {self.number}"


class Event(models.Model):
    """One row of the log of everything that happened; append-only."""

    kind = models.CharField(max_length=60, db_index=True)
    tournament = models.ForeignKey(
        Tournament, null=True, on_delete=models.PROTECT, related_name="events"
    )
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.kind} ({self.subject_type_id}:{self.subject_id})"


class EventDelivery(models.Model):
    """One event was handed to one consumer; at most once."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    consumer = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="one_delivery_per_consumer")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.consumer}"


class Version(models.Model):
    """How often ``topic`` changed. Caches and live pages compare it."""

    topic = models.CharField(max_length=80, unique=True)
    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.topic} {self.number}"
