from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deltacrown.storage import RandomName


class TeamQuerySet(models.QuerySet):
    def led_by(self, user):
        """Teams that ``user`` may enter and invite for."""
        leads = Membership.objects.filter(user_id=user.pk, role__in=Membership.LEADS)
        return self.filter(pk__in=leads.values("team"))


class Team(models.Model):
    """Players under one name. Its owner founded it or took it over."""

    name = models.CharField(_("name"), max_length=50)
    tag = models.CharField(_("tag"), max_length=6, blank=True)
    slug = models.SlugField(max_length=60, unique=True)
    game = models.ForeignKey(
        "tournaments.Game",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("game"),
    )
    logo = models.ImageField(_("logo"), upload_to=RandomName("teams"), max_length=200, blank=True)
    join_code = models.CharField(
        max_length=43, blank=True, help_text=_("In the link with which players join. Empty: none.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="teams"
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [models.UniqueConstraint(Lower("name"), name="one_team_per_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("teams:detail", args=[self.slug])

    def is_owned_by(self, user) -> bool:
        return self.memberships.filter(user_id=user.pk, role=Membership.Role.OWNER).exists()

    def is_run_by(self, user) -> bool:
        """Whether ``user`` may edit the team, remove people and give them roles."""
        return self.memberships.filter(user_id=user.pk, role__in=Membership.RUNS).exists()

    def is_led_by(self, user) -> bool:
        """Whether ``user`` may enter the team into tournaments and invite people."""
        return self.memberships.filter(user_id=user.pk, role__in=Membership.LEADS).exists()


class Membership(models.Model):
    """One person's place in one team."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MANAGER = "manager", _("Manager")
        CAPTAIN = "captain", _("Captain")
        COACH = "coach", _("Coach")
        PLAYER = "player", _("Player")
        SUBSTITUTE = "substitute", _("Substitute")

    RUNS = frozenset({Role.OWNER, Role.MANAGER})
    LEADS = frozenset({Role.OWNER, Role.MANAGER, Role.CAPTAIN})
    PLAYS = frozenset({Role.OWNER, Role.CAPTAIN, Role.PLAYER, Role.SUBSTITUTE})

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PLAYER)
    joined_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"], name="one_membership_per_team_and_user"
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(role="captain"), name="one_captain_per_team"
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(role="owner"), name="one_owner_per_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"

    @property
    def runs(self) -> bool:
        return self.role in self.RUNS

    @property
    def leads(self) -> bool:
        return self.role in self.LEADS


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=Invitation.Status.WAITING)


class Invitation(models.Model):
    """A person is asked to join, or asks to: it waits for the other side's answer."""

    class Direction(models.TextChoices):
        INVITED = "invited", _("Invited")
        ASKED = "asked", _("Asked to join")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_invitations"
    )
    direction = models.CharField(max_length=8, choices=Direction)
    role = models.CharField(
        _("role"), max_length=12, choices=Membership.Role, default=Membership.Role.PLAYER
    )
    message = models.CharField(_("message"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.WAITING)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"],
                condition=Q(status="waiting"),
                name="one_open_invitation_per_team_and_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.team}"

    @property
    def is_request(self) -> bool:
        return self.direction == self.Direction.ASKED

    def answer(self, status: Status) -> None:
        """The one move of an invitation, from waiting to ``status``."""
        if self.status != self.Status.WAITING:
            raise ValueError(f"{self} is {self.status} and cannot become {status}")
        self.status, self.answered_at = status, timezone.now()
        self.save(update_fields=["status", "answered_at"])


class ListingQuerySet(models.QuerySet):
    def open(self):
        """Listings that people see: not closed, and of no player whose account is switched off."""
        return self.filter(~Q(team=None) | Q(user__is_active=True), closed_at=None)

    def close(self) -> int:
        return self.filter(closed_at=None).update(closed_at=timezone.now())


class Listing(models.Model):
    """A player who looks for a team (a free agent), or a team that looks for players."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="team_listings"
    )
    team = models.ForeignKey(
        Team,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="listings",
        help_text=_("Empty: the player looks for a team."),
    )
    game = models.ForeignKey(
        "tournaments.Game", on_delete=models.PROTECT, related_name="+", verbose_name=_("game")
    )
    text = models.CharField(_("text"), max_length=300)
    made_at = models.DateTimeField(_("since"), auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "game"],
                condition=Q(team=None, closed_at=None),
                name="one_open_listing_per_player_and_game",
            ),
            models.UniqueConstraint(
                fields=["team", "game"],
                condition=Q(closed_at=None),
                name="one_open_listing_per_team_and_game",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team or self.user}: {self.game}"
