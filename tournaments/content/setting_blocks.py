"""Payment methods and prizes as blocks of the editor."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from tournaments.payments.models import BY_HAND


class PaymentMethodBlock(blocks.StructBlock):
    method = blocks.ChoiceBlock(
        choices=[(method.value, method.label) for method in BY_HAND], label=_("Method")
    )
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
        max_num = len(BY_HAND)


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
