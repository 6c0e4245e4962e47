"""Who sees which records in the admin, and which pages in a chooser."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_modeladmin.helpers import PermissionHelper

from tournaments.core.models import Organizer, Tournament
from tournaments.core.roles import runs
from tournaments.registration.viewsets import OwnRows


def may_explore(page: Page, user: Any) -> bool:
    """Whether ``page`` is one that ``user`` edits, or on the way to one."""
    return PagePermissionPolicy().explorable_instances(user).filter(pk=page.pk).exists()


def choosable(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Of ``pages``, those that the public sees and those that ``user`` may edit.

    So no organizer learns from a chooser what another one prepares.
    """
    if user.is_superuser:
        return pages
    own = PagePermissionPolicy().instances_user_has_any_permission_for(
        user, {"add", "change", "publish"}
    )
    return pages.filter(Q(live=True) | Q(pk__in=own.order_by().values("pk")))


class LiveRecordPermissions(OwnRows):
    """Organizers look at their own tournaments; nobody edits a live record as a row."""

    def user_can_inspect_obj(self, user: Any, obj: Tournament) -> bool:
        return runs(user, obj)


class OrganizerPermissions(PermissionHelper):
    """Administrators decide whom they trust. Organizers begin and end as pages."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Organizer) -> bool:
        return False
