"""What the admin asks before it deletes, unpublishes, moves or publishes; its format planner."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model, ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.actions.delete import DeleteAction
from wagtail.admin import messages
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.content import rules
from tournaments.content.models import TournamentPage
from tournaments.content.operations import remove_live_records
from tournaments.content.permissions import choosable, may_explore
from tournaments.content.planner import PlannerMenuItem, PlannerView
from tournaments.control.faults import doubt
from tournaments.control.page_settings import settings_of
from tournaments.core.models import Tournament


@hooks.register("before_delete_page")
def before_delete_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    refusal = _ask(request, _listing(page), rules.check_can_delete, [page], by=request.user)
    # Where many pages hang below, the site's name must be typed before they go.
    typed = request.POST.get("confirm_site_name") or settings.WAGTAIL_SITE_NAME
    if refusal is None and request.method == "POST" and typed == settings.WAGTAIL_SITE_NAME:
        remove_live_records([page])
    return refusal


@hooks.register("before_unpublish_page")
def before_unpublish_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    pages = _with_descendants([page], request.POST.get("include_descendants"))
    return _ask(request, _listing(page), rules.check_can_unpublish, pages)


@hooks.register("after_publish_page")
def after_publish_page(request: HttpRequest, page: Page) -> None:
    """Say what a small field would come to, while there is time to change it."""
    page = page.specific
    tournament = page.live_tournament if isinstance(page, TournamentPage) else None
    if tournament is None or tournament.status != Tournament.Status.PUBLISHED:
        return
    if message := doubt(settings_of(page)):
        messages.warning(request, message)


@hooks.register("before_move_page")
def before_move_page(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return _ask(request, _listing(page), rules.check_can_move, [page], destination)


@hooks.register("before_bulk_action")
def before_bulk_action(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    if action.model is User and action_type == "delete":
        return _ask(request, _back(request, action), rules.check_unprotected, objects)
    if action.model is not Page or action_type not in BULK:
        return None
    return BULK[action_type](request, objects, action)


def _bulk_delete(request: HttpRequest, pages: Sequence[Page], action: Any) -> HttpResponse | None:
    refusal = _ask(request, _back(request, action), rules.check_can_delete, pages, by=request.user)
    if refusal is None:
        remove_live_records(pages)
    return refusal


def _bulk_unpublish(
    request: HttpRequest, pages: Sequence[Page], action: Any
) -> HttpResponse | None:
    entered = action.cleaned_form.cleaned_data
    pages = _with_descendants(pages, entered["include_descendants"])
    return _ask(request, _back(request, action), rules.check_can_unpublish, pages)


def _bulk_move(request: HttpRequest, pages: Sequence[Page], action: Any) -> HttpResponse | None:
    destination = action.cleaned_form.cleaned_data["chooser"]
    return _ask(request, _back(request, action), rules.check_can_move, pages, destination)


def _bulk_publish(request: HttpRequest, pages: Sequence[Page], action: Any) -> HttpResponse | None:
    entered = action.cleaned_form.cleaned_data
    pages = _with_descendants(pages, entered["include_descendants"])
    return _ask(request, _back(request, action), rules.check_can_publish, pages)


BULK = {
    "delete": _bulk_delete,
    "unpublish": _bulk_unpublish,
    "move": _bulk_move,
    "publish": _bulk_publish,
}


@hooks.register("before_delete_user")
def before_delete_user(request: HttpRequest, user: User) -> HttpResponse | None:
    return _ask(request, reverse("wagtailusers_users:index"), rules.check_unprotected, [user])


@hooks.register("before_delete_snippet")
def before_delete_snippet(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    listing = instances[0].snippet_viewset.get_url_name("list")
    return _ask(request, reverse(listing), rules.check_unprotected, instances)


class GuardedDelete(DeleteAction):
    """Deletes what nothing stands on. Wagtail offers no hook before it deletes a group."""

    def execute(self, skip_permission_checks: bool = False) -> Any:
        try:
            return super().execute(skip_permission_checks=skip_permission_checks)
        except ProtectedError as error:
            raise PermissionDenied from error


@hooks.register("register_actions")
def register_actions(registry: Any) -> None:
    registry.register(Group, GuardedDelete)


def _ask(
    request: HttpRequest, back: str, check: Callable[..., None], *args: Any, **kwargs: Any
) -> HttpResponse | None:
    """Let ``check`` decide; where it refuses, say why and go ``back``."""
    try:
        check(*args, **kwargs)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    return None


def _listing(page: Page) -> str:
    parent = page.get_parent() or page
    return reverse("wagtailadmin_explore", args=[parent.pk])


def _back(request: HttpRequest, action: Any) -> str:
    """Where a bulk action came from; its own address answers nothing without its rows."""
    came_from: str = action.next_url
    return reverse("wagtailadmin_home") if came_from == request.path else came_from


def _with_descendants(pages: Sequence[Page], wanted: Any) -> list[Page]:
    found = list(pages)
    if wanted:
        for page in pages:
            found += page.get_descendants()
    return found


@hooks.register("construct_explorer_page_queryset")
def construct_explorer_page_queryset(
    parent: Page, pages: QuerySet[Page], request: HttpRequest
) -> QuerySet[Page]:
    """Wagtail filters the children; the head of the page still names the parent."""
    if not may_explore(parent, request.user):
        raise PermissionDenied
    return pages


@hooks.register("construct_page_chooser_queryset")
def construct_page_chooser_queryset(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Leave out other people's drafts; a chooser that is opened at one names it, too."""
    opened_at = request.resolver_match.kwargs.get("parent_page_id")
    if opened_at and not choosable(Page.objects.filter(pk=opened_at), request.user).exists():
        raise PermissionDenied
    return choosable(pages, request.user)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [path("format-planner/", PlannerView.as_view(), name="format_planner")]


@hooks.register("register_admin_menu_item")
def register_admin_menu_item() -> PlannerMenuItem:
    return PlannerMenuItem()


# This report names the newest page of each type to whoever edits any page, and asks no hook.
PageTypesUsageReportView.any_permission_required = ["bulk_delete"]

# Nothing in the admin sends these, and they ask neither the hooks above nor the editor's form.
PagesAdminAPIViewSet.actions = {}
