"""The log of a tournament for those who may read it all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from deltacrown.spreadsheets import csv_response
from tournaments.control.access import for_officials
from tournaments.control.log_forms import LogFilterForm
from tournaments.control.log_queries import log_page, log_rows
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament

reads_log = for_officials(Capability.VIEW_AUDIT_LOGS)


@never_cache
@reads_log
def log(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    form = LogFilterForm(request.GET, tournament=tournament)
    page, lines = log_page(tournament, form.chosen(), request.GET.get("page"))
    context = {"tournament": tournament, "form": form, "page_obj": page, "log": lines}
    return render(request, "tournaments/control/log.html", context)


@never_cache
@reads_log
def export(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    """What is chosen, as a table."""
    form = LogFilterForm(request.GET, tournament=tournament)
    return csv_response(f"{tournament.slug}-log", log_rows(tournament, form.chosen()))
