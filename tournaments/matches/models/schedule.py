from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Station(models.Model):
    """A place to play at, one match at a time: a table, a server, a stage with a stream."""

    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="stations"
    )
    name = models.CharField(_("name"), max_length=40)
    number = models.PositiveSmallIntegerField(_("order"), default=1)
    stream_url = models.URLField(
        _("stream"), blank=True, help_text=_("Where matches of this station are shown live.")
    )
    is_open = models.BooleanField(
        _("open"), default=True, help_text=_("Takes the next match of the queue when it is free.")
    )

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tournament", "name"], name="one_station_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class Break(models.Model):
    """A time of the day at which nothing is played."""

    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="breaks"
    )
    name = models.CharField(_("name"), max_length=40)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("break")
        verbose_name_plural = _("breaks")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_break_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Fixture(models.Model):
    """When and where a match is played, and what its sides need to find each other.

    Apart from the match itself, so that a new time is no change of the competition: a correction
    can be undone after a match was moved.
    """

    match = models.OneToOneField(
        "tournaments.Match", on_delete=models.CASCADE, related_name="fixture"
    )
    starts_at = models.DateTimeField(
        _("starts"), null=True, blank=True, help_text=_("Empty: when a station is free.")
    )
    station = models.ForeignKey(
        Station, null=True, blank=True, on_delete=models.SET_NULL, related_name="fixtures"
    )
    referee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    called_at = models.DateTimeField(
        _("called at"), null=True, blank=True, help_text=_("When both sides were asked to come.")
    )
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    sequence = models.PositiveIntegerField(
        default=0, help_text=_("How often its time or place changed: SEQUENCE of RFC 5545.")
    )
    changed_at = models.DateTimeField(auto_now=True)
    lobby_code = models.CharField(_("lobby code"), max_length=80, blank=True)
    lobby_password = models.CharField(_("password"), max_length=80, blank=True)
    server = models.CharField(_("server"), max_length=120, blank=True)
    voice_channel = models.CharField(_("voice channel"), max_length=200, blank=True)
    stream_url = models.URLField(_("stream"), blank=True)
    note = models.CharField(_("note of the officials"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("fixture")
        verbose_name_plural = _("fixtures")

    def __str__(self) -> str:
        return f"{self.match} at {self.starts_at}"

    @property
    def tournament(self):
        return self.match.tournament

    @property
    def expected_at(self) -> datetime | None:
        """When its sides are expected: when they were called, or else the time that is set."""
        return self.called_at or self.starts_at


class MatchCheckIn(models.Model):
    """One side is there and ready to play."""

    match = models.ForeignKey(
        "tournaments.Match", on_delete=models.CASCADE, related_name="check_ins"
    )
    entrant = models.ForeignKey(
        "tournaments.Entrant", on_delete=models.PROTECT, related_name="match_check_ins"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "entrant"], name="one_check_in_per_side_and_match"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entrant} at {self.match}"

    @property
    def tournament(self):
        return self.match.tournament


class Proposal(models.Model):
    """One side would like to play at another time. Without an answer the set time stands."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Not answered")
        WITHDRAWN = "withdrawn", _("Taken back")

    match = models.ForeignKey(
        "tournaments.Match", on_delete=models.CASCADE, related_name="proposals"
    )
    entrant = models.ForeignKey("tournaments.Entrant", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("new time"))
    text = models.CharField(_("message"), max_length=200, blank=True)
    deadline = models.DateTimeField(_("answer until"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.WAITING)
    made_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("proposal of a time")
        verbose_name_plural = _("proposals of times")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match"], condition=Q(status="waiting"), name="one_open_proposal_per_match"
            )
        ]

    def __str__(self) -> str:
        return f"{self.match}: {self.starts_at}"

    @property
    def tournament(self):
        return self.match.tournament

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it can be answered at ``moment``: also before a worker has noted its end."""
        return self.status == self.Status.WAITING and moment < self.deadline

    def answer(self, status: Status, *, by=None) -> None:
        """The one move of a proposal, from waiting to ``status``."""
        if self.status != self.Status.WAITING:
            raise ValueError(f"{self} is {self.status} and cannot become {status}")
        self.status, self.answered_by, self.answered_at = status, by, timezone.now()
        self.save(update_fields=["status", "answered_by", "answered_at"])


class Reminder(models.Model):
    """The sides of a match were reminded so many minutes before that time, or it was too late."""

    match = models.ForeignKey(
        "tournaments.Match", on_delete=models.CASCADE, related_name="reminders"
    )
    minutes = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    is_sent = models.BooleanField(
        default=True, help_text=_("Not when a later reminder was due by then already.")
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "minutes", "starts_at"], name="one_reminder_per_time_and_lead"
            )
        ]

    def __str__(self) -> str:
        return f"{self.match}, {self.minutes} min before"


class FeedToken(models.Model):
    """What a person's calendar shows to read "my matches" without signing in."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_token"
    )
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Feed of {self.user}"
