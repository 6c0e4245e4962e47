import json

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import RequestFactory
from wagtail.admin.widgets import (
    AdminDateInput,
    AdminDateTimeInput,
    AdminPageChooser,
    AdminTimeInput,
)

from deltacrown.csp import PolicyMiddleware


def policy_of(address, *, preview=False, own_policy=None):
    """The policy that the answer for ``address`` carries, by directive."""

    def site(request):
        return HttpResponse(headers={"Content-Security-Policy": own_policy} if own_policy else {})

    request = RequestFactory().get(address)
    request.is_dummy = preview
    header = PolicyMiddleware(site)(request).get("Content-Security-Policy", "")
    return dict(part.split(" ", 1) for part in header.split("; ") if part)


PUBLIC = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "frame-src": "https://www.youtube-nocookie.com https://player.twitch.tv",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
ADMIN = PUBLIC | {
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
}


@pytest.mark.parametrize("address", ["/", "/bn/", "/tournaments/cup/", "/administration/"])
def test_public_pages_allow_nothing_inline_and_no_foreign_script(address):
    assert policy_of(address) == PUBLIC


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/3/edit/", "/django-admin/"])
def test_the_admin_may_style_inline_and_show_frames_of_its_own(address):
    assert policy_of(address) == ADMIN


def test_the_made_up_request_of_a_preview_leaves_the_policy_to_the_admin():
    assert policy_of("/tournaments/cup/", preview=True) == {}


def test_a_view_may_be_stricter():
    assert policy_of("/documents/1/a.pdf", own_policy="default-src 'none'") == {
        "default-src": "'none'"
    }


MARK = {"data-controller": "admin-widget"}


def starts_in(html):
    """What the page tells ``admin-widgets.js`` to start: constructor, input, options."""
    return [
        (
            mark["data-admin-widget-start-value"],
            mark.get("data-admin-widget-input-value"),
            json.loads(mark.string),
        )
        for mark in BeautifulSoup(html, "html.parser").find_all(attrs=MARK)
    ]


def inline_scripts_in(html):
    """Scripts that the policy would block: neither a file nor mere data."""
    return [
        str(script)
        for script in BeautifulSoup(html, "html.parser").find_all("script")
        if not script.get("src") and script.get("type") != "application/json"
    ]


@pytest.mark.parametrize(
    ("widget", "start", "options"),
    [
        (AdminDateInput, "initDateChooser", {"dayOfWeekStart": 0, "format": "Y-m-d"}),
        (AdminTimeInput, "initTimeChooser", {"format": "H:i", "formatTime": "H:i"}),
        (
            AdminDateTimeInput,
            "initDateTimeChooser",
            {
                "dayOfWeekStart": 0,
                "format": "Y-m-d H:i",
                "formatTime": "H:i",
                "parentID": "body",
            },
        ),
    ],
)
def test_date_fields_start_without_inline_script(widget, start, options):
    html = widget().render("day", None, attrs={"id": "id_day"})

    assert starts_in(html) == [(start, "id_day", options)]
    assert inline_scripts_in(html) == []
    assert BeautifulSoup(html, "html.parser").input["name"] == "day"


def test_choosers_start_without_inline_script(db):
    html = AdminPageChooser().render("page", None, attrs={"id": "id_page"})

    (start,) = starts_in(html)
    assert start == (
        "PageChooser",
        "id_page",
        AdminPageChooser().get_js_init_options("id_page", "page", None),
    )
    assert inline_scripts_in(html) == []


def test_an_inline_panel_with_choosers_starts_without_inline_script(admin_client):
    html = admin_client.get("/admin/workflows/add/").content.decode()

    assert {start for start, _input, _options in starts_in(html)} == {
        "InlinePanel",
        "PageChooser",
        "createTaskChooser",
    }
    assert inline_scripts_in(html) == []


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/account/",
        "/admin/images/add/",
        "/admin/pages/",
        "/admin/reports/site-history/",
        "/admin/users/new/",
        "/django-admin/",
    ],
)
def test_admin_pages_have_no_inline_script_and_no_foreign_host(admin_client, address):
    html = admin_client.get(address).content.decode()

    assert inline_scripts_in(html) == []
    loaded = [
        element.get("src") or element.get("href")
        for element in BeautifulSoup(html, "html.parser").select("script[src], link, img, iframe")
    ]
    assert [url for url in loaded if not url.startswith("/") or url.startswith("//")] == []
