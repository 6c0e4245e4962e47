from django.contrib.auth import get_user_model
from wagtail.permission_policies.base import BasePermissionPolicy

from deltacrown.accounts.models import User
from tournaments.payments.queries import desk_tournaments
from tournaments.payments.rules import VERIFY


def works_at_desk(user: User) -> bool:
    """Whether the desk is open to ``user``: for all tournaments, or for one at least."""
    return user.has_perm(VERIFY) or desk_tournaments(user).exists()


class ProofPolicy(BasePermissionPolicy):
    """Verifiers see proofs and decide on them; nobody writes them by hand."""

    ACTIONS = frozenset({"view", "verify"})

    def user_has_permission(self, user, action: str) -> bool:
        return action in self.ACTIONS and works_at_desk(user)

    def user_has_any_permission(self, user, actions) -> bool:
        return not self.ACTIONS.isdisjoint(actions) and works_at_desk(user)

    def users_with_any_permission(self, actions):
        users = get_user_model().objects
        if self.ACTIONS.isdisjoint(actions):
            return users.none()
        return users.with_perm(VERIFY, backend="django.contrib.auth.backends.ModelBackend")
