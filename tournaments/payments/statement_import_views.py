"""Importing a statement: choose the file, say what its columns hold, look, and import."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from deltacrown.errors import Refused
from tournaments.core.models import Organizer
from tournaments.payments.models import Method, StatementLine
from tournaments.payments.operations.importing import (
    Outcome,
    check_imports_for,
    import_statement,
    preview_statement,
)
from tournaments.payments.statement_forms import ColumnsForm, FileForm
from tournaments.payments.statement_views import ForStatements, matched_address
from tournaments.payments.statements.keeping import Kept, keep, keep_columns, kept, let_go
from tournaments.payments.statements.listing import likely_columns, shown_matches
from tournaments.payments.statements.reading import COLUMNS, Reading, Table, read_lines, read_table

State = StatementLine.State
FIRST_ROWS = 5
SHOWN = 50


class FileView(ForStatements, TemplateView):
    """The first step. Only a file that can be read as a table is kept."""

    page_title = gettext_lazy("Import a statement")
    template_name = "tournaments/payments/admin/statements/file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or FileForm(user=self.request.user)
        return super().get_context_data(form=form, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FileForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            organizer, upload = form.chosen_organizer(), form.cleaned_data["upload"]
            try:
                check_imports_for(request.user, organizer)
                read_table(upload)
            except Refused as refusal:
                form.add_error("upload", refusal.message)
            else:
                upload.seek(0)
                statement = keep(
                    request.session,
                    upload,
                    organizer=organizer.pk if organizer else None,
                    method=form.cleaned_data["method"],
                )
                return redirect("statements:columns", statement.token)
        return self.render_to_response(self.get_context_data(form=form))


class OfAFile(ForStatements):
    """A step that goes on with the file that this session keeps."""

    page_title = gettext_lazy("Import a statement")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, refusal.message)
            if refusal.code == "columns":
                return redirect("statements:columns", kwargs["token"])
            return redirect("statements:import")

    @cached_property
    def statement(self) -> Kept:
        found = kept(self.request.session, self.kwargs["token"])
        if found is None:
            raise Refused(_("The file is not kept any more. Choose it again."), code="gone")
        return found

    @cached_property
    def organizer(self) -> Organizer | None:
        key = self.statement.organizer
        found = Organizer.objects.get(pk=key) if key else None
        check_imports_for(self.request.user, found)
        return found

    @cached_property
    def table(self) -> Table:
        return self.statement.table()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            statement=self.statement,
            organizer=self.organizer,
            method=Method(self.statement.method),
            **kwargs,
        )


class ColumnsView(OfAFile, TemplateView):
    """The second step: which heading holds what, as last time or guessed."""

    template_name = "tournaments/payments/admin/statements/columns.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        initial = self.statement.columns or likely_columns(
            self.table, self.organizer, self.statement.method
        )
        form = context.get("form") or ColumnsForm(initial=initial, headers=self.table.headers)
        rows = self.table.rows[:FIRST_ROWS]
        return context | {"form": form, "table": self.table, "rows": rows}

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = ColumnsForm(request.POST, headers=self.table.headers)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        keep_columns(request.session, self.statement, form.columns())
        return redirect("statements:check", token)


class CheckView(OfAFile, TemplateView):
    """The third step: what the import would do. Nothing is written before the button."""

    template_name = "tournaments/payments/admin/statements/check.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        reading = self._reading()
        outcome = preview_statement(
            reading.lines,
            organizer=self.organizer,
            method=self.statement.method,
            by=self.request.user,
        )
        columns = [(COLUMNS[name][0], each) for name, each in self.statement.columns.items()]
        return context | {
            "reading": reading,
            "faults": reading.faults[:SHOWN],
            "known": len(reading.lines) - len(outcome.new),
            "new": len(outcome.new),
            "parts": _parts(outcome),
            "columns": columns,
            "shown": SHOWN,
        }

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        organizer, method = self.organizer, self.statement.method
        outcome = import_statement(
            self._reading().lines,
            organizer=organizer,
            method=method,
            columns=self.statement.columns,
            by=request.user,
        )
        let_go(request.session)
        text = _("Imported: %(new)s new lines, of %(all)s in the file. %(matched)s match a proof.")
        numbers = {"new": len(outcome.new), "all": len(outcome.matches)}
        messages.success(request, text % (numbers | {"matched": outcome.count(State.MATCHED)}))
        return redirect(matched_address(organizer, method))

    def _reading(self) -> Reading:
        return read_lines(self.table, self.statement.columns)


def _parts(outcome: Outcome) -> list[dict[str, Any]]:
    """The lines of each state, the doubtful first; of many the first few."""
    parts = []
    for state in (State.DOUBTFUL, State.MATCHED, State.UNMATCHED):
        found = [each for each in outcome.matches if each.state == state]
        parts.append({"state": state, "total": len(found), "rows": shown_matches(found[:SHOWN])})
    return parts
