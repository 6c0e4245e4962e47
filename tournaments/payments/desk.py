"""The proof desk: where verifiers decide, one proof at a time or many at once."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.widgets import ListingButton
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import IndexView, InspectView

from deltacrown.errors import Refused
from tournaments.payments import operations
from tournaments.payments.forms import RejectForm, VerifyForm
from tournaments.payments.models import PaymentProof
from tournaments.payments.queries import next_waiting, proof_list
from tournaments.payments.rules import VERIFY, check_can_decide
from tournaments.payments.screens import proof_page

NAMESPACE = "payment_proofs"
WIDE = "proof-wide"


class ProofPolicy(BasePermissionPolicy):
    """Verifiers see proofs and decide on them; nobody writes them by hand."""

    ACTIONS = frozenset({"view", "verify"})

    def user_has_permission(self, user, action: str) -> bool:
        return action in self.ACTIONS and user.has_perm(VERIFY)

    def users_with_any_permission(self, actions):
        users = get_user_model().objects
        if self.ACTIONS.isdisjoint(actions):
            return users.none()
        return users.with_perm(VERIFY, backend="django.contrib.auth.backends.ModelBackend")


class WaitingPanel(Component):
    """On the first page of the admin: how many proofs wait, and since when."""

    name = "waiting_proofs"
    order = 50
    template_name = "tournaments/payments/admin/waiting_panel.html"

    def get_context_data(self, parent_context) -> dict:
        waiting = PaymentProof.objects.waiting()
        return {"count": waiting.count(), "oldest": waiting.first()}


class PictureColumn(Column):
    cell_template_name = "tournaments/payments/admin/picture_cell.html"


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
            Column("method", label=_("Method"), accessor="get_method_display", classname=WIDE),
            Column("amount", label=_("Amount"), accessor=_amount),
            Column("registration", label=_("Registration"), accessor="payment.registration"),
            Column("tournament", label=_("Tournament"), accessor="tournament", classname=WIDE),
            DateColumn("submitted_at", label=_("Sent"), sort_key="submitted_at", classname=WIDE),
            Column("status", label=_("Status"), accessor="get_status_display", classname=WIDE),
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
        context = super().get_context_data(*args, **kwargs)
        context["bulk_buttons"] = [_bulk_button(action) for action in (VerifyProofs, RejectProofs)]
        return context


def _amount(proof: PaymentProof) -> str:
    return f"{proof.amount} {proof.payment.currency}"


def _bulk_button(action) -> ListingButton:
    return ListingButton(
        action.display_name,
        reverse("wagtail_bulk_action", args=["tournaments", "paymentproof", action.action_type]),
        classname="bulk-action-btn",
        attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
    )


class ProofView(InspectView):
    """The image beside the facts, with the two decisions under them."""

    any_permission_required = ["verify"]
    page_title = gettext_lazy("Check a proof")
    template_name = "tournaments/payments/admin/proof.html"
    reject_form = None

    def get_object(self, queryset=None) -> PaymentProof:
        return get_object_or_404(proof_list(by=self.request.user), pk=self.pk)

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            **proof_page(self.object),
            "obstacle": self._obstacle(),
            "reject_form": self.reject_form or RejectForm(),
        }

    def _obstacle(self) -> str:
        try:
            check_can_decide(self.object, by=self.request.user)
        except Refused as refusal:
            return refusal.message
        return ""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.POST.get("decision") == "verify":
            return self._decide(operations.verify, _("%s is verified."))
        self.reject_form = RejectForm(request.POST)
        if not self.reject_form.is_valid():
            return self.get(request, *args, **kwargs)
        reason = self.reject_form.cleaned_data["reason"]
        return self._decide(operations.reject, _("%s is rejected."), reason=reason)

    def _decide(self, operation, done: str, **values) -> HttpResponse:
        try:
            operation(self.object, by=self.request.user, **values)
        except Refused as refusal:
            messages.error(self.request, refusal.message)
            return redirect(self.request.path)
        messages.success(self.request, done % self.object)
        following = next_waiting(by=self.request.user)
        if following is None:
            return redirect(f"{NAMESPACE}:list")
        return redirect(f"{NAMESPACE}:inspect", following.pk)


class BulkDecision(SnippetBulkAction):
    """One decision on many proofs: each stands for itself and is reported for itself."""

    models = [PaymentProof]
    template_name = "tournaments/payments/admin/bulk.html"
    classes = frozenset()

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.has_perm(VERIFY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_actionable_objects(self):
        # Only what was ticked: "all" would take in what the filters hide.
        ids = [pk for pk in self.request.GET.getlist("id") if pk.isdecimal()]
        proofs = list(proof_list(by=self.request.user).filter(pk__in=ids))
        waiting = [proof for proof in proofs if self._is_open(proof)]
        others = [proof for proof in proofs if not self._is_open(proof)]
        return waiting, {"items_with_no_access": others}

    @staticmethod
    def _is_open(proof: PaymentProof) -> bool:
        return proof.status == PaymentProof.Status.SUBMITTED and not proof.has_part

    def object_context(self, proof: PaymentProof):
        return {"item": proof, "url": reverse(f"{NAMESPACE}:inspect", args=[proof.pk])}

    def get_context_data(self, **kwargs):
        names = {"action_name": self.display_name, "action_class": " ".join(self.classes)}
        return {**super().get_context_data(**kwargs), **names}

    def prepare_action(self, objects, objects_without_access) -> HttpResponse:
        """Decide here, not in ``execute_action``, which holds one transaction over all.

        That would keep every tournament locked until the last proof is decided.
        """
        decided = 0
        for proof in objects:
            try:
                self.decide(proof)
            except Refused as refusal:
                messages.error(self.request, f"{proof}: {refusal.message}")
            else:
                decided += 1
        if decided:
            messages.success(self.request, self.report(decided))
        return redirect(self.next_url)


class VerifyProofs(BulkDecision):
    display_name = gettext_lazy("Verify")
    aria_label = gettext_lazy("Verify the selected proofs")
    action_type = "verify"
    action_priority = 10
    form_class = VerifyForm

    def decide(self, proof: PaymentProof) -> None:
        operations.verify(proof, by=self.request.user)

    def report(self, count: int) -> str:
        message = ngettext("%(count)s proof verified.", "%(count)s proofs verified.", count)
        return message % {"count": count}


class RejectProofs(BulkDecision):
    display_name = gettext_lazy("Reject")
    aria_label = gettext_lazy("Reject the selected proofs")
    action_type = "reject"
    action_priority = 20
    classes = frozenset({"serious"})
    form_class = RejectForm

    def decide(self, proof: PaymentProof) -> None:
        reason = self.cleaned_form.cleaned_data["reason"]
        operations.reject(proof, by=self.request.user, reason=reason)

    def report(self, count: int) -> str:
        message = ngettext("%(count)s proof rejected.", "%(count)s proofs rejected.", count)
        return message % {"count": count}
