"""Blocks of a tournament's page."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from deltacrown.cms.blocks import RICH_TEXT, BaseStoryBlock, EmbedURLBlock, VideoValue


class RuleSectionValue(blocks.StructValue):
    @property
    def anchor(self) -> str:
        return f"rule-{slugify(self['title']) or 'section'}"


class RuleSectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(features=RICH_TEXT, label=_("Text"))

    class Meta:
        value_class = RuleSectionValue


class RulesBlock(blocks.StructBlock):
    sections = blocks.ListBlock(RuleSectionBlock(), min_num=1, label=_("Sections"))

    class Meta:
        icon = "list-ol"
        label = _("Rules")
        template = "blocks/rules.html"


class SponsorBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80, label=_("Name"))
    tier = blocks.ChoiceBlock(
        choices=[
            ("title", _("Title sponsor")),
            ("gold", _("Gold")),
            ("silver", _("Silver")),
            ("bronze", _("Bronze")),
            ("partner", _("Partner")),
        ],
        default="partner",
        label=_("Tier"),
    )
    logo = ImageChooserBlock(required=False, label=_("Logo"))
    url = blocks.URLBlock(required=False, label=_("Link"))


class SponsorsValue(blocks.StructValue):
    @property
    def by_tier(self) -> list:
        """Sponsors in the order of their tiers, each with the name of its tier."""
        choices = dict(
            self.block.child_blocks["sponsors"].child_block.child_blocks["tier"].field.choices
        )
        order = list(choices)
        ranked = sorted(self["sponsors"], key=lambda sponsor: order.index(sponsor["tier"]))
        return [{"sponsor": sponsor, "tier": choices[sponsor["tier"]]} for sponsor in ranked]


class SponsorsBlock(blocks.StructBlock):
    sponsors = blocks.ListBlock(SponsorBlock(), min_num=1, label=_("Sponsors"))

    class Meta:
        icon = "group"
        label = _("Sponsors")
        template = "blocks/sponsors.html"
        value_class = SponsorsValue


class PrizesBlock(blocks.StructBlock):
    note = blocks.RichTextBlock(
        features=["bold", "italic", "link"], required=False, label=_("Note under the table")
    )

    class Meta:
        icon = "pick"
        label = _("Prizes")
        template = "blocks/prizes.html"
        help_text = _("Shows the prize table of the tournament's settings.")


class ScheduleItemBlock(blocks.StructBlock):
    starts_at = blocks.DateTimeBlock(label=_("Time"))
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    note = blocks.CharBlock(max_length=200, required=False, label=_("Note"))


class ScheduleBlock(blocks.StructBlock):
    items = blocks.ListBlock(ScheduleItemBlock(), min_num=1, label=_("Items"))

    class Meta:
        icon = "date"
        label = _("Schedule")
        template = "blocks/schedule.html"


class StreamLinkBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    url = EmbedURLBlock(
        label=_("Address"), help_text=_("A channel or stream on YouTube or Twitch.")
    )
    language = blocks.CharBlock(max_length=40, required=False, label=_("Language"))

    class Meta:
        value_class = VideoValue


class StreamsBlock(blocks.StructBlock):
    streams = blocks.ListBlock(StreamLinkBlock(), min_num=1, label=_("Streams"))

    class Meta:
        icon = "desktop"
        label = _("Streams")
        template = "blocks/streams.html"


class LiveBracketBlock(blocks.StaticBlock):
    class Meta:
        icon = "site"
        label = _("Live bracket")
        admin_text = _("Shows the bracket as soon as it is drawn.")
        template = "blocks/live_bracket.html"


class LiveStandingsBlock(blocks.StaticBlock):
    class Meta:
        icon = "list-ul"
        label = _("Live standings")
        admin_text = _("Shows the group tables as soon as the groups are drawn.")
        template = "blocks/live_standings.html"


class RegisterButtonBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        max_length=40,
        required=False,
        label=_("Text"),
        help_text=_("Empty: what the moment asks for."),
    )

    class Meta:
        icon = "user"
        label = _("Register button")
        template = "blocks/register_button.html"


class StoryBlock(BaseStoryBlock):
    rules = RulesBlock()
    sponsors = SponsorsBlock()
    prizes = PrizesBlock()
    schedule = ScheduleBlock()
    streams = StreamsBlock()
    live_bracket = LiveBracketBlock()
    live_standings = LiveStandingsBlock()
    register_button = RegisterButtonBlock()
