from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournaments.engine.results import Game


class ReportQuerySet(models.QuerySet):
    def live(self):
        """What each side says now, without what it said before."""
        return self.filter(live=True)


class Report(models.Model):
    """What one side says a match ended with. The newest of a side is live; the others are kept."""

    match = models.ForeignKey("tournaments.Match", on_delete=models.CASCADE, related_name="reports")
    entrant = models.ForeignKey(
        "tournaments.Entrant", on_delete=models.PROTECT, related_name="reports"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    games = models.JSONField(
        default=list, help_text=_("A row a game: both scores, and both of its tie-break or null.")
    )
    overtime = models.BooleanField(default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    live = models.BooleanField(default=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "entrant"],
                condition=Q(live=True),
                name="one_report_per_side_and_match",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entrant} on {self.match}"

    @property
    def tournament(self):
        return self.match.tournament

    @property
    def as_games(self) -> tuple[Game, ...]:
        return tuple(Game(*row) for row in self.games)

    def says_the_same_as(self, other: "Report") -> bool:
        """Whether both tell the same games; a winner alone is not enough."""
        return self.as_games == other.as_games and self.overtime == other.overtime


class DisputeQuerySet(models.QuerySet):
    def active(self):
        """Disputes that somebody still has to rule on."""
        return self.filter(status__in=Dispute.ACTIVE)


class Dispute(models.Model):
    """The sides do not agree on a match, and an official rules."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        UNDER_REVIEW = "under_review", _("Under review")
        ESCALATED = "escalated", _("Escalated")
        RESOLVED = "resolved", _("Resolved")
        DISMISSED = "dismissed", _("Dismissed")
        CANCELLED = "cancelled", _("Taken back")

    class Reason(models.TextChoices):
        SCORE_MISMATCH = "score_mismatch", _("The score is wrong")
        WRONG_WINNER = "wrong_winner", _("The winner is wrong")
        NO_SHOW = "no_show", _("The other side did not come")
        CHEATING = "cheating", _("Cheating")
        INCORRECT_MAP = "incorrect_map", _("The wrong map was played")
        TECHNICAL_ISSUE = "technical_issue", _("A technical problem")
        NOT_PLAYED = "not_played", _("The match was not played")
        OTHER = "other", _("Something else")

    MOVES = {
        Status.OPEN: {
            Status.UNDER_REVIEW,
            Status.ESCALATED,
            Status.RESOLVED,
            Status.DISMISSED,
            Status.CANCELLED,
        },
        Status.UNDER_REVIEW: {
            Status.ESCALATED,
            Status.RESOLVED,
            Status.DISMISSED,
            Status.CANCELLED,
        },
        # Again: from the organizer to those who run the site.
        Status.ESCALATED: {
            Status.ESCALATED,
            Status.RESOLVED,
            Status.DISMISSED,
            Status.CANCELLED,
        },
        Status.RESOLVED: set(),
        Status.DISMISSED: set(),
        Status.CANCELLED: set(),
    }
    ACTIVE = frozenset({Status.OPEN, Status.UNDER_REVIEW, Status.ESCALATED})

    match = models.ForeignKey(
        "tournaments.Match", on_delete=models.CASCADE, related_name="disputes"
    )
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.OPEN)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    text = models.CharField(_("what happened"), max_length=2000, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Nobody: two reports differ."),
    )
    entrant = models.ForeignKey(
        "tournaments.Entrant", null=True, on_delete=models.PROTECT, related_name="disputes"
    )
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    match_was = models.CharField(
        max_length=12, help_text=_("Status of the match when the dispute was opened.")
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ruling = models.CharField(_("ruling"), max_length=2000, blank=True)
    outcome = models.JSONField(default=dict, help_text=_("What the match ended with by it."))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match"],
                condition=Q(status__in=["open", "under_review", "escalated"]),
                name="one_active_dispute_per_match",
            )
        ]

    def __str__(self) -> str:
        return f"{self.match}: {self.get_reason_display()}"

    def get_absolute_url(self) -> str:
        return reverse("matches:dispute", args=[self.match_id])

    @property
    def tournament(self):
        return self.match.tournament

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE

    def move_to(self, status: Status) -> None:
        if status not in self.MOVES[self.Status(self.status)]:
            raise ValueError(f"{self} cannot go from {self.status} to {status}")
        self.status = status
        self.save()


class ScoreLinkQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(revoked_at=None)

    def of_token(self, token: str):
        """The link that an address ends with; none for what was not signed here."""
        try:
            return self.filter(pk=signing.Signer(salt=ScoreLink.SALT).unsign(token))
        except signing.BadSignature:
            return self.none()


class ScoreLink(models.Model):
    """An address with which whoever has it enters the result of one match: for scorekeepers."""

    SALT = "matches.score_link"

    match = models.ForeignKey(
        "tournaments.Match", on_delete=models.CASCADE, related_name="score_links"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = ScoreLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for a scorekeeper")
        verbose_name_plural = _("links for scorekeepers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["match"], condition=Q(revoked_at=None), name="one_score_link_per_match"
            )
        ]

    def __str__(self) -> str:
        return f"Score link of {self.match}"

    def get_absolute_url(self) -> str:
        return reverse("matches:score", args=[self.token])

    @property
    def tournament(self):
        return self.match.tournament

    @property
    def token(self) -> str:
        """What the address ends with: the same each time, so that a slip can be printed again.

        Signed, so that the table holds no secret.
        """
        return signing.Signer(salt=self.SALT).sign(self.pk)
