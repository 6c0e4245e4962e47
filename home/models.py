from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from deltacrown.cms.models import BasePage
from home.blocks import HomeStoryBlock
from home.queries import front_page
from tournaments.content.keeping import ListsTournaments


class HomePage(ListsTournaments, BasePage):
    """The front page: a promise, what is on, and free text."""

    headline = models.CharField(_("headline"), max_length=120, blank=True)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = StreamField(HomeStoryBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["tournaments.TournamentIndexPage"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"tournaments": front_page(request)}
