"""The admin's widgets start in a real browser under the admin's security policy."""

import pytest
from django.conf import settings

from tests.factories import home_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def admin_page(page, live_server, admin_client):
    """A tab that is signed in, and that remembers each complaint of the browser."""
    page.complaints = []
    page.on(
        "console",
        lambda said: page.complaints.append(said.text) if said.type == "error" else None,
    )
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    session = admin_client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    return page


def test_rows_choosers_and_dates_start_without_inline_scripts(admin_page, live_server):
    front = home_page()
    admin_page.goto(f"{live_server.url}/admin/workflows/add/")
    admin_page.click("#id_workflow_tasks-ADD")
    admin_page.click("#id_workflow_tasks-0-task-chooser .unchosen button")
    admin_page.get_by_role("heading", name="Choose a task").wait_for()

    admin_page.goto(f"{live_server.url}/admin/workflows/add/")
    admin_page.click("#id_pages-0-page-chooser .unchosen button")
    admin_page.get_by_role("heading", name="Choose a page").wait_for()

    admin_page.goto(f"{live_server.url}/admin/pages/{front.pk}/edit/")
    admin_page.get_by_role("button", name="Toggle status").click()
    admin_page.get_by_role("button", name="Set schedule").click()
    admin_page.click("#id_go_live_at")
    admin_page.locator(".xdsoft_datetimepicker").first.wait_for(state="visible")

    assert admin_page.complaints == []
