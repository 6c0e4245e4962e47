from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page
from wagtail.search import index


class SiteImage(AbstractImage):
    """An image of the library, with the text that is read out for it."""

    alt_text = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )

    admin_form_fields = (*Image.admin_form_fields, "alt_text")

    @property
    def default_alt_text(self) -> str:
        return self.alt_text or self.description or self.title


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            )
        ]


class BasePage(Page):
    """Fields that every page of the site has."""

    social_image = models.ForeignKey(
        SiteImage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image for link previews"),
    )

    search_fields = [*Page.search_fields, index.SearchField("search_description")]
    promote_panels = [*Page.promote_panels, FieldPanel("social_image")]
    # What a page shows also stands in lists, in search and on pages beside it: a password on it
    # would promise more than it keeps.
    private_page_options: list[str] = []

    class Meta:
        abstract = True
