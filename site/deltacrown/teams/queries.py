from django.db.models import Count, Q, QuerySet

from deltacrown.accounts.models import User
from deltacrown.teams.models import Invitation, Listing, Membership, Team

BY_RANK = {role: place for place, role in enumerate(Membership.Role.values)}


def games() -> QuerySet:
    """Every game. The model is reached through the field: teams import nothing above them."""
    return Team._meta.get_field("game").related_model.objects.all()


def team_list(words: str = "", *, game: str = "") -> QuerySet[Team]:
    """Teams by name, with ``member_count``; narrowed by words in name or tag, and by a game."""
    teams = Team.objects.select_related("game").annotate(member_count=Count("memberships"))
    if words:
        teams = teams.filter(Q(name__icontains=words) | Q(tag__iexact=words))
    if game:
        teams = teams.filter(game__slug=game)
    return teams.order_by("name")


def member_list(team: Team) -> list[Membership]:
    """The members by rank, and those of one rank in the order they came."""
    members = team.memberships.select_related("user")
    return sorted(members, key=lambda member: (BY_RANK[member.role], member.pk))


def membership_in(members: list[Membership], user: User) -> Membership | None:
    """The one of ``members`` that is this visitor's, if they are one."""
    return next((member for member in members if member.user_id == user.pk), None)


def waiting_of(team: Team) -> list[Invitation]:
    """Invitations and requests of the team that nobody has answered, the newest first."""
    return list(team.invitations.waiting().select_related("user", "made_by"))


def waiting_between(team: Team, user: User) -> Invitation | None:
    """What waits between this visitor and the team."""
    if not user.is_authenticated:
        return None
    return team.invitations.waiting().filter(user=user).select_related("made_by").first()


def team_of_code(code: str) -> Team | None:
    """The team whose link this is."""
    return Team.objects.select_related("game").filter(join_code=code).first() if code else None


def leaders_of(team: Team) -> list[Membership]:
    return [member for member in member_list(team) if member.leads]


def led_teams(user: User) -> QuerySet[Team]:
    """The teams that the person leads, by name."""
    return Team.objects.led_by(user).select_related("game").order_by("name")


def free_agents(game: str = "") -> QuerySet[Listing]:
    """Players who look for a team, the newest first."""
    return _listings(game).filter(team=None)


def open_teams(game: str = "") -> QuerySet[Listing]:
    """Teams that look for players, the newest first."""
    return _listings(game).exclude(team=None)


def _listings(game: str) -> QuerySet[Listing]:
    listings = Listing.objects.open().select_related("user__profile", "team__game", "game")
    return listings.filter(game__slug=game) if game else listings
