"""Structured logs: every line says which request it belongs to, and nothing personal.

The site and its libraries log through the standard library; structlog renders
all lines alike, as JSON in production and for reading elsewhere. A user appears
as a number. There are no addresses, names, query strings or local variables, and of a path
not the part that lets in whoever has it.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.typing import EventDict, Processor

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# What such parts are called in the addresses of the site and of its libraries.
SECRETS = frozenset({"code", "key", "token"})

logger = logging.getLogger(__name__)
current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)


def logging_settings(*, as_json: bool, level: str) -> dict[str, Any]:
    """Configure structlog, and give the value for Django's ``LOGGING``."""
    every_line: list[Processor] = [
        add_request,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*every_line, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    # Plain tracebacks: the pretty ones show local variables.
    render: list[Processor] = [
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    ]
    if as_json:
        render = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [
                    structlog.stdlib.ExtraAdder(allow={"status", "ms"}),
                    *every_line,
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *render,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own handlers would print, and post, each line once more.
        "loggers": {
            "django": {"handlers": [], "level": level},
            # Four lines a saved page, and one for each task queued.
            "django_tasks": {"level": "WARNING"},
            "django-q": {"level": "WARNING"},
            # It warns of each HEAD request, since Django leaves it to the server to drop the body.
            "gunicorn.http.wsgi": {"level": "ERROR"},
        },
    }


def add_request(logger: Any, method: str, event: EventDict) -> EventDict:
    """Say which request the line belongs to, and who made it, by number."""
    # Django logs an answer of 400 and above outside the middleware, with the request at hand.
    # The development server puts its socket there.
    request = getattr(event.get("_record"), "request", None)
    if not isinstance(request, HttpRequest):
        request = current_request.get()
    if request is None:
        return event
    event["request_id"] = getattr(request, "request_id", None)
    event["method"] = request.method
    event["path"] = path = shown_path(request)
    event["event"] = str(event["event"]).replace(request.path, path)  # Django's own name it too
    event["user_id"] = known_user_id(request)
    return event


def shown_path(request: HttpRequest) -> str:
    """The path, with stars for a link that needs no more than itself: to a score, a calendar."""
    match = request.resolver_match
    path = request.path
    for name, value in match.kwargs.items() if match else ():
        if name in SECRETS:
            path = "***".join(path.rsplit(str(value), 1))
    return path


def known_user_id(request: HttpRequest) -> int | None:
    """The user's id, when something has asked for the user before.

    Asking here would read the session, and an answer whose session was read
    varies by cookie and cannot be cached for everybody.
    """
    return getattr(getattr(request, "_cached_user", None), "pk", None)


class RequestIdMiddleware:
    """Give each request an id, put it on its log lines and on its answer.

    An id that the proxy in front has set is kept, so that both logs match.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        started = time.monotonic()
        token = current_request.set(request)
        try:
            response = self.get_response(request)
            took = round((time.monotonic() - started) * 1000)
            logger.info("request", extra={"status": response.status_code, "ms": took})
        finally:
            current_request.reset(token)
        response["X-Request-ID"] = request.request_id
        return response
