"""Public proof of a certificate: whoever has its code may verify and download it.

The code is long and random, so it is the permission; the page says nothing that is not printed
on the certificate.
"""

from dataclasses import fields
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from tournaments.awards.forms import CodeForm
from tournaments.awards.models import Certificate
from tournaments.awards.queries import (
    Replaced,
    certificate_with,
    certificates_of,
    replaced_with,
)
from tournaments.awards.rendering import CertificateFacts, certificate_pdf

TEMPLATE = "tournaments/awards/verify.html"
PRINTED = {field.name for field in fields(CertificateFacts)} - {"verify_url"}


@require_safe
def enter_code(request: HttpRequest) -> HttpResponse:
    """A form for a code that was read from paper; to a player also the own certificates."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("awards:verify", form.cleaned_data["code"])
    own = certificates_of(request.user) if request.user.is_authenticated else None
    return render(request, "tournaments/awards/enter_code.html", {"form": form, "own": own})


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Valid, revoked, replaced, or unknown, which is a 404 of its own."""
    certificate = certificate_with(code)
    if certificate is None and (replaced := replaced_with(code)):
        return _replaced(request, replaced, code=code)
    status = 200 if certificate else 404
    return _page(request, certificate, status=status, code=code)


@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate as PDF; one that was revoked or replaced is gone."""
    certificate = certificate_with(code)
    if certificate is None and (replaced := replaced_with(code)):
        return _replaced(request, replaced, code=code, status=410)
    if certificate is None:
        raise Http404
    if certificate.revoked_at:
        return _page(request, certificate, status=410, code=code)
    return HttpResponse(
        certificate_pdf(_facts(certificate)),
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": f'attachment; filename="{_file_name(certificate)}"',
        },
    )


def _page(
    request: HttpRequest, certificate: Certificate | None, *, status: int, code: str
) -> HttpResponse:
    context = {
        "certificate": certificate,
        "code": code,
        "form": CodeForm(),
        "has_page": certificate and certificate.tournament.page.live,
    }
    return render(request, TEMPLATE, context, status=status)


def _replaced(
    request: HttpRequest, replaced: Replaced, *, code: str, status: int = 200
) -> HttpResponse:
    context = {
        "replaced": replaced,
        "tournament": replaced.certificate.tournament,
        "code": code,
        "form": CodeForm(),
        "has_page": replaced.certificate.tournament.page.live,
    }
    return render(request, "tournaments/awards/replaced.html", context, status=status)


def _facts(certificate: Certificate) -> CertificateFacts:
    """What is printed, the same in whatever language it is asked for."""
    facts = {key: certificate.facts[key] for key in PRINTED if key in certificate.facts}
    with translation.override(facts["language"]):
        address = urljoin(settings.WAGTAILADMIN_BASE_URL, certificate.get_absolute_url())
    return CertificateFacts(**{**facts, "members": tuple(facts["members"]), "verify_url": address})


def _file_name(certificate: Certificate) -> str:
    words = slugify(f"{certificate.facts['recipient']} {certificate.facts['tournament']}")
    return f"{words[:80].strip('-') or 'certificate'}.pdf"
