"""Blocks of the front page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from deltacrown.cms.blocks import BaseStoryBlock


class FeatureBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=60, label=_("Title"))
    text = blocks.CharBlock(max_length=200, label=_("Text"))


class FeaturesBlock(blocks.StructBlock):
    features = blocks.ListBlock(FeatureBlock(), min_num=1, max_num=6, label=_("Features"))

    class Meta:
        icon = "list-ul"
        label = _("Features")
        template = "blocks/features.html"


class HomeStoryBlock(BaseStoryBlock):
    features = FeaturesBlock()
