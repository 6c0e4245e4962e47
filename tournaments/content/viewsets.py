"""Listings of the admin: tournaments, organizers and games."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register
from wagtail_modeladmin.views import EditView, InspectView

from tournaments.content.games import GameForm
from tournaments.content.operations import trust_organizer
from tournaments.content.permissions import LiveRecordPermissions, OrganizerPermissions
from tournaments.core.models import Game, Organizer, Tournament
from tournaments.registration.models import Registration
from tournaments.registration.viewsets import ReadOnlyListing

HOLDS = Q(registrations__status__in=Registration.HOLDS_A_PLACE)
CONFIRMED = Q(registrations__status=Registration.Status.CONFIRMED)


def live_records(user: Any) -> QuerySet[Tournament]:
    """The tournaments that ``user`` runs, with the counts that the listing shows."""
    return (
        Tournament.objects.run_by(user)
        .select_related("game", "organizer", "page")
        .annotate(
            places_held=Count("registrations", filter=HOLDS, distinct=True),
            places_confirmed=Count("registrations", filter=CONFIRMED, distinct=True),
        )
    )


class TournamentInspectView(InspectView):
    def get_fields_dict(self) -> list[dict[str, Any]]:
        record = live_records(self.request.user).get(pk=self.instance.pk)
        phase = record.phase_at(timezone.now(), places_held=record.places_held)
        rows = {
            _("Status"): record.get_status_display(),
            _("Phase"): phase.label if phase else "–",
            _("Organizer"): record.organizer,
            _("Game"): record.game or "–",
            _("Starts"): record.starts_at or "–",
            _("Places held"): f"{record.places_held} / {record.capacity}",
            _("Confirmed"): record.places_confirmed,
            _("Entrants"): record.entrants.count(),
            _("Not in force"): "; ".join(
                f"{refused['label']}: {refused['reason']}" for refused in record.refused_settings
            )
            or "–",
            _("Page"): _link(reverse("wagtailadmin_pages:edit", args=[record.page_id]), _("Edit")),
            _("Control room"): _link(reverse("control:room", args=[record.slug]), _("Open")),
        }
        return [{"label": label, "value": value} for label, value in rows.items()]


def _link(address: str, text: str) -> str:
    return format_html('<a href="{}">{}</a>', address, text)


class TournamentAdmin(ReadOnlyListing):
    """The live records, to look at. What changes them is in the editor and the control room."""

    model = Tournament
    menu_label = gettext_lazy("Tournaments")
    menu_icon = "pick"
    menu_order = 210
    list_display = ("title", "organizer", "game", "status_shown", "starts_at", "places")
    list_filter = ("status", "game")
    search_fields = ("title", "slug")
    ordering = ("-starts_at", "-pk")
    inspect_view_class = TournamentInspectView
    permission_helper_class = LiveRecordPermissions

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tournament]:
        return live_records(request.user).order_by(*self.ordering)

    @admin.display(description=gettext_lazy("Status"), ordering="status")
    def status_shown(self, record: Tournament) -> str:
        return record.get_status_display()

    @admin.display(description=gettext_lazy("Places held"))
    def places(self, record: Tournament) -> str:
        return f"{record.places_held} / {record.capacity}"


class OrganizerEditView(EditView):
    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        trust_organizer(
            organizer=self.instance,
            trusted=form.cleaned_data["is_trusted"],
            by=self.request.user,
        )
        messages.success(self.request, self.get_success_message(self.instance))
        return redirect(self.get_success_url())


class OrganizerAdmin(ModelAdmin):
    model = Organizer
    menu_label = gettext_lazy("Organizers")
    menu_icon = "group"
    menu_order = 220
    list_display = ("name", "is_trusted", "group", "tournament_count")
    list_filter = ("is_trusted",)
    search_fields = ("name",)
    ordering = ("name",)
    edit_view_class = OrganizerEditView
    history_view_enabled = False
    permission_helper_class = OrganizerPermissions
    panels = [FieldPanel("is_trusted")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organizer]:
        organizers = Organizer.objects.select_related("group").order_by(*self.ordering)
        return organizers.annotate(tournament_total=Count("tournaments"))

    def register_indexing(self) -> None:
        """Else Wagtail would count an organizer among the uses of its page and protect that."""

    @admin.display(description=gettext_lazy("Tournaments"))
    def tournament_count(self, organizer: Organizer) -> int:
        return organizer.tournament_total


class GameViewSet(SnippetViewSet):
    model = Game
    icon = "site"
    menu_label = gettext_lazy("Games")
    menu_name = "games"
    menu_order = 230
    add_to_admin_menu = True
    list_display = ["name", "roster_min", "roster_max", "allows_draws"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("roster_min"), FieldPanel("roster_max")]),
                ],
                heading=gettext_lazy("Who plays"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("player_id_label"),
                    FieldPanel("player_id_help"),
                    FieldPanel("player_id_pattern"),
                ],
                heading=gettext_lazy("Player id"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("score_word"), FieldPanel("default_best_of")]),
                    FieldPanel("allows_draws"),
                    FieldRowPanel(
                        [
                            FieldPanel("points_win"),
                            FieldPanel("points_draw"),
                            FieldPanel("points_loss"),
                        ]
                    ),
                    FieldPanel("tiebreaks"),
                ],
                heading=gettext_lazy("Scores and tables"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("lobby_size"),
                    FieldPanel("placement_points"),
                    FieldRowPanel([FieldPanel("kill_points"), FieldPanel("kill_cap")]),
                ],
                heading=gettext_lazy("Lobbies"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("map_pool"),
                    FieldPanel("start_sides"),
                    FieldPanel("veto_seconds"),
                ],
                heading=gettext_lazy("Map veto"),
            ),
        ],
        base_form_class=GameForm,
    )


modeladmin_register(TournamentAdmin)
modeladmin_register(OrganizerAdmin)
register_snippet(GameViewSet)
