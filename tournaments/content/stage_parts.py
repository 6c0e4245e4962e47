"""What the blocks of several formats share: choices, small blocks and headings of the editor."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TIEBREAKS = [
    ("points", _("Points")),
    ("wins", _("Wins")),
    ("losses", _("Fewer losses")),
    ("difference", _("Score difference")),
    ("scored", _("Scored")),
    ("game_win_rate", _("Share of games won")),
    ("head_to_head_points", _("Points among those level")),
    ("head_to_head_wins", _("Wins among those level")),
    ("head_to_head_difference", _("Score difference among those level")),
    ("head_to_head_scored", _("Scored among those level")),
    ("buchholz", _("Points of the opponents (Buchholz)")),
    ("buchholz_cut_1", _("Points of the opponents without the lowest (Buchholz cut 1)")),
    (
        "buchholz_median",
        _("Points of the opponents without the highest and the lowest (median Buchholz)"),
    ),
    ("buchholz_difference", _("Wins minus losses of the opponents, as at Counter-Strike Majors")),
    ("sonneborn_berger", _("Points of those beaten (Sonneborn-Berger)")),
    ("opponents_win_rate", _("Share of matches the opponents won")),
    ("seed", _("Seed")),
    ("lots", _("Drawn lots")),
    ("manual", _("An official decides")),
]
LOBBY_TIEBREAKS = [
    ("points", _("Points")),
    ("wins", _("Games won")),
    ("placement_points", _("Points for places")),
    ("kills", _("Kills")),
    ("best_game", _("Best game")),
    ("last_game", _("Last game")),
    ("average_place", _("Average place")),
    ("seed", _("Seed")),
    ("manual", _("An official decides")),
]
MOST_STAGES = 8
ODD = (1, 3, 5, 7, 9)
AS_USUAL = _("Empty: as usual in the game.")
FROM_EACH = _("0 when no stage follows.")
THE_FIRST = _("The first so many. 0 when no stage follows.")


def best_of(lengths=ODD, **options):
    return blocks.ChoiceBlock(
        choices=[(str(n), _("Best of %(number)d") % {"number": n}) for n in lengths],
        **options,
    )


def name(default):
    return blocks.CharBlock(max_length=80, default=default, label=_("Name"))


def number(label, *, least=0, most=99, default=0, **options):
    return blocks.IntegerBlock(
        min_value=least, max_value=most, default=default, label=label, **options
    )


def number_or_none(label, *, least=1, most=99, **options):
    return blocks.IntegerBlock(
        min_value=least, max_value=most, required=False, label=label, **options
    )


def advance(label, help_text=FROM_EACH):
    return number(label, most=4096, help_text=help_text)


def brackets(label):
    return number(
        label,
        least=1,
        most=256,
        default=1,
        help_text=_("With more than one, the seeds are dealt out evenly."),
    )


def table_order(choices, default):
    return blocks.ListBlock(
        blocks.ChoiceBlock(choices=choices),
        default=default,
        min_num=1,
        label=_("Order of the table"),
    )


class RoundLengthBlock(blocks.StructBlock):
    round = number(_("Round"), least=1, most=12, default=None)
    best_of = best_of(default="3", label=_("Matches are"))


def rounds_of_another_length():
    return blocks.ListBlock(RoundLengthBlock(), default=[], label=_("Rounds of another length"))


class InletBlock(blocks.StructBlock):
    stage = blocks.ChoiceBlock(
        choices=[
            ("0", _("The field, by seed")),
            *((str(n), _("Stage %(number)d") % {"number": n}) for n in range(1, MOST_STAGES + 1)),
        ],
        default="0",
        label=_("From"),
    )
    first = number(_("From place"), least=1, most=4096, default=1)
    last = number_or_none(_("To place"), most=4096, help_text=_("Empty: everybody below, too."))
    best = number_or_none(
        _("Only the best"),
        most=255,
        help_text=_("Of those at one place of all groups, only so many. Empty: all."),
    )

    class Meta:
        label = _("Who enters")
        label_format = "{stage}"


def entry():
    return blocks.ListBlock(InletBlock(), default=[], label=_("Who enters"))


def tucked_away(heading, children, **options):
    """A part of the form that is closed until somebody opens it, or something in it is wrong."""
    return blocks.BlockGroup(
        children, heading=heading, classname="collapsed", label_format="", icon="cog", **options
    )


def who_enters():
    return tucked_away(
        _("Who enters"),
        ["entry"],
        help_text=_(
            "Leave this empty where stages follow each other: the first takes the whole field, "
            "and each further one those who advance from the stage before it. Fill it for two "
            "divisions, for a play-in, or where the best seeds enter later. Places are counted in "
            "each group of a stage; in the field they are the seeds."
        ),
    )
