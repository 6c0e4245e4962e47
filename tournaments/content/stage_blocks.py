"""The stages of a tournament as blocks of the editor, one for each format."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from tournaments.content import stage_parts as parts
from tournaments.content.table_blocks import (
    FreeForAllBlock,
    LadderBlock,
    RoundRobinBlock,
    SwissBlock,
)


class SingleEliminationBlock(blocks.StructBlock):
    name = parts.name(_("Playoffs"))
    best_of = parts.best_of(required=False, label=_("Matches are"), help_text=parts.AS_USUAL)
    best_of_final = parts.best_of(required=False, label=_("The final is"))
    best_of_rounds = parts.rounds_of_another_length()
    third_place = blocks.BooleanBlock(required=False, label=_("Play for third place"))
    first_round = blocks.CharBlock(
        max_length=40000,
        required=False,
        label=_("First round"),
        help_text=_(
            "Only for a fixed bracket: pairs in bracket order, as places of the groups "
            "(A1-B2, C1-D2) or as seeds (1-8, 4-5). Empty: the standard order."
        ),
    )
    groups = parts.brackets(_("Brackets side by side"))
    advance = parts.advance(_("Advance from each bracket"))
    entry = parts.entry()

    class Meta:
        icon = "site"
        label = _("Single elimination")
        form_layout = [
            "name",
            "best_of",
            "best_of_final",
            "third_place",
            parts.tucked_away(
                _("Further options"),
                ["best_of_rounds", "first_round", "groups", "advance"],
            ),
            parts.who_enters(),
        ]


class DoubleEliminationBlock(blocks.StructBlock):
    name = parts.name(_("Playoffs"))
    finals = blocks.ChoiceBlock(
        choices=[
            ("reset", _("A second final, if the losers' side wins the first")),
            ("single", _("One final decides")),
            ("none", _("No final: the winners of both brackets are first and second")),
        ],
        default="reset",
        label=_("The end"),
    )
    best_of = parts.best_of(required=False, label=_("Matches are"), help_text=parts.AS_USUAL)
    best_of_losers = parts.best_of(
        required=False,
        label=_("Matches of the losers' bracket are"),
        help_text=_("Empty: like the others."),
    )
    best_of_final = parts.best_of(required=False, label=_("The final is"))
    best_of_rounds = parts.rounds_of_another_length()
    in_losers = parts.number(
        _("Begin in the losers' bracket"),
        most=1022,
        help_text=_("So many of the last seeds begin with one loss. 0: nobody."),
    )
    groups = parts.brackets(_("Double eliminations side by side"))
    advance = parts.advance(_("Advance from each of them"))
    entry = parts.entry()

    class Meta:
        icon = "site"
        label = _("Double elimination")
        form_layout = [
            "name",
            "finals",
            "best_of",
            "best_of_losers",
            "best_of_final",
            parts.tucked_away(
                _("Further options"),
                ["best_of_rounds", "in_losers", "groups", "advance"],
            ),
            parts.who_enters(),
        ]


# What a new page begins with. Every value is named: the editor knows no defaults of its own here.
FIRST_STAGE = (
    "single_elimination",
    {
        "name": "Playoffs",
        "best_of": "",
        "best_of_final": "",
        "best_of_rounds": [],
        "third_place": True,
        "first_round": "",
        "groups": 1,
        "advance": 0,
        "entry": [],
    },
)


class StagesBlock(blocks.StreamBlock):
    round_robin = RoundRobinBlock()
    single_elimination = SingleEliminationBlock()
    double_elimination = DoubleEliminationBlock()
    swiss = SwissBlock()
    free_for_all = FreeForAllBlock()
    ladder = LadderBlock()

    class Meta:
        max_num = parts.MOST_STAGES
