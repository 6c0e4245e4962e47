"""Is the process alive (``/healthz/``), and is the site ready for visitors (``/readyz/``)?"""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django_q.models import OrmQ, Schedule

LONGEST_WAIT = timedelta(seconds=120)
LATEST_SCHEDULE = timedelta(minutes=5)


class HealthMiddleware:
    """Answer the two health addresses before anything else looks at the request.

    First in ``MIDDLEWARE``: a probe comes by IP address and by plain HTTP, so
    neither ``ALLOWED_HOSTS`` nor the redirect to HTTPS may stand in its way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz/":
            return never_stored(HttpResponse("ok", content_type="text/plain"))
        if request.path_info == "/readyz/":
            found = readiness()
            ready = set(found.values()) == {"ok"}
            return never_stored(JsonResponse(found, status=200 if ready else 503))
        return self.get_response(request)


def readiness() -> dict[str, str]:
    """Every part and its state: "ok", or what is wrong in a few words."""
    try:
        connection.ensure_connection()
        migrations = migrations_state()
        queue = queue_state() if migrations == "ok" else "unknown"
    except DatabaseError:
        return {"database": "no answer", "migrations": "unknown", "queue": "unknown"}
    return {"database": "ok", "migrations": migrations, "queue": queue}


def migrations_state() -> str:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(pending)} not applied" if pending else "ok"


def queue_state() -> str:
    """Whether a cluster works, told by the two things that only a cluster moves.

    A living cluster takes each task within seconds and advances each due
    schedule within half a minute; rows that stay behind mean that none lives,
    or that it cannot keep up. A task's ``lock`` is the time from which it may be
    taken, so one that is being worked on does not count as waiting.
    """
    now = timezone.now()
    schedules = Schedule.objects.exclude(repeats=0)
    if not schedules.exists():
        return "no schedule to tell by"
    if schedules.filter(next_run__lt=now - LATEST_SCHEDULE).exists():
        return "schedules stand still"
    if OrmQ.objects.filter(lock__lt=now - LONGEST_WAIT).exists():
        return "tasks wait too long"
    return "ok"


def never_stored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
