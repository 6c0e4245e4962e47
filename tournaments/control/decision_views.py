"""The rulings of a tournament that everybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tournaments.control.log_queries import decisions_page
from tournaments.core.models import Tournament


@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    tournament = get_object_or_404(Tournament.objects.visible(), slug=slug)
    page, rulings = decisions_page(tournament, request.GET.get("page"))
    context = {"tournament": tournament, "page_obj": page, "decisions": rulings}
    return render(request, "tournaments/control/decisions.html", context)
