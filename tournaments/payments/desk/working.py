"""One proof after the other: open, decide or skip, and the next is there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.snippets.views.snippets import InspectView

from deltacrown.errors import Refused
from tournaments.core.models import Tournament
from tournaments.payments import operations
from tournaments.payments.desk import NAMESPACE
from tournaments.payments.desk.page import progress, proof_page
from tournaments.payments.desk.policy import works_at_desk
from tournaments.payments.forms import RejectForm
from tournaments.payments.models import PaymentProof
from tournaments.payments.operations.claiming import check_mine, claim, claim_next, release
from tournaments.payments.queries import desk_tournaments, proof_list

DONE = "proof_desk_done"  # decided in this sitting, for "12 of 37"


class Queue:
    """The queue that somebody works on: of all their tournaments, or of the one they chose."""

    @cached_property
    def tournament(self) -> Tournament | None:
        chosen = self.request.GET.get("tournament", "")
        if not chosen.isdecimal():
            return None
        return desk_tournaments(self.request.user).filter(pk=chosen).first()

    @property
    def query(self) -> str:
        return f"?tournament={self.tournament.pk}" if self.tournament else ""

    def open_next(self, *, after: PaymentProof | None, around: bool = True) -> HttpResponse:
        """Go to the next proof that is free; past the end ``around`` takes what was skipped."""
        queue = {"by": self.request.user, "tournament": self.tournament}
        proof = claim_next(**queue, after=after)
        if proof is None and after is not None and around:
            proof = claim_next(**queue)
        if proof is None:
            self.request.session.pop(DONE, None)
            messages.info(self.request, _nothing_left(around))
            return redirect(reverse(f"{NAMESPACE}:list") + self.query)
        return redirect(reverse(f"{NAMESPACE}:inspect", args=[proof.pk]) + self.query)


class NextView(Queue, View):
    """Begin with the oldest, or go on behind ``after``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not works_at_desk(request.user):
            raise PermissionDenied
        after = request.GET.get("after", "")
        if not after.isdecimal():
            request.session.pop(DONE, None)
            return self.open_next(after=None)
        proof = get_object_or_404(proof_list(by=request.user), pk=after)
        return self.open_next(after=proof)


class ProofView(Queue, InspectView):
    """The image beside the facts, with the decisions under them. Opening it claims it."""

    any_permission_required = ["verify"]
    page_title = gettext_lazy("Check a proof")
    template_name = "tournaments/payments/admin/proof.html"
    reject_form = None

    def get_object(self, queryset=None) -> PaymentProof:
        return get_object_or_404(proof_list(by=self.request.user), pk=self.pk)

    def get_page_subtitle(self) -> str:
        """The page begins with the name of the proof."""
        return ""

    def get_fields(self) -> list:
        """The template shows what there is in its own way."""
        return []

    def get_context_data(self, **kwargs):
        obstacle = self._claim()
        is_waiting = self.object.status == PaymentProof.Status.SUBMITTED
        return {
            **super().get_context_data(**kwargs),
            **proof_page(self.object, by=self.request.user),
            "obstacle": obstacle,
            "can_decide": is_waiting and not obstacle,
            "progress": self._progress() if is_waiting else None,
            "reject_form": self.reject_form or RejectForm(),
            "next_url": self._next_url(),
        }

    def _claim(self) -> str:
        """Keep the proof for this person, or say why that cannot be."""
        if self.object.status != PaymentProof.Status.SUBMITTED:
            return ""
        try:
            self.object.claimed_until = claim(self.object, by=self.request.user).claimed_until
        except Refused as refusal:
            return refusal.message
        return ""

    def _progress(self):
        done = self.request.session.get(DONE, 0)
        return progress(self.object, by=self.request.user, tournament=self.tournament, done=done)

    def _next_url(self) -> str:
        query = {"after": self.object.pk}
        if self.tournament:
            query["tournament"] = self.tournament.pk
        return f"{reverse(f'{NAMESPACE}:next')}?{urlencode(query)}"

    # --- what is done with it -----------------------------------------------------------

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        match request.POST.get("decision"):
            case "verify":
                return self._decide(operations.verify)
            case "reject":
                return self._reject()
            case "renew":
                return self._renew()
            case _:
                release(self.object, by=request.user)
                return self.open_next(after=self.object, around=False)

    def _reject(self) -> HttpResponse:
        self.reject_form = RejectForm(self.request.POST)
        if not self.reject_form.is_valid():
            return self.get(self.request)
        return self._decide(operations.reject, reason=self.reject_form.cleaned_data["reason"])

    def _renew(self) -> HttpResponse:
        """Asked by the script while somebody works on the page."""
        if refusal := self._claim():
            return HttpResponse(refusal, status=409, content_type="text/plain; charset=utf-8")
        return HttpResponse(status=204)

    def _decide(self, operation, **values) -> HttpResponse:
        user = self.request.user
        try:
            check_mine(self.object, user)
            proof = operation(self.object, by=user, **values)
        except Refused as refusal:
            messages.error(self.request, refusal.message)
            return redirect(self.request.get_full_path())
        release(proof, by=user)
        self.request.session[DONE] = self.request.session.get(DONE, 0) + 1
        messages.success(self.request, _done(proof))
        return self.open_next(after=self.object)


def _nothing_left(around: bool) -> str:
    if around:
        return _("Nothing more waits for you here.")
    return _("That was the last one. What you skipped still waits.")


def _done(proof: PaymentProof) -> str:
    messages_of = {
        PaymentProof.Status.SUBMITTED: _("%(proof)s is verified by you; a second person decides."),
        PaymentProof.Status.VERIFIED: _("%(proof)s is verified."),
        PaymentProof.Status.REJECTED: _("%(proof)s is rejected."),
    }
    return messages_of[PaymentProof.Status(proof.status)] % {"proof": proof}
