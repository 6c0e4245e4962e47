import os
import shutil

import pytest
from django.db import connection, connections
from django.utils import translation
from django.utils.module_loading import import_string
from django_q.models import OrmQ
from hypothesis import settings

# "full" tries five times as much, and tests of every size then take every size (make test-full).
settings.register_profile("quick", parent=settings.default, deadline=None)
settings.register_profile("full", parent=settings.default, deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


def pytest_collection_modifyitems(items):
    """Leave out what cannot run here; ``make test`` decides whether that is allowed."""
    for item in items:
        if item.get_closest_marker("browser") and CHROMIUM is None:
            item.add_marker(pytest.mark.skip("no Chromium here; make test-browser installs one"))
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip("needs PostgreSQL: set TEST_DATABASE_URL"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, request, tmp_path_factory
):
    """A file for the browser tests: server and test are two threads with a connection each."""
    walks = any(item.get_closest_marker("browser") for item in request.session.items)
    if walks and connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "site.sqlite3"
        connections["default"].settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """The server, once the database has its place: before, it would share one connection."""
    return live_server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium; its sandbox needs rights that root and containers lack."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": sandbox}


@pytest.fixture(autouse=True)
def in_english():
    """A request for a page in Bengali leaves its language to whatever comes next in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture
def drain_queue():
    """Run every queued task, and what those queue, in order; returns the paths that ran."""

    def drain() -> list[str]:
        ran = []
        while row := OrmQ.objects.order_by("pk").first():
            task = row.task
            row.delete()
            import_string(task["func"])(*task["args"], **task["kwargs"])
            ran.append(task["func"])
        return ran

    return drain
