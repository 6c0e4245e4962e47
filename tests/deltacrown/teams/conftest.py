import pytest

from deltacrown.teams.models import Membership
from tests.factories import TeamFactory, UserFactory

PEOPLE = {
    "rafi": "owner",
    "mina": "manager",
    "nila": "captain",
    "jamil": "coach",
    "tamim": "player",
    "sohel": "substitute",
}


@pytest.fixture
def people():
    """Everybody of the Dragons by name, and zara, who is in no team."""
    return {name: UserFactory(username=name) for name in [*PEOPLE, "zara"]}


@pytest.fixture
def team(people):
    """Dragons: one of each role."""
    dragons = TeamFactory(name="Dragons", tag="DRG", slug="dragons", captain=people["rafi"])
    for name, role in PEOPLE.items():
        if role != Membership.Role.OWNER:
            dragons.memberships.create(user=people[name], role=role)
    return dragons


@pytest.fixture
def roles(team):
    """Who is what in the Dragons now, by name."""

    def read() -> dict[str, str]:
        return dict(team.memberships.values_list("user__username", "role"))

    return read
