"""The proof desk and the listing of payments in the admin."""

import django_filters
from django import forms
from django.contrib.auth.models import Permission
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import modeladmin_register

from tournaments.core.models import Tournament
from tournaments.payments import desk
from tournaments.payments.models import Payment, PaymentProof
from tournaments.payments.rules import VERIFY
from tournaments.registration.viewsets import OwnRows, ReadOnlyListing, TournamentFilter


class ProofFilterSet(WagtailFilterSet):
    """Which proofs; those that wait, when nobody chose."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=PaymentProof.Status.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    tournament = django_filters.ModelChoiceFilter(
        label=_("Tournament"),
        field_name="payment__registration__tournament",
        queryset=Tournament.objects.filter(registrations__payment__proofs__isnull=False).distinct(),
    )

    class Meta:
        model = PaymentProof
        fields = []

    def __init__(self, data=None, *args, **kwargs) -> None:
        if data is not None and "status" not in data:
            data = data.copy()
            data["status"] = PaymentProof.Status.SUBMITTED
        super().__init__(data, *args, **kwargs)


class ProofViewSet(SnippetViewSet):
    """The desk. Proofs are read and decided on here, never written, copied or deleted."""

    model = PaymentProof
    icon = "clipboard-list"
    menu_label = _("Payment proofs")
    menu_name = "payment-proofs"
    menu_order = 150
    add_to_admin_menu = True
    admin_url_namespace = desk.NAMESPACE
    base_url_path = "payment-proofs"
    index_view_class = desk.ProofListView
    index_template_name = desk.ProofListView.template_name
    inspect_view_class = desk.ProofView
    inspect_template_name = desk.ProofView.template_name
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
    if request.user.has_perm(VERIFY):
        panels.append(desk.WaitingPanel())


register_permission_policy(PaymentProof, desk.ProofPolicy(PaymentProof))
register_snippet(ProofViewSet)
modeladmin_register(PaymentAdmin)
hooks.register("register_bulk_action", desk.VerifyProofs)
hooks.register("register_bulk_action", desk.RejectProofs)
