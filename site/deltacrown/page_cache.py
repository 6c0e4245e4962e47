"""Whole pages, kept for visitors without a session.

A view declares on its response what the page shows: ``response.cache_topics`` names the topics
whose versions it depends on, ``response.cache_until`` (optional) the moment at which it changes
by itself. A kept page is given out only while every topic has the version that it had *before*
the page was rendered: a change during the rendering can then never be hidden. The topics of an
address are learnt from its first answer, which is therefore not kept; the next one is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from operator import itemgetter
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.module_loading import import_string

# How long the topics of an address are remembered; a page lives PAGE_CACHE_SECONDS at most.
REMEMBERED_SECONDS = 24 * 60 * 60
CSRF_FIELD = b"csrfmiddlewaretoken"
# An address that asks for anything else is answered and not kept, so that made-up questions
# cannot push out the pages that people read.
KEPT_QUESTIONS = frozenset({"fee", "game", "page", "status"})


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it was given, and what it stands on."""

    versions: Mapping[str, int]
    until: datetime
    content: bytes
    headers: Mapping[str, str]

    def is_current(self, versions: Mapping[str, int]) -> bool:
        return timezone.now() < self.until and self.versions == versions

    def response(self) -> HttpResponse:
        return HttpResponse(self.content, headers=dict(self.headers))


@dataclass(frozen=True, slots=True)
class Entry:
    topics: Sequence[str]
    page: Page | None = None


class PageCacheMiddleware:
    """Stands inside the session's middleware and outside all that looks at language or person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.current_versions = import_string(settings.PAGE_CACHE_VERSIONS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_anonymous_read(request):
            return self.get_response(request)
        key = address_key(request)
        entry: Entry | None = cache.get(key)
        versions = self.current_versions(list(entry.topics)) if entry else None
        if entry and entry.page and entry.page.is_current(versions):
            return _fresh(request, entry.page.response())
        response = self.get_response(request)
        topics = getattr(response, "cache_topics", None)
        if topics is None or not is_for_everybody(request, response):
            return response
        response["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
        response["Cache-Control"] = "no-cache"  # browsers may keep it, and ask each time
        cache.set(key, Entry(topics, _page(response, topics, versions)), REMEMBERED_SECONDS)
        return _fresh(request, response)


def is_anonymous_read(request: HttpRequest) -> bool:
    """Whether a kept page may answer. A preview asks for the public address with other content."""
    cookies = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()
    is_real = request.method == "GET" and not getattr(request, "is_dummy", False)
    return is_real and not cookies and request.GET.keys() <= KEPT_QUESTIONS


def is_for_everybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the next visitor may be given the same bytes."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.session.modified
        and CSRF_FIELD not in response.content
    )


def address_key(request: HttpRequest) -> str:
    """One key for an address however its query is ordered; the language is in the path."""
    pairs = parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True)
    query = urlencode(sorted(pairs, key=itemgetter(0)))  # of a repeated name the last one counts
    address = f"{request.scheme}://{request.get_host()}{request.path}?{query}"
    return f"page:{sha256(address.encode()).hexdigest()}"


def _page(
    response: HttpResponse, topics: Sequence[str], before: Mapping[str, int] | None
) -> Page | None:
    """The answer to keep; None when a topic's version before the rendering is not known."""
    if before is None or not before.keys() >= set(topics):
        return None
    until = timezone.now() + timedelta(seconds=settings.PAGE_CACHE_SECONDS)
    boundary = getattr(response, "cache_until", None)
    return Page(
        versions={topic: before[topic] for topic in topics},
        until=min(until, boundary) if boundary else until,
        content=response.content,
        headers=dict(response.items()),
    )


def _fresh(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """The answer, or only word that the browser has it already."""
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=response["ETag"], response=response)
