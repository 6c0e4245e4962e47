from django import forms
from django.utils.translation import gettext_lazy as _

from tournaments.payments.models import BY_HAND, LedgerEntry, Method, Payment

MOST_BEST = 64


class PaymentFilterForm(forms.Form):
    """Which payments to list. What makes no sense is left out, not refused."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, reference or transaction")}),
    )
    status = forms.ChoiceField(
        required=False, choices=Payment.Status.choices, widget=forms.HiddenInput
    )

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class WaiverForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its players read this."),
    )


class WaiveBestForm(WaiverForm):
    number = forms.IntegerField(
        label=_("How many of the best"), min_value=1, max_value=MOST_BEST, initial=4
    )
    field_order = ["number", "reason"]


class RefundForm(forms.Form):
    """How the money went back."""

    method = forms.ChoiceField(label=_("Sent back by"))
    transaction_id = forms.CharField(
        label=_("Transaction id"),
        required=False,
        max_length=LedgerEntry._meta.get_field("transaction_id").max_length,
        help_text=_("Of what you have sent. Not needed for cash, nor when it goes back online."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For your own books."),
    )

    def __init__(self, *args, paid_by: str | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        methods = [(method.value, method.label) for method in BY_HAND]
        if paid_by == Method.SSLCOMMERZ:
            online = _("Online: the payment service sends it back now")
            methods.insert(0, (Method.SSLCOMMERZ.value, online))
        self.fields["method"].choices = methods
        self.fields["method"].initial = paid_by
