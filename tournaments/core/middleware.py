"""HTTP's word for a limit that is reached: 429, and when to come back."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from tournaments.core.attempts import ATTEMPTS
from tournaments.core.limits import LimitReached, take

# Where base.html lets htmx put the message: what was typed stays where it is.
SHOWN_AT = "#limit"
API = re.compile(r"(/[a-z]{2})?/api/")


class LimitMiddleware:
    """Stands inside the authentication: most limits count by person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> HttpResponse | None:
        """Count the attempt, where the view is one that is attempted."""
        if request.method != "POST":
            return None
        try:
            for attempt in ATTEMPTS.get(request.resolver_match.view_name, ()):
                if subject := attempt.subject(request):
                    take(attempt.limit, subject)
        except LimitReached as reached:
            return too_often(request, reached)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return too_often(request, error) if isinstance(error, LimitReached) else None


def too_often(request: HttpRequest, reached: LimitReached) -> HttpResponse:
    """The answer 429 in the words of whoever asked: a program, htmx, or a person."""
    headers = {"Retry-After": str(reached.retry_after), "Cache-Control": "no-store"}
    if API.match(request.path):
        problem = {"detail": reached.message, "retry_after": reached.retry_after}
        return JsonResponse(problem, status=429, headers=headers)
    template = "429.html"
    if request.headers.get("HX-Request") == "true":
        template = "components/_limit.html"
        headers |= {"HX-Retarget": SHOWN_AT, "HX-Reswap": "innerHTML show:window:top"}
    response = render(request, template, {"message": reached.message}, status=429)
    for name, value in headers.items():
        response[name] = value
    return response
