"""Answers that are asked for again and again, and sent only when they changed."""

from collections.abc import Sequence
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from deltacrown.page_cache import is_anonymous_read


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """``response``, or only word that the browser has it already.

    Its mark is a hash of its bytes: what looks as before keeps it, whatever else happened.
    """
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response.headers.setdefault("Cache-Control", "no-cache")  # may be kept, and asked about
    return get_conditional_response(request, etag=etag, response=response)


def kept_unless_known(
    request: HttpRequest, response: HttpResponse, *, topics: Sequence[str]
) -> HttpResponseBase:
    """The same for what the page cache keeps until one of its ``topics`` changes.

    The cache itself tells visitors without a session that nothing changed: to keep the answer it
    has to see the whole of it.
    """
    response.cache_topics = list(topics)
    if is_anonymous_read(request):
        return response
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return unless_known(request, response)
