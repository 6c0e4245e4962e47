from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.widgets import ListingButton
from wagtail.snippets.views.snippets import IndexView

from tournaments.payments.desk.bulk import RejectProofs, VerifyProofs
from tournaments.payments.models import PaymentProof
from tournaments.payments.queries import desk_counts, desk_proofs, proof_list

WIDE = "proof-wide"
COUNTED = ("waiting", "flagged", "verified", "rejected")


class WaitingPanel(Component):
    """On the first page of the admin: how many proofs wait, and since when."""

    name = "waiting_proofs"
    order = 50
    template_name = "tournaments/payments/admin/waiting_panel.html"

    def get_context_data(self, parent_context) -> dict:
        waiting = desk_proofs(parent_context["request"].user).waiting()
        return {"count": waiting.count(), "oldest": waiting.first()}


class PictureColumn(Column):
    cell_template_name = "tournaments/payments/admin/picture_cell.html"


class FlagColumn(Column):
    cell_template_name = "tournaments/payments/admin/flag_cell.html"


class ProofListView(IndexView):
    """The queue. Without a choice of status: what waits, oldest first."""

    template_name = "tournaments/payments/admin/list.html"

    def get_base_queryset(self):
        return proof_list(by=self.request.user)

    @cached_property
    def columns(self):
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet"),
            PictureColumn("image", label=_("Image")),
            self._get_title_column("transaction_id"),
            FlagColumn("flags", label=_("Flags"), accessor="has_flags", classname=WIDE),
            Column("method", label=_("Method"), accessor="get_method_display", classname=WIDE),
            Column("amount", label=_("Amount"), accessor=_amount, classname=WIDE),
            Column("registration", label=_("Registration"), accessor="payment.registration"),
            Column("tournament", label=_("Tournament"), accessor="tournament", classname=WIDE),
            DateColumn("submitted_at", label=_("Sent"), sort_key="submitted_at"),
            Column("status", label=_("Status"), accessor=_status, classname=WIDE),
        ]

    def get_list_buttons(self, instance):
        if instance.status != PaymentProof.Status.SUBMITTED or instance.has_part:
            return []
        address = self.get_inspect_url(instance)
        return [
            ListingButton(_("Verify"), f"{address}#verify", priority=10),
            ListingButton(_("Reject"), f"{address}#reject", priority=20),
        ]

    def get_context_data(self, *args, **kwargs):
        counts = desk_counts(self.request.user)
        return {
            **super().get_context_data(*args, **kwargs),
            "bulk_buttons": [_bulk_button(action) for action in (VerifyProofs, RejectProofs)],
            "counts": counts,
            "totals": {name: sum(row[name] for row in counts) for name in COUNTED},
        }


def _amount(proof: PaymentProof) -> str:
    return f"{proof.amount} {proof.payment.currency}"


def _status(proof: PaymentProof) -> str:
    """Who works on it, or who was first of two, says more than that it waits."""
    if proof.status != PaymentProof.Status.SUBMITTED:
        return proof.get_status_display()
    if proof.claimed_by and proof.claimed_until > timezone.now():
        return _("In work: %(name)s") % {"name": proof.claimed_by.username}
    if proof.first_verified_by:
        return _("Verified first by %(name)s") % {"name": proof.first_verified_by.username}
    return proof.get_status_display()


def _bulk_button(action) -> ListingButton:
    return ListingButton(
        action.display_name,
        reverse("wagtail_bulk_action", args=["tournaments", "paymentproof", action.action_type]),
        classname="bulk-action-btn",
        attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
    )
