from django import forms
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from deltacrown.cms.models import BasePage
from tournaments.content import screens
from tournaments.content.blocks import StoryBlock
from tournaments.content.field_blocks import QuestionsBlock
from tournaments.content.forms import TournamentPageForm
from tournaments.content.keeping import ListsTournaments, shows
from tournaments.content.panels import SettingsInForcePanel
from tournaments.content.setting_blocks import PaymentMethodsBlock, PrizesTableBlock
from tournaments.content.stage_blocks import FIRST_STAGE, StagesBlock
from tournaments.core.models import Tournament
from tournaments.core.settings import TournamentSettings


class TournamentIndexPage(ListsTournaments, BasePage):
    """/tournaments/: everything that can be played or watched."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["tournaments.OrganizerPage"]
    max_count_per_parent = 1
    template = "tournaments/content/tournament_index_page.html"

    class Meta:
        verbose_name = _("tournament index page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | screens.index_screen(request)


class OrganizerPage(ListsTournaments, BasePage):
    """An organizer, and the parent of its tournaments: its group edits below here alone."""

    logo = models.ForeignKey(
        "cms.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])
    website = models.URLField(_("website"), blank=True)

    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("logo"),
        FieldPanel("introduction"),
        FieldPanel("website"),
    ]
    parent_page_types = ["tournaments.TournamentIndexPage"]
    subpage_types = ["tournaments.TournamentPage"]
    template = "tournaments/content/organizer_page.html"

    class Meta:
        verbose_name = _("organizer page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | screens.organizer_screen(self, request)


class TournamentPage(TournamentSettings, BasePage):
    """The published page: words, media and settings. What happens is on ``Tournament``."""

    banner = models.ForeignKey(
        "cms.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("banner"),
    )
    introduction = models.CharField(_("in one sentence"), max_length=200, blank=True)
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("body"))
    stages = StreamField(
        StagesBlock(),
        blank=True,
        default=[FIRST_STAGE],
        verbose_name=_("format"),
        help_text=_("The stages in playing order."),
    )
    payment_methods = StreamField(
        PaymentMethodsBlock(), blank=True, verbose_name=_("payment methods")
    )
    custom_fields = StreamField(
        QuestionsBlock(), blank=True, verbose_name=_("questions to entrants")
    )
    prizes = StreamField(PrizesTableBlock(), blank=True, verbose_name=_("prizes"))

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction", boost=2),
        index.SearchField("body"),
        index.RelatedFields("game", [index.SearchField("name")]),
    ]
    base_form_class = TournamentPageForm
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("banner"),
        FieldPanel("body"),
    ]
    game_panels = [
        MultiFieldPanel(
            [
                FieldPanel("game", widget=forms.Select),
                FieldRowPanel([FieldPanel("starts_at")]),
                FieldPanel("stages"),
                FieldPanel("seeding"),
                FieldPanel("seeded_from", widget=forms.Select),
                FieldPanel("keep_apart"),
            ],
            heading=_("Game and format"),
        ),
        MultiFieldPanel([FieldPanel("prizes")], heading=_("Prizes")),
    ]
    entry_panels = [
        MultiFieldPanel(
            [
                FieldPanel("participation"),
                FieldRowPanel([FieldPanel("roster_min"), FieldPanel("roster_max")]),
                FieldPanel("guest_teams_max"),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("minimum_entrants")]),
                FieldRowPanel([FieldPanel("waitlist_max"), FieldPanel("offer_hours")]),
            ],
            heading=_("Participation"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("allowed_countries")]),
                FieldPanel("needs_approval"),
                FieldPanel("terms"),
            ],
            heading=_("Who may enter"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]
                ),
                FieldRowPanel([FieldPanel("check_in_opens_at"), FieldPanel("check_in_closes_at")]),
                FieldPanel("roster_locks_at"),
            ],
            heading=_("Registration and check-in"),
        ),
        MultiFieldPanel([FieldPanel("custom_fields")], heading=_("Questions to entrants")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("entry_fee"), FieldPanel("currency")]),
                FieldPanel("payment_methods"),
                FieldRowPanel([FieldPanel("payment_hours"), FieldPanel("refund_policy")]),
                FieldPanel("four_eyes_from"),
            ],
            heading=_("Payment"),
        ),
    ]
    match_day_panels = [
        MultiFieldPanel(
            [
                FieldPanel("players_report"),
                FieldPanel("report_minutes"),
                FieldRowPanel([FieldPanel("match_check_in_minutes"), FieldPanel("grace_minutes")]),
            ],
            heading=_("Reports and check-in of matches"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minutes_per_game"), FieldPanel("buffer_minutes")]),
                FieldPanel("sides_may_reschedule"),
            ],
            heading=_("Schedule"),
        ),
        MultiFieldPanel([FieldPanel("embed_hosts")], heading=_("On other sites")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [SettingsInForcePanel(), *content_panels],
                heading=_("Content"),
            ),
            ObjectList(game_panels, heading=_("Game and format")),
            ObjectList(entry_panels, heading=_("Registration and payment")),
            ObjectList(match_day_panels, heading=_("Match day")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
            ObjectList(BasePage.settings_panels, heading=_("Publishing")),
        ]
    )
    parent_page_types = ["tournaments.OrganizerPage"]
    subpage_types: list[str] = []
    template = "tournaments/content/tournament_page.html"

    class Meta:
        verbose_name = _("tournament page")

    @cached_property
    def live_tournament(self) -> Tournament | None:
        """The live record; None before the first publish. Translations and aliases share it."""
        return Tournament.objects.behind(self).select_related("game", "organizer").first()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | screens.tournament_screen(self, request)

    def serve(self, request, *args, **kwargs):
        """The page, kept for anonymous visitors until the next change or phase."""
        since = timezone.now()
        tournament = self.live_tournament
        if tournament is None or tournament.status == Tournament.Status.DRAFT:
            raise Http404
        response = super().serve(request, *args, **kwargs)
        shows(response, tournament, since=since)
        return response
