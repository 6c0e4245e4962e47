import factory
from django.contrib.auth.models import Permission

from deltacrown.accounts.models import User
from deltacrown.teams.models import Invitation, Listing, Membership, Team
from tests.factories.core import GameFactory


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"player{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.com")


class VerifierFactory(UserFactory):
    """Staff who may verify payment proofs and nothing else."""

    class Meta:
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"verifier{n}")

    @factory.post_generation
    def rights(self, create, extracted, **kwargs):
        self.user_permissions.add(
            Permission.objects.get(codename="verify_paymentproof"),
            Permission.objects.get(codename="access_admin"),
        )


class TeamFactory(factory.django.DjangoModelFactory):
    """A team with an owner, its ``captain``, and ``size`` members with them."""

    class Meta:
        model = Team
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Team {n}")
    tag = factory.Sequence(lambda n: f"T{n}")
    slug = factory.Sequence(lambda n: f"team-{n}")

    @factory.post_generation
    def captain(self, create, extracted, **kwargs):
        Membership.objects.create(
            team=self, user=extracted or UserFactory(), role=Membership.Role.OWNER
        )

    @factory.post_generation
    def size(self, create, extracted, **kwargs):
        for _number in range((extracted or 1) - 1):
            Membership.objects.create(team=self, user=UserFactory())


class InvitationFactory(factory.django.DjangoModelFactory):
    """A team invites a player, or with ``direction`` a player asks; nobody has answered yet."""

    class Meta:
        model = Invitation

    team = factory.SubFactory(TeamFactory)
    user = factory.SubFactory(UserFactory)
    direction = Invitation.Direction.INVITED
    made_by = factory.LazyAttribute(
        lambda row: row.user if row.direction == "asked" else captain_of(row.team)
    )


class ListingFactory(factory.django.DjangoModelFactory):
    """A player looks for a team; with ``team``, the team looks for players."""

    class Meta:
        model = Listing

    user = factory.SubFactory(UserFactory)
    game = factory.SubFactory(GameFactory)
    text = "Evenings, any role."


def captain_of(team: Team) -> User:
    return team.memberships.get(role=Membership.Role.OWNER).user
