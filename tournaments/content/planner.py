"""The format planner: what each format takes, before a tournament is published."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from tournaments.engine.comparison import compared
from tournaments.engine.free_for_all import LARGEST_LOBBY, MOST_GAMES, MOST_LOBBIES
from tournaments.engine.planning import Plan
from tournaments.engine.types import Invalid

TITLE = gettext_lazy("Format planner")
ICON = "time"
MOST_ENTRANTS = 1024
BAR_WIDTH = 600
LABELS = {
    "single_elimination": gettext_lazy("Single elimination"),
    "third_place": gettext_lazy("Single elimination with a match for third place"),
    "double_elimination": gettext_lazy("Double elimination"),
    "round_robin": gettext_lazy("Round robin in one group"),
    "groups_and_playoffs": gettext_lazy("Groups of four, the first two of each into playoffs"),
    "swiss": gettext_lazy("Swiss"),
    "free_for_all": gettext_lazy("Free-for-all in lobbies"),
}


class PlannerForm(forms.Form):
    """What the plans depend on. Whatever is not given has its initial value."""

    entrants = forms.IntegerField(
        label=gettext_lazy("Entrants"), min_value=2, max_value=MOST_ENTRANTS, initial=16
    )
    stations = forms.IntegerField(
        label=gettext_lazy("Stations"),
        help_text=gettext_lazy("How many matches can be played at the same time."),
        min_value=1,
        max_value=500,
        initial=4,
    )
    minutes_per_game = forms.IntegerField(
        label=gettext_lazy("Minutes a game"), min_value=1, max_value=600, initial=30
    )
    break_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of break"),
        help_text=gettext_lazy("Between two matches of the same entrant."),
        min_value=0,
        max_value=600,
        initial=10,
    )
    best_of = forms.TypedChoiceField(
        label=gettext_lazy("Best of"),
        choices=[(number, str(number)) for number in (1, 3, 5, 7)],
        coerce=int,
        initial=1,
    )
    starts_at = forms.TimeField(
        label=gettext_lazy("Start"),
        initial="10:00",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    lobby_size = forms.IntegerField(
        label=gettext_lazy("Entrants in a lobby"),
        help_text=gettext_lazy("For a free-for-all; leave empty without one."),
        min_value=2,
        max_value=LARGEST_LOBBY,
        required=False,
    )
    lobby_games = forms.IntegerField(
        label=gettext_lazy("Games of a lobby"), min_value=1, max_value=MOST_GAMES, initial=6
    )

    def __init__(self, asked: dict[str, Any]) -> None:
        initial = {name: field.initial for name, field in self.base_fields.items()}
        super().__init__(initial | asked)


@dataclass(frozen=True, slots=True)
class Line:
    """One format as the table shows it. ``bar`` is for a picture ``BAR_WIDTH`` wide."""

    label: str
    matches: str
    rounds: int
    duration: str
    finish: str
    earliest: str
    latest: str
    bar: dict[str, int]

    @property
    def is_certain(self) -> bool:
        return self.earliest == self.latest


class PlannerView(WagtailAdminTemplateMixin, TemplateView):
    """Asks by GET, so that a plan can be kept as an address and sent to somebody."""

    page_title = TITLE
    header_icon = ICON
    template_name = "tournaments/content/admin/planner.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_plan(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = PlannerForm(self.request.GET.dict())
        lines = _lines(form) if form.is_valid() else []
        return super().get_context_data(form=form, lines=lines, bar_width=BAR_WIDTH, **kwargs)


class PlannerMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__(TITLE, reverse("format_planner"), icon_name=ICON, order=240)

    def is_shown(self, request: HttpRequest) -> bool:
        return may_plan(request.user)


def may_plan(user: Any) -> bool:
    """Whether ``user`` may write pages, as organizers and editors do."""
    return PagePermissionPolicy().user_has_any_permission(user, {"add", "change"})


def _lines(form: PlannerForm) -> list[Line]:
    """The formats side by side. Where the lobbies cannot be, the form says why."""
    asked = dict(form.cleaned_data)
    starts_at = datetime.combine(timezone.localdate(), asked.pop("starts_at"))
    try:
        plans = compared(**asked)
    except Invalid:
        message = _("So many entrants fill 1 to %(most)s lobbies of at least two each.")
        form.add_error("lobby_size", message % {"most": MOST_LOBBIES})
        plans = compared(**asked | {"lobby_size": None})
    longest = max(plan.minutes_longest for _key, plan in plans)
    return [_line(key, plan, starts_at, longest) for key, plan in plans]


def _line(key: str, plan: Plan, starts_at: datetime, longest: int) -> Line:
    matches = str(plan.matches)
    if plan.if_needed:
        matches = _("%(matches)s, and a second final if needed") % {"matches": matches}
    return Line(
        label=str(LABELS[key]),
        matches=matches,
        rounds=plan.rounds,
        duration=_duration(plan.minutes_expected),
        finish=_finish(starts_at, plan.minutes_expected),
        earliest=_finish(starts_at, plan.minutes_shortest),
        latest=_finish(starts_at, plan.minutes_longest),
        bar={
            "shortest": plan.minutes_shortest * BAR_WIDTH // longest,
            "expected": plan.minutes_expected * BAR_WIDTH // longest,
            "longest": plan.minutes_longest * BAR_WIDTH // longest,
        },
    )


def _finish(starts_at: datetime, minutes: int) -> str:
    """The time of day, and how many days later where it is not the same day."""
    moment = starts_at + timedelta(minutes=minutes)
    time = f"{moment:%H:%M}"
    days = (moment.date() - starts_at.date()).days
    if not days:
        return time
    later = ngettext("%(time)s (%(days)s day later)", "%(time)s (%(days)s days later)", days)
    return later % {"time": time, "days": days}


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
