"""Blocks that every page may hold."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from deltacrown.cms.embeds import Embed, embed_for

RICH_TEXT = ["h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "document-link"]


class EmbedURLBlock(blocks.URLBlock):
    """The address of a video or stream on YouTube or Twitch."""

    def clean(self, value):
        value = super().clean(value)
        if value and not embed_for(value):
            raise ValidationError(
                _("Give the address of a video or stream on YouTube or Twitch."), code="no_embed"
            )
        return value


class HeadingValue(blocks.StructValue):
    @property
    def anchor(self) -> str:
        return slugify(self["text"]) or "section"


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=120, label=_("Text"))

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        value_class = HeadingValue


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    caption = blocks.CharBlock(max_length=200, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/figure.html"


class GalleryBlock(blocks.StructBlock):
    images = blocks.ListBlock(FigureBlock(), min_num=1, max_num=24, label=_("Images"))

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "blocks/gallery.html"


class VideoValue(blocks.StructValue):
    @property
    def embed(self) -> Embed | None:
        return embed_for(self["url"])


class VideoBlock(blocks.StructBlock):
    url = EmbedURLBlock(label=_("Address"), help_text=_("A video or stream on YouTube or Twitch."))
    title = blocks.CharBlock(max_length=120, label=_("Title"))

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"
        value_class = VideoValue


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=200, label=_("Question"))
    answer = blocks.RichTextBlock(features=RICH_TEXT, label=_("Answer"))


class FaqBlock(blocks.StructBlock):
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "blocks/faq.html"


class AnnouncementBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[
            ("info", _("Information")),
            ("success", _("Good news")),
            ("warning", _("Warning")),
        ],
        default="info",
        label=_("Tone"),
    )
    text = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Announcement")
        template = "blocks/announcement.html"


class BaseStoryBlock(blocks.StreamBlock):
    """What every body of text is made of."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        features=RICH_TEXT, label=_("Text"), icon="pilcrow", template="blocks/paragraph.html"
    )
    image = FigureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    faq = FaqBlock()
    announcement = AnnouncementBlock()
