import os

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.load.processes import ROOT, live_process
from tests.serving import database_url

WHOLE_SITE = ["-m", "uvicorn", "deltacrown.asgi:application", "--host", "127.0.0.1"]


@pytest.fixture
def whole_site(transactional_db):
    """The site and the live process behind one port, over the database of the test."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "deltacrown.settings.dev",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "LOG_LEVEL": "ERROR",
    }
    with live_process(environment, WHOLE_SITE) as process:
        yield f"http://127.0.0.1:{process.port}"


@pytest.fixture
def visitor(browser: Browser, live_server):
    """Opens a browser of one's own, which fails on what the page's policy forbids."""
    contexts = []

    def visit(*, width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if refused(message) else None
        )
        return page

    complaints: list[str] = []
    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def refused(message) -> bool:
    return message.type == "error" and "Content Security Policy" in message.text
