from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournaments.core.operations import match_topic
from tournaments.engine.types import Bracket


class Stage(models.Model):
    """One part of a competition, played in one format."""

    tournament = models.ForeignKey(
        "tournaments.Tournament", on_delete=models.PROTECT, related_name="drawn_stages"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=80)
    format = models.CharField(_("format"), max_length=30)
    spec = models.JSONField(default=dict, help_text=_("The settings this stage is drawn with."))
    random_seed = models.PositiveBigIntegerField()
    requested_at = models.DateTimeField(auto_now_add=True)
    drawn_at = models.DateTimeField(_("drawn at"), null=True, blank=True)
    refusal = models.TextField(blank=True, help_text=_("Why the draw could not be made."))
    wanted_round = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("The round whose pairing was asked for.")
    )
    closed_at = models.DateTimeField(
        _("closed at"), null=True, blank=True, help_text=_("When a ladder took no more challenges.")
    )

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["tournament", "number"]
        constraints = [
            models.UniqueConstraint(fields=["tournament", "number"], name="one_stage_per_number")
        ]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """Entrants of a stage who all meet each other."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "number"], name="one_group_per_number")
        ]

    def __str__(self) -> str:
        return self.name


class StageEntry(models.Model):
    """An entrant's place in a stage: its seed there, and its group if it has one."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="entries")
    entrant = models.ForeignKey(
        "tournaments.Entrant", on_delete=models.PROTECT, related_name="stage_entries"
    )
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="entries")
    seed = models.PositiveSmallIntegerField()
    lot = models.PositiveSmallIntegerField(
        _("lot"), null=True, blank=True, help_text=_("Order decided by an official.")
    )
    lot_across = models.PositiveSmallIntegerField(
        _("lot across groups"),
        null=True,
        blank=True,
        help_text=_("Order decided by an official among those of several groups."),
    )

    class Meta:
        ordering = ["seed"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "entrant"], name="one_entry_per_stage"),
            models.UniqueConstraint(fields=["stage", "seed"], name="one_stage_entry_per_seed"),
        ]

    def __str__(self) -> str:
        return f"{self.entrant} in {self.stage}"


BRACKETS = [
    (Bracket.WINNERS.value, _("Winners' bracket")),
    (Bracket.LOSERS.value, _("Losers' bracket")),
    (Bracket.FINAL.value, _("Final")),
    (Bracket.THIRD_PLACE.value, _("Third place")),
    (Bracket.GROUP.value, _("Group")),
]


