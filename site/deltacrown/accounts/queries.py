from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from deltacrown.accounts.models import GameAccount, Profile, User


def chosen_zone(user: User) -> ZoneInfo | None:
    """The person's time zone; None when they chose none, or one that exists no more."""
    name = Profile.objects.filter(user_id=user.pk).values_list("timezone", flat=True).first()
    return zone_named(name or "")


@lru_cache(maxsize=1000)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone, if there is one of that name. Kept, since the system's whole folder is looked
    through for it, and every page of a signed-in person asks.
    """
    return ZoneInfo(name) if name in available_timezones() else None


def profile_of(user: User) -> Profile:
    """The person's profile, unsaved when they have told nothing yet."""
    return Profile.objects.filter(user=user).first() or Profile(user=user)


def games() -> QuerySet:
    """Every game. The model is reached through the field: accounts import nothing above them."""
    return GameAccount._meta.get_field("game").related_model.objects.all()


def games_with_account(user: User) -> QuerySet:
    """Every game, with the person's id in it as ``own_player_id``; None without one."""
    own = GameAccount.objects.filter(user=user, game=OuterRef("pk"))
    return games().annotate(own_player_id=Subquery(own.values("player_id")[:1]))


def own_memberships(user: User) -> QuerySet:
    """The person's teams, by name."""
    return user.memberships.select_related("team").order_by("team__name")


def own_memberships_with_requests(user: User) -> QuerySet:
    """The same, with ``request_count``: how many ask to join the team and wait for an answer."""
    waiting = Q(team__invitations__status="waiting", team__invitations__direction="asked")
    return own_memberships(user).annotate(request_count=Count("team__invitations", filter=waiting))


def waiting_invitations(user: User) -> QuerySet:
    """Teams that invite the person, then those that they have asked; the newest first."""
    waiting = user.team_invitations.filter(status="waiting")
    return waiting.select_related("team__game", "made_by").order_by("-direction", "-pk")


def players() -> QuerySet[User]:
    """People who have a public profile."""
    return User.objects.filter(is_active=True).select_related("profile")
