"""Statements in the admin: their addresses, and their place in the menu beside the proofs."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tournaments.payments import statement_import_views as importing
from tournaments.payments import statement_views as views
from tournaments.payments.statements.listing import handles_statements

ADDRESSES = [
    path("", views.ListView.as_view(), name="list"),
    path("compare/", views.CompareView.as_view(), name="compare"),
    path("matched/", views.MatchedView.as_view(), name="matched"),
    path("import/", importing.FileView.as_view(), name="import"),
    path("import/<str:token>/columns/", importing.ColumnsView.as_view(), name="columns"),
    path("import/<str:token>/check/", importing.CheckView.as_view(), name="check"),
]


class StatementsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return handles_statements(request.user)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern | URLResolver]:
    return [path("statements/", include((ADDRESSES, "statements")))]


@hooks.register("register_admin_menu_item")
def register_admin_menu_item() -> StatementsMenuItem:
    return StatementsMenuItem(
        _("Statements"), reverse_lazy("statements:list"), icon_name=views.ICON, order=151
    )
