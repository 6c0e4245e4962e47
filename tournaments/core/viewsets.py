"""Bans of the whole site in the admin. An organizer's own are in its control room."""

from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core import banning
from tournaments.core.models import Ban


class SiteBanForm(WagtailAdminModelForm):
    """Whom, why and until when; the operation makes the row."""

    username = forms.CharField(
        label=_("Username"), max_length=150, help_text=_("Exactly as in their profile.")
    )

    class Meta:
        model = Ban
        fields = ["reason", "ends_at"]

    field_order = ["username", "reason", "ends_at"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        name = values.get("username", "")
        user = User.objects.filter(username__iexact=name, is_active=True).first()
        if user is None:
            self.add_error("username", _("No account has this username."))
        self.instance.user = user
        return values


class LiftBanForm(WagtailAdminModelForm):
    """Why a ban ends before its time."""

    lift_reason = forms.CharField(
        label=_("Reason for lifting the ban"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Ban
        fields: list[str] = []


class _AsksOperation:
    """A generic view whose rows are written by an operation."""

    def form_valid(self, form: Any) -> Any:
        try:
            return super().form_valid(form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class _OfTheSite:
    """A ban by an organizer is its own matter, and not found here."""

    def get_object(self, *args: Any) -> Ban:
        found = super().get_object(*args)
        if found.organizer_id:
            raise Http404
        return found


class BanIndexView(IndexView):
    queryset = Ban.objects.filter(organizer=None).select_related("user")


class BanInspectView(_OfTheSite, InspectView):
    pass


class BanCreateView(_AsksOperation, CreateView):
    def save_instance(self) -> Ban:
        values = self.form.cleaned_data
        return banning.ban(
            self.form.instance.user,
            reason=values["reason"],
            ends_at=values["ends_at"],
            by=self.request.user,
        )


class BanLiftView(_OfTheSite, _AsksOperation, EditView):
    page_title = _("Lift the ban of")

    def save_instance(self) -> Ban:
        banning.lift(
            self.object, reason=self.form.cleaned_data["lift_reason"], by=self.request.user
        )
        return self.object


class BanPolicy(ModelPermissionPolicy):
    """Bans are lifted, and never deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return super().user_has_any_permission(user, set(actions) - {"delete"})


class BanViewSet(ModelViewSet):
    model = Ban
    icon = "lock"
    menu_label = _("Bans")
    menu_name = "bans"
    menu_order = 240
    add_to_admin_menu = True
    index_view_class = BanIndexView
    add_view_class = BanCreateView
    inspect_view_class = BanInspectView
    edit_view_class = BanLiftView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "user",
        "reason",
        "starts_at",
        "ends_at",
        "made_by",
        "lifted_at",
        "lifted_by",
    ]
    list_display = ["user", "reason", "starts_at", "ends_at", "lifted_at"]
    search_fields = ["user__username", "reason"]
    ordering = ["-pk"]

    def get_form_class(self, for_update: bool = False) -> type[forms.Form]:
        return LiftBanForm if for_update else SiteBanForm


register_permission_policy(Ban, BanPolicy(Ban))


@hooks.register("register_admin_viewset")
def register_bans() -> BanViewSet:
    return BanViewSet()
