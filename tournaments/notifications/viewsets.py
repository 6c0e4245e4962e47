"""The delivery ledger in the admin: who was told, over which channel, and what became of it.

What was written to people is theirs, and nobody reads it here.
"""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from tournaments.notifications.kinds import Category
from tournaments.notifications.models import Notice

SENT, WAITING, FAILED = "sent", "waiting", "failed"


class NoticeFilterSet(WagtailFilterSet):
    channel = django_filters.ChoiceFilter(
        label=_("Channel"), choices=Notice.Channel.choices, widget=forms.RadioSelect
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="filter_state",
        choices=[(WAITING, _("Waiting")), (SENT, _("Sent")), (FAILED, _("Given up"))],
        widget=forms.RadioSelect,
    )
    category = django_filters.ChoiceFilter(
        label=_("About"), choices=Category.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def filter_state(self, rows: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        return {
            WAITING: rows.waiting(),
            SENT: rows.filter(sent_at__isnull=False),
            FAILED: rows.filter(failed_at__isnull=False),
        }[value]


class NoticePolicy(ModelPermissionPolicy):
    """The ledger is looked at, by those who may, and never written by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return super().user_has_any_permission(user, set(actions) & {"view"})


class NoticeIndexView(IndexView):
    queryset = Notice.objects.select_related("event", "recipient")


class NoticeViewSet(ModelViewSet):
    model = Notice
    icon = "mail"
    menu_label = _("Delivery of notices")
    menu_name = "notices"
    menu_order = 245
    add_to_admin_menu = True
    index_view_class = NoticeIndexView
    copy_view_enabled = False
    list_display = [
        Column("event__kind", label=_("Event"), accessor="event.kind"),
        "recipient",
        "channel",
        "category",
        Column("state", label=_("State")),
        "attempts",
        "last_error",
        "created_at",
    ]
    filterset_class = NoticeFilterSet
    search_fields = ["recipient__username", "event__kind"]
    ordering = ["-pk"]
    form_fields: list[str] = []


register_permission_policy(Notice, NoticePolicy(Notice))


@hooks.register("register_admin_viewset")
def register_notices() -> NoticeViewSet:
    return NoticeViewSet()
