from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from deltacrown.errors import Refused
from tournaments.payments import operations
from tournaments.payments.desk import NAMESPACE
from tournaments.payments.desk.policy import works_at_desk
from tournaments.payments.flags import is_quiet
from tournaments.payments.forms import BulkForm, BulkRejectForm
from tournaments.payments.models import PaymentProof
from tournaments.payments.operations.claiming import check_mine, is_claimed_by_another
from tournaments.payments.queries import proof_list


class BulkDecision(SnippetBulkAction):
    """One decision on many proofs: each stands for itself and is reported for itself."""

    models = [PaymentProof]
    template_name = "tournaments/payments/admin/bulk.html"
    classes = frozenset()

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not works_at_desk(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def selected(self) -> list[PaymentProof]:
        # Only what was ticked: "all" would take in what the filters hide.
        ids = [pk for pk in self.request.GET.getlist("id") if pk.isdecimal()]
        proofs = proof_list(by=self.request.user).filter(pk__in=ids)
        return list(proofs.prefetch_related("flags"))

    def get_actionable_objects(self):
        waiting = [proof for proof in self.selected if self._is_open(proof)]
        others = [proof for proof in self.selected if not self._is_open(proof)]
        return waiting, {"items_with_no_access": others}

    def _is_open(self, proof: PaymentProof) -> bool:
        waits = proof.status == PaymentProof.Status.SUBMITTED and not proof.has_part
        return waits and proof.first_verified_by_id != self.request.user.pk

    def get_form_kwargs(self) -> dict:
        doubts = {proof: self.doubts(proof) for proof in self.get_actionable_objects()[0]}
        return {
            **super().get_form_kwargs(),
            "doubtful": [
                (proof.pk, f"{proof} – {'; '.join(why)}") for proof, why in doubts.items() if why
            ],
        }

    def doubts(self, proof: PaymentProof) -> list[str]:
        """Why the proof is left out unless somebody ticks it."""
        if is_claimed_by_another(proof, self.request.user):
            return [_("%(name)s works on it") % {"name": proof.claimed_by.username}]
        return []

    def object_context(self, proof: PaymentProof):
        return {
            "item": proof,
            "url": reverse(f"{NAMESPACE}:inspect", args=[proof.pk]),
            "doubts": self.doubts(proof),
        }

    def get_context_data(self, **kwargs):
        names = {"action_name": self.display_name, "action_class": " ".join(self.classes)}
        return {**super().get_context_data(**kwargs), **names}

    def prepare_action(self, objects, objects_without_access) -> HttpResponse:
        """Decide here, not in ``execute_action``, which holds one transaction over all.

        That would keep every tournament locked until the last proof is decided.
        """
        ticked = self.cleaned_form.ticked()
        left_out = [proof for proof in objects if self.doubts(proof) and proof.pk not in ticked]
        decided = [
            done
            for proof in objects
            if proof not in left_out and (done := self._try(proof, despite=proof.pk in ticked))
        ]
        if left_out:
            names = ", ".join(map(str, left_out))
            messages.warning(self.request, _("Left out: %(names)s.") % {"names": names})
        for report in self.reports(decided):
            messages.success(self.request, report)
        return redirect(self.next_url)

    def _try(self, proof: PaymentProof, *, despite: bool) -> PaymentProof | None:
        try:
            if not despite:
                check_mine(proof, self.request.user)
            return self.decide(proof)
        except Refused as refusal:
            messages.error(self.request, f"{proof}: {refusal.message}")
            return None


class VerifyProofs(BulkDecision):
    display_name = gettext_lazy("Verify")
    aria_label = gettext_lazy("Verify the selected proofs")
    action_type = "verify"
    action_priority = 10
    form_class = BulkForm

    def doubts(self, proof: PaymentProof) -> list[str]:
        loud = [flag.get_kind_display() for flag in proof.flags.all() if not is_quiet(flag)]
        return [*super().doubts(proof), *dict.fromkeys(loud)]

    def decide(self, proof: PaymentProof) -> PaymentProof:
        return operations.verify(proof, by=self.request.user)

    def reports(self, decided: list[PaymentProof]) -> list[str]:
        halves = sum(proof.status == PaymentProof.Status.SUBMITTED for proof in decided)
        whole = len(decided) - halves
        messages_of = []
        if whole:
            message = ngettext("%(count)s proof verified.", "%(count)s proofs verified.", whole)
            messages_of.append(message % {"count": whole})
        if halves:
            message = ngettext(
                "%(count)s proof verified by you; a second person decides on it.",
                "%(count)s proofs verified by you; a second person decides on them.",
                halves,
            )
            messages_of.append(message % {"count": halves})
        return messages_of


class RejectProofs(BulkDecision):
    display_name = gettext_lazy("Reject")
    aria_label = gettext_lazy("Reject the selected proofs")
    action_type = "reject"
    action_priority = 20
    classes = frozenset({"serious"})
    form_class = BulkRejectForm

    def decide(self, proof: PaymentProof) -> PaymentProof:
        reason = self.cleaned_form.cleaned_data["reason"]
        return operations.reject(proof, by=self.request.user, reason=reason)

    def reports(self, decided: list[PaymentProof]) -> list[str]:
        if not decided:
            return []
        count = len(decided)
        message = ngettext("%(count)s proof rejected.", "%(count)s proofs rejected.", count)
        return [message % {"count": count}]
