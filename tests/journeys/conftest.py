import pytest
from playwright.sync_api import Browser, Page


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
