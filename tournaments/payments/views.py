from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from deltacrown.errors import Refused
from deltacrown.storage import private_response
from deltacrown.uploads import IMAGE_TYPES
from tournaments.core.limits import counted
from tournaments.payments import operations
from tournaments.payments.forms import ProofForm
from tournaments.payments.models import PaymentProof
from tournaments.payments.queries import payments_of
from tournaments.payments.rules import accounts, can_see, check_can_submit

MIME_OF = {extension: kind.mime for kind in IMAGE_TYPES.values() for extension in kind.extensions}


@never_cache
@login_required
def upload(request: HttpRequest, reference: str) -> HttpResponse:
    payment = get_object_or_404(payments_of(request.user), registration__reference=reference)
    try:
        check_can_submit(payment, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(payment.registration)
    form = ProofForm(request.POST or None, request.FILES or None, payment=payment)
    if form.is_valid():
        try:
            with counted("proof", request.user.pk):
                operations.submit_proof(payment=payment, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("We have your proof. A person will check it."))
            return redirect(payment.registration)
    context = {
        "payment": payment,
        "registration": payment.registration,
        "tournament": payment.tournament,
        "accounts": accounts(payment.tournament),
        "form": form,
    }
    return render(request, "tournaments/payments/upload.html", context)


@never_cache
def proof_image(request: HttpRequest, pk: int) -> HttpResponse:
    """The image of a proof. To everybody who may not see it, there is none."""
    proofs = PaymentProof.objects.select_related("payment__registration__tournament")
    proof = get_object_or_404(proofs, pk=pk)
    if not proof.image or not can_see(proof, request.user):
        raise Http404
    extension = "." + proof.image.name.rsplit(".", 1)[-1]
    return private_response(
        proof.image,
        filename=f"{proof.payment.registration.reference}-{proof.pk}{extension}",
        content_type=MIME_OF.get(extension, "application/octet-stream"),
        inline="inline" in request.GET,
    )
