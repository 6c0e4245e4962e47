from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from deltacrown.accounts.queries import chosen_zone


class TimezoneMiddleware:
    """Show times in the zone that the signed-in person chose.

    Without a session cookie nobody is signed in, and the session stays untouched: the answer may
    be kept for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        zone = None
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            zone = chosen_zone(request.user)
        request.zone_is_chosen = zone is not None
        with timezone.override(zone):  # None: the site's zone
            return self.get_response(request)
