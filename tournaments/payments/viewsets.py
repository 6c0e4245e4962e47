"""The proof desk and the listing of payments in the admin."""

from django.contrib.auth.models import Permission
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import modeladmin_register

from tournaments.payments.desk import NAMESPACE
from tournaments.payments.desk.bulk import RejectProofs, VerifyProofs
from tournaments.payments.desk.filters import ProofFilterSet
from tournaments.payments.desk.listing import ProofListView, WaitingPanel
from tournaments.payments.desk.policy import ProofPolicy, works_at_desk
from tournaments.payments.desk.working import NextView, ProofView
from tournaments.payments.models import Payment, PaymentProof
from tournaments.payments.rules import VERIFY
from tournaments.registration.viewsets import OwnRows, ReadOnlyListing, TournamentFilter


class ProofViewSet(SnippetViewSet):
    """The desk. Proofs are read and decided on here, never written, copied or deleted."""

    model = PaymentProof
    icon = "clipboard-list"
    menu_label = _("Payment proofs")
    menu_name = "payment-proofs"
    menu_order = 150
    add_to_admin_menu = True
    admin_url_namespace = NAMESPACE
    base_url_path = "payment-proofs"
    index_view_class = ProofListView
    index_template_name = ProofListView.template_name
    inspect_view_class = ProofView
    inspect_template_name = ProofView.template_name
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = ProofFilterSet
    ordering = ("submitted_at", "pk")
    search_fields = [
        "transaction_id",
        "payer",
        "payment__registration__reference",
        "payment__registration__name",
    ]
    search_backend_name = None

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="list"),
            path("next/", NextView.as_view(), name="next"),
            path("results/", self.index_results_view, name="list_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def get_permissions_to_register(self):
        return Permission.objects.filter(codename=VERIFY.partition(".")[2])

    def register_chooser_viewset(self) -> None:
        """There is none: a chooser would show the transactions to everybody in the admin."""


class PaymentRows(OwnRows):
    """Verifiers see all payments, organizers those of their own tournaments."""

    def sees_all(self, user) -> bool:
        return user.has_perm(VERIFY)


class PaymentAdmin(ReadOnlyListing):
    model = Payment
    menu_icon = "bars"
    menu_order = 152
    base_url_path = "payments"
    permission_helper_class = PaymentRows
    tournament_path = "registration__tournament"
    list_display = ["registration", "amount", "currency", "status", "created_at"]
    list_select_related = ["registration"]
    list_filter = ["status", TournamentFilter]
    search_fields = ["registration__reference", "registration__name"]


@hooks.register("construct_homepage_panels")
def show_waiting_proofs(request, panels) -> None:
    """Verifiers find their work where they arrive."""
    if works_at_desk(request.user):
        panels.append(WaitingPanel())


register_permission_policy(PaymentProof, ProofPolicy(PaymentProof))
register_snippet(ProofViewSet)
modeladmin_register(PaymentAdmin)
hooks.register("register_bulk_action", VerifyProofs)
hooks.register("register_bulk_action", RejectProofs)
