from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from deltacrown.errors import Refused
from deltacrown.uploads import MEGABYTE
from tournaments.payments.models import Payment, PaymentProof
from tournaments.payments.rules import accounts

# Where a refusal of the operation is shown; all others stand above the form.
FIELD_OF = {
    "amount_too_small": "amount",
    "method": "method",
    "payer_missing": "payer",
    "transaction_id": "transaction_id",
    "transaction_used": "transaction_id",
    "too_large": "upload",
    "empty": "upload",
    "type": "upload",
    "extension": "upload",
    "pixels": "upload",
    "damaged": "upload",
    "animated": "upload",
}


class ProofForm(forms.Form):
    """One evidence of a payment, as its payer describes it."""

    method = forms.ChoiceField(label=_("Paid with"), widget=forms.RadioSelect)
    transaction_id = forms.CharField(
        label=_("Transaction id"),
        max_length=PaymentProof._meta.get_field("transaction_id").max_length,
        help_text=_(
            "From the message or the app that confirmed your payment; for cash, the "
            "number of the receipt."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    payer = forms.CharField(
        label=_("Paid from"),
        max_length=PaymentProof._meta.get_field("payer").max_length,
        help_text=_("The number or the account that the money came from."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    amount = forms.DecimalField(
        max_digits=10,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )
    # Not an ImageField: the operation decodes the image, once, and with limits.
    upload = forms.FileField(
        label=_("Screenshot or photo"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )

    def __init__(self, *args, payment: Payment, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        methods = [account.method for account in accounts(payment.tournament)]
        self.fields["method"].choices = [(method.value, method.label) for method in methods]
        if len(methods) == 1:
            self.fields["method"].initial = methods[0].value
        self.fields["amount"].label = _("Amount paid, in %(currency)s") % {
            "currency": payment.currency
        }
        self.fields["amount"].initial = payment.amount
        self.fields["upload"].help_text = format_lazy(
            _(
                "A JPEG or PNG image of at most {limit} MB on which the transaction id and the "
                "amount can be read."
            ),
            limit=f"{settings.PROOF_MAX_BYTES / MEGABYTE:.3g}",
        )

    def refuse(self, refusal: Refused) -> None:
        """Show what the operation said, at the field that it is about."""
        self.add_error(FIELD_OF.get(refusal.code), refusal.message)


class RejectForm(forms.Form):
    """Why a proof is rejected."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The player reads it and can send another proof."),
    )


class VerifyForm(forms.Form):
    """Nothing to fill in: verifying needs a confirmation only."""
