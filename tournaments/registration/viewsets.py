"""The listing of registrations in the admin, and what every read-only listing here shares."""

from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from tournaments.core.models import Organizer, Tournament
from tournaments.core.roles import runs
from tournaments.registration.models import Registration


class OwnRows(PermissionHelper):
    """Rows are read by those who run their tournament, and by superusers; nobody writes them."""

    def sees_all(self, user) -> bool:
        return user.is_superuser

    def user_can_list(self, user) -> bool:
        return self.sees_all(user) or Organizer.objects.filter(group__user=user.pk).exists()

    def user_can_inspect_obj(self, user, obj) -> bool:
        return self.sees_all(user) or runs(user, obj.tournament)

    def user_can_create(self, user) -> bool:
        return False

    def user_can_edit_obj(self, user, obj) -> bool:
        return False

    def user_can_delete_obj(self, user, obj) -> bool:
        return False


class LookButtons(ButtonHelper):
    """One way in. The rows of a listing are one's own already; each is checked again inside."""

    def get_buttons_for_obj(self, obj, exclude=None, **classnames) -> list[dict]:
        return [] if "inspect" in (exclude or ()) else [self.inspect_button(obj.pk)]

    def get_primary_button(self, obj) -> dict:
        return self.inspect_button(obj.pk)


class TournamentFilter(SimpleListFilter):
    """One's own tournaments only: the titles of others may still be drafts."""

    title = _("tournament")
    parameter_name = "tournament"

    def lookups(self, request, model_admin):
        return [(row.pk, row.title) for row in model_admin.tournaments(request.user)]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdecimal():
            return queryset
        return queryset.filter(**{self.model_admin.tournament_path: self.value()})

    def __init__(self, request, params, model, model_admin) -> None:
        self.model_admin = model_admin
        super().__init__(request, params, model, model_admin)


class ReadOnlyListing(ModelAdmin):
    """Records that operations write: listed and looked at, no more."""

    permission_helper_class = OwnRows
    button_helper_class = LookButtons
    tournament_path = "tournament"
    inspect_view_enabled = True
    history_view_enabled = False
    list_per_page = 50

    def tournaments(self, user):
        """The tournaments whose rows ``user`` may read."""
        if self.permission_helper.sees_all(user):
            return Tournament.objects.all()
        return Tournament.objects.run_by(user)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.filter(**{f"{self.tournament_path}__in": self.tournaments(request.user)})

    def get_permissions_for_registration(self):
        """None can be given away: who sees what follows from who runs what."""
        return Permission.objects.none()

    def register_indexing(self) -> None:
        """No page points at these rows, so no index of references is kept for them."""


class RegistrationAdmin(ReadOnlyListing):
    model = Registration
    menu_icon = "group"
    menu_order = 151
    base_url_path = "registrations"
    list_display = ["reference", "name", "tournament", "status", "seed", "created_at"]
    list_select_related = ["tournament"]
    list_filter = ["status", TournamentFilter]
    search_fields = ["reference", "name", "roster__user__username"]
    inspect_view_fields = [
        "reference",
        "number",
        "name",
        "tournament",
        "user",
        "team",
        "registered_by",
        "status",
        "seed",
        "checked_in_at",
        "reason",
        "created_at",
    ]


modeladmin_register(RegistrationAdmin)
