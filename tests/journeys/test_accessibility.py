"""Public pages of the demo, in a real browser: no violation that axe finds, no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests import factories
from tournaments.awards.models import Certificate
from tournaments.brackets.models import Match
from tournaments.management.demonstrating import people
from tournaments.management.demonstrating.loading import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def public_paths() -> list[str]:
    played = Match.objects.filter(status=Match.Status.COMPLETED, best_of=3).first()
    return [
        "/",
        "/bn/",
        "/tournaments/",
        "/tournaments/crown-esports-bd/",
        "/tournaments/crown-esports-bd/efootball-friday-cup/",
        "/tournaments/crown-esports-bd/valorant-winter-clash/",
        "/tournaments/crown-esports-bd/ea-fc-second-chance-cup/",
        "/tournaments/crown-esports-bd/efootball-swiss-night/",
        "/tournaments/crown-esports-bd/free-fire-solo-rush/",
        "/tournaments/crown-esports-bd/efootball-winter-ladder/",
        "/tournaments/event-archive/fifa-world-cup-2022/",
        played.get_absolute_url(),
        Certificate.objects.first().get_absolute_url(),
        "/certificates/",
        "/search/?q=cup",
        "/teams/",
        "/accounts/login/",
        "/accounts/signup/",
        "/no-such-page/",
    ]


PLAYERS_PATHS = ["/t/efootball-friday-cup/register/", "/registrations/", "/accounts/me/"]


def found(browser: Browser, base: str, paths: list[str], *, width: int, scheme: str, cookies=()):
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    context.add_cookies(list(cookies))
    page = context.new_page()
    violations = {}
    for path in paths:
        page.goto(path)
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        names = [violation["id"] for violation in results.response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            names.append("scrolls sideways")
        if names:
            violations[path] = names
    context.close()
    return violations


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_public_pages_have_no_violation(browser, live_server, client, width, scheme):
    factories.root_page()
    load()
    client.force_login(people.account("player"))
    session = {
        "name": "sessionid",
        "value": client.cookies["sessionid"].value,
        "url": live_server.url,
    }

    anonymous = found(browser, live_server.url, public_paths(), width=width, scheme=scheme)
    signed_in = found(
        browser, live_server.url, PLAYERS_PATHS, width=width, scheme=scheme, cookies=[session]
    )

    assert anonymous | signed_in == {}
