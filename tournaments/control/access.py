"""Who comes into the control room, and how far."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import official_of

View = Callable[..., HttpResponseBase]


def for_officials(*capabilities: Capability) -> Callable[[View], View]:
    """Find the tournament by its slug, for officials that have one of the ``capabilities``.

    Without any, for all of them. Officials who lack them get 403; everybody else gets 404:
    they need not know that there is a control room. The view gets its visitor's place as
    ``request.official``.
    """

    def admit(official) -> bool:
        return not capabilities or official.may(*capabilities)

    return _found(admit)


def for_organizer(view: View) -> View:
    """As ``for_officials``, for those alone who act for the organizer."""
    return _found(lambda official: official.is_organizer)(view)


def _found(admit: Callable[[Any], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def found(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            tournaments = Tournament.objects.select_related("game", "organizer__group", "page")
            tournament = get_object_or_404(tournaments, slug=slug)
            request.official = official_of(request.user, tournament)
            if request.official is None:
                raise Http404
            if not admit(request.official):
                raise PermissionDenied
            return view(request, tournament, **kwargs)

        return found

    return decorate