class Round(models.Model):
    """Matches of a stage that are played side by side."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="rounds")
    bracket = models.CharField(max_length=12, choices=BRACKETS)
    number = models.PositiveSmallIntegerField()
    best_of = models.PositiveSmallIntegerField(default=1)
    rematches = models.PositiveSmallIntegerField(
        default=0, help_text=_("Pairs that met before, since no pairing without them exists.")
    )

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "bracket", "number"], name="one_round_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage}, {self.get_bracket_display()} {self.number}"


class Match(models.Model):
    """Sides that meet, and what came of it."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for its sides")
        READY = "ready", _("Ready")
        LIVE = "live", _("Live")
        REPORTED = "reported", _("Reported")
        DISPUTED = "disputed", _("Disputed")
        COMPLETED = "completed", _("Completed")
        VOID = "void", _("Not played")

    class DecidedBy(models.TextChoices):
        PLAYED = "played", _("Played")
        FORFEIT = "forfeit", _("Forfeit")
        DOUBLE_FORFEIT = "double_forfeit", _("Double forfeit")
        WALKOVER = "walkover", _("Walkover")
        DISQUALIFICATION = "disqualification", _("Disqualification")

    TERMINAL = frozenset({Status.COMPLETED, Status.VOID})
    NOT_STARTED = frozenset({Status.PENDING, Status.READY, Status.VOID})
    MOVES = {
        Status.PENDING: {Status.READY, Status.VOID},
        Status.READY: {Status.LIVE, Status.REPORTED, Status.DISPUTED, Status.COMPLETED},
        Status.LIVE: {Status.READY, Status.REPORTED, Status.DISPUTED, Status.COMPLETED},
        Status.REPORTED: {Status.READY, Status.LIVE, Status.DISPUTED, Status.COMPLETED},
        Status.DISPUTED: {Status.READY, Status.LIVE, Status.REPORTED, Status.COMPLETED},
    }

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="matches")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="matches")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="matches")
    code = models.CharField(max_length=20)
    number = models.PositiveIntegerField(_("number"))
    best_of = models.PositiveSmallIntegerField(_("best of"), default=1)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PENDING)
    decided_by = models.CharField(max_length=20, choices=DecidedBy, blank=True)
    overtime = models.BooleanField(_("after extra time"), default=False)
    if_needed = models.BooleanField(
        default=False, help_text=_("A second final: only when the losers' side wins the first.")
    )
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["stage", "round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "code"], name="one_match_per_code"),
            models.CheckConstraint(
                condition=~Q(status="completed") | ~Q(decided_by=""),
                name="a_completed_match_was_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("matches:detail", args=[self.pk])

    @property
    def tournament(self):
        return self.stage.tournament

    @property
    def topics(self) -> list[str]:
        """What changes with it, for whoever watches this match alone."""
        return [match_topic(self.pk)]

    @property
    def is_terminal(self) -> bool:
        return self.status in self.TERMINAL

    def move_to(self, status: Status) -> None:
        if status not in self.MOVES.get(self.Status(self.status), set()):
            raise ValueError(f"{self} cannot go from {self.status} to {status}")
        self.status = status
        self.save(update_fields=["status", "decided_by", "overtime", "completed_at"])


class MatchSide(models.Model):
    """One side of a match: an entrant, a bye, or still open."""

    class Takes(models.TextChoices):
        WINNER = "winner", _("Winner")
        LOSER = "loser", _("Loser")

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="sides")
    slot = models.PositiveSmallIntegerField()
    entrant = models.ForeignKey(
        "tournaments.Entrant", null=True, on_delete=models.PROTECT, related_name="sides"
    )
    is_bye = models.BooleanField(default=False)
    is_winner = models.BooleanField(default=False)
    from_match = models.ForeignKey(Match, null=True, on_delete=models.CASCADE, related_name="feeds")
    takes = models.CharField(max_length=6, choices=Takes, blank=True)
    score = models.PositiveIntegerField(null=True)
    place = models.PositiveSmallIntegerField(
        _("place"), null=True, help_text=_("In a lobby that is over.")
    )
    kills = models.PositiveSmallIntegerField(_("kills"), null=True)

    class Meta:
        ordering = ["slot"]
        constraints = [
            models.UniqueConstraint(fields=["match", "slot"], name="one_side_per_slot"),
            models.UniqueConstraint(fields=["match", "entrant"], name="nobody_meets_themselves"),
            models.UniqueConstraint(
                fields=["match"], condition=Q(is_winner=True), name="one_winner_per_match"
            ),
            models.CheckConstraint(
                condition=Q(is_bye=False) | Q(entrant__isnull=True), name="a_bye_is_nobody"
            ),
            models.CheckConstraint(
                condition=Q(is_winner=False) | Q(entrant__isnull=False), name="a_winner_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match}, side {self.slot}"


class GameScore(models.Model):
    """What one side scored in one game of a match."""

    side = models.ForeignKey(MatchSide, on_delete=models.CASCADE, related_name="games")
    number = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    tiebreak = models.PositiveSmallIntegerField(
        null=True, help_text=_("Penalties or whatever decided a level game.")
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["side", "number"], name="one_score_per_side_and_game")
        ]

    def __str__(self) -> str:
        return f"{self.side}, game {self.number}: {self.score}"
