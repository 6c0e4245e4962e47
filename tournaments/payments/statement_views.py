"""Statements in the admin: the lines, comparing them again, and verifying what they have."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from deltacrown.errors import Refused
from tournaments.core.models import Organizer
from tournaments.payments.models import Method
from tournaments.payments.operations.importing import compare_again
from tournaments.payments.statement_forms import (
    SITE,
    AccountForm,
    LineFilterForm,
    TickedForm,
)
from tournaments.payments.statements.clearing import (
    MOST_AT_ONCE,
    Report,
    doubts_of,
    matched_proofs,
    verify_matched,
)
from tournaments.payments.statements.listing import (
    handles_statements,
    line_list,
    shown_lines,
    sources,
)

ON_A_PAGE = 50
ICON = "table"
LIST = "statements:list"


class ForStatements(WagtailAdminTemplateMixin):
    """What the screens share: who may come in, and how their heads look."""

    header_icon = ICON
    page_title = gettext_lazy("Statements")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not handles_statements(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [*self.breadcrumbs_items, {"url": reverse(LIST), "label": _("Statements")}]
        return (
            trail if isinstance(self, ListView) else [*trail, {"url": "", "label": self.page_title}]
        )


class ListView(ForStatements, TemplateView):
    template_name = "tournaments/payments/admin/statements/list.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        form = LineFilterForm(self.request.GET, user=user)
        chosen = form.chosen()
        page = Paginator(line_list(user, chosen), ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            form=form,
            sources=sources(user),
            page_obj=page,
            rows=shown_lines(page.object_list),
            is_filtered=any(chosen.values()),
            **kwargs,
        )


class CompareView(ForStatements, View):
    """Compare the lines of one account with the proofs of now."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AccountForm(request.POST, user=request.user)
        if not form.is_valid():
            raise Http404
        changed = compare_again(
            organizer=form.chosen_organizer(), method=form.cleaned_data["method"], by=request.user
        )
        message = ngettext("%(count)s line changed.", "%(count)s lines changed.", changed)
        messages.success(request, message % {"count": changed})
        return redirect(LIST)


class MatchedView(ForStatements, TemplateView):
    """The proofs whose money one account has, to be verified at one go."""

    page_title = gettext_lazy("Verify what is on the statement")
    template_name = "tournaments/payments/admin/statements/matched.html"

    @cached_property
    def account(self) -> tuple[Organizer | None, str]:
        form = AccountForm(self.request.GET, user=self.request.user)
        if not form.is_valid():
            raise Http404
        return form.chosen_organizer(), form.cleaned_data["method"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organizer, method = self.account
        proofs = matched_proofs(organizer, method, by=self.request.user)
        total = proofs.count()
        rows = [
            {"proof": proof, "doubts": doubts_of(proof, self.request.user)}
            for proof in proofs[:MOST_AT_ONCE]
        ]
        return super().get_context_data(
            organizer=organizer,
            method=Method(method),
            rows=rows,
            total=total,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        organizer, method = self.account
        form = TickedForm(request.POST)
        if not form.is_valid():
            raise Http404
        ticked, despite = (set(form.cleaned_data[name]) for name in ("ticked", "despite"))
        try:
            report = verify_matched(
                organizer, method, by=request.user, ticked=ticked, despite=despite
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            _say(request, report)
        return redirect(request.get_full_path())


def matched_address(organizer: Organizer | None, method: str) -> str:
    account = {"organizer": organizer.pk if organizer else SITE, "method": method}
    return f"{reverse('statements:matched')}?{urlencode(account)}"


def _say(request: HttpRequest, report: Report) -> None:
    if report.verified:
        message = ngettext(
            "%(count)s proof verified.", "%(count)s proofs verified.", report.verified
        )
        messages.success(request, message % {"count": report.verified})
    if report.first_of_two:
        message = ngettext(
            "%(count)s proof verified by you; a second person decides on it.",
            "%(count)s proofs verified by you; a second person decides on them.",
            report.first_of_two,
        )
        messages.success(request, message % {"count": report.first_of_two})
    for text in report.left_out:
        messages.warning(request, _("Left out: %(text)s.") % {"text": text.rstrip(".")})
    if report.gone:
        message = ngettext(
            "%(count)s proof is decided already, or not on the statement any more.",
            "%(count)s proofs are decided already, or not on the statement any more.",
            report.gone,
        )
        messages.warning(request, message % {"count": report.gone})
    if not (report.verified or report.first_of_two or report.left_out or report.gone):
        messages.info(request, _("You ticked none."))
