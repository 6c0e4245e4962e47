from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.utils import timezone
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

# What is nearly always the matter. The payer reads it, in the words of "what to do".
STOCK_REASONS = (
    _("We find no transaction with this id on our account. Check the id and send it again."),
    _("The amount that we received is not what is due."),
    _("The image cannot be read. Send a sharper one."),
    _("The image does not show the transaction id and the amount."),
    _("The money went to another account than ours."),
    _("This payment was sent for another registration already."),
)


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
    paid_at = forms.DateTimeField(
        label=_("Paid at"),
        initial=timezone.now,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    # Not an ImageField: the operation decodes the image, once, and with limits.
    # A phone offers its camera beside its pictures; some name HEIC by its extension alone.
    upload = forms.FileField(
        label=_("Screenshot or photo"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*,.heic,.heif"}),
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
        self.fields["paid_at"].help_text = format_lazy(
            _("As your receipt says it, in the time zone {zone}."),
            zone=timezone.get_current_timezone_name(),
        )
        self.fields["upload"].help_text = format_lazy(
            _(
                "A JPEG, PNG or HEIC image of at most {limit} MB on which the transaction id "
                "and the amount can be read."
            ),
            limit=f"{settings.PROOF_MAX_BYTES / MEGABYTE:.3g}",
        )

    def refuse(self, refusal: Refused) -> None:
        """Show what the operation said, at the field that it is about."""
        self.add_error(FIELD_OF.get(refusal.code), refusal.message)


class RejectForm(forms.Form):
    """Why a proof is rejected: a stock reason, words of one's own, or both."""

    stock = forms.ChoiceField(
        label=_("Reason"),
        choices=[(str(number), text) for number, text in enumerate(STOCK_REASONS, start=1)],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("In your own words"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The player reads the reason and can send another proof."),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        chosen = dict(self.fields["stock"].choices).get(cleaned.get("stock"), "")
        parts = [str(part) for part in (chosen, cleaned.get("reason")) if part]
        if not parts and not self.errors:
            self.add_error("reason", _("Choose a reason, or write one."))
        cleaned["reason"] = " ".join(parts)
        return cleaned


class BulkForm(forms.Form):
    """Many proofs at once. What needs a look of its own is decided on only when it is ticked."""

    despite = forms.MultipleChoiceField(
        label=_("Left out, unless you tick them"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, doubtful: Iterable[tuple[int, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["despite"].choices = [(str(pk), text) for pk, text in doubtful]
        if not self.fields["despite"].choices:
            del self.fields["despite"]

    def ticked(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data.get("despite", ())}


class BulkRejectForm(BulkForm, RejectForm):
    """One reason for all of them."""
