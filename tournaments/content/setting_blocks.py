"""Settings that are lists: stages, payment methods and prizes, as blocks of the editor."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from tournaments.payments.models import Method

TIEBREAKS = [
    ("points", _("Points")),
    ("wins", _("Wins")),
    ("difference", _("Score difference")),
    ("scored", _("Scored")),
    ("head_to_head_points", _("Points among those level")),
    ("head_to_head_difference", _("Score difference among those level")),
    ("head_to_head_scored", _("Scored among those level")),
    ("seed", _("Seed")),
    ("manual", _("An official decides")),
]


ODD = (1, 3, 5, 7, 9)


def _best_of(lengths=ODD, **options):
    return blocks.ChoiceBlock(
        choices=[(str(n), _("Best of %(number)d") % {"number": n}) for n in lengths],
        **options,
    )


class RoundRobinBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80, default=_("Group stage"), label=_("Name"))
    groups = blocks.IntegerBlock(min_value=1, max_value=64, default=1, label=_("Groups"))
    legs = blocks.ChoiceBlock(
        choices=[("1", _("Everybody once")), ("2", _("Everybody twice"))],
        default="1",
        label=_("Meetings"),
    )
    best_of = _best_of(
        (1, 2, 3, 5, 7, 9),
        required=False,
        label=_("Matches are"),
        help_text=_("Empty: as usual in the game."),
    )
    as_usual = blocks.BooleanBlock(
        required=False,
        default=True,
        label=_("Count as usual in the game"),
        help_text=_("Draws, points and the order of the table then come from the game."),
    )
    draws = blocks.BooleanBlock(required=False, label=_("A match may end in a draw"))
    points_win = blocks.IntegerBlock(min_value=0, max_value=99, default=3, label=_("Points, win"))
    points_draw = blocks.IntegerBlock(min_value=0, max_value=99, default=1, label=_("Points, draw"))
    points_loss = blocks.IntegerBlock(min_value=0, max_value=99, default=0, label=_("Points, loss"))
    tiebreaks = blocks.ListBlock(
        blocks.ChoiceBlock(choices=TIEBREAKS),
        default=["points", "difference", "scored", "head_to_head_points", "manual"],
        min_num=1,
        label=_("Order of the table"),
    )
    advance = blocks.IntegerBlock(
        min_value=0,
        max_value=32,
        default=0,
        label=_("Advance from each group"),
        help_text=_("0 when no stage follows."),
    )
    best_next = blocks.IntegerBlock(
        min_value=0,
        max_value=63,
        default=0,
        label=_("And the best of the next place"),
        help_text=_("How many of those one place below go on too, over all groups."),
    )
    fixed_groups = blocks.CharBlock(
        max_length=20000,
        required=False,
        label=_("Fixed groups"),
        help_text=_(
            "Only for groups that were drawn elsewhere: the seeds of each group, such as "
            "1 4 5 8 / 2 3 6 7. Empty: the seeds are dealt out evenly."
        ),
    )

    class Meta:
        icon = "table"
        label = _("Groups, everybody meets everybody")


class RoundLengthBlock(blocks.StructBlock):
    round = blocks.IntegerBlock(min_value=1, max_value=12, label=_("Round"))
    best_of = _best_of(default="3", label=_("Matches are"))


class SingleEliminationBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80, default=_("Playoffs"), label=_("Name"))
    best_of = _best_of(
        required=False,
        label=_("Matches are"),
        help_text=_("Empty: as usual in the game."),
    )
    best_of_final = _best_of(required=False, label=_("The final is"))
    best_of_rounds = blocks.ListBlock(
        RoundLengthBlock(), default=[], label=_("Rounds of another length")
    )
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

    class Meta:
        icon = "site"
        label = _("Single elimination")


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
    },
)


class StagesBlock(blocks.StreamBlock):
    round_robin = RoundRobinBlock()
    single_elimination = SingleEliminationBlock()

    class Meta:
        max_num = 8


class PaymentMethodBlock(blocks.StructBlock):
    method = blocks.ChoiceBlock(choices=Method.choices, label=_("Method"))
    account = blocks.CharBlock(
        max_length=80, label=_("Account"), help_text=_("The number or account to pay to.")
    )
    instructions = blocks.TextBlock(max_length=500, required=False, label=_("Instructions"))

    class Meta:
        icon = "doc-full"
        label = _("Payment method")


class PaymentMethodsBlock(blocks.StreamBlock):
    method = PaymentMethodBlock()

    def clean(self, value):
        value = super().clean(value)
        names = [child.value["method"] for child in value]
        if len(set(names)) < len(names):
            raise ValidationError(_("Name each payment method once."), code="method_twice")
        return value

    class Meta:
        max_num = len(Method)


class PrizeBlock(blocks.StructBlock):
    first = blocks.IntegerBlock(min_value=1, max_value=4096, default=1, label=_("From place"))
    last = blocks.IntegerBlock(
        min_value=1,
        max_value=4096,
        required=False,
        label=_("To place"),
        help_text=_("Empty: one place."),
    )
    amount = blocks.DecimalBlock(
        min_value=Decimal(0), max_digits=12, decimal_places=2, required=False, label=_("Money")
    )
    extra = blocks.CharBlock(
        max_length=120, required=False, label=_("And"), help_text=_("A trophy, hardware, a slot …")
    )

    class Meta:
        icon = "pick"
        label = _("Prize")


class PrizesTableBlock(blocks.StreamBlock):
    prize = PrizeBlock()

    def clean(self, value):
        value = super().clean(value)
        taken: set[int] = set()
        for child in value:
            first, last = child.value["first"], child.value["last"] or child.value["first"]
            places = set(range(first, last + 1))
            if not places:
                raise ValidationError(
                    _("The last place of a prize comes after its first."), code="places_reversed"
                )
            if taken & places:
                raise ValidationError(_("Each place has one prize row."), code="place_twice")
            taken |= places
        return value
