"""Pages of the demo, in a real browser: no violation that axe finds, no sideways scroll."""

from collections.abc import Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from deltacrown.accounts.models import User
from deltacrown.teams.models import Team
from tests import factories
from tournaments.awards.models import Certificate
from tournaments.brackets.models import Match
from tournaments.management.demonstrating import people
from tournaments.management.demonstrating.loading import load
from tournaments.registration.models import Registration

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
        "/t/dhaka-lan-night/schedule/",
        "/t/dhaka-lan-night/tv/",
        match_at_the_venue(Match.Status.LIVE).get_absolute_url(),
        reverse("match_overlay", args=[match_at_the_venue(Match.Status.LIVE).pk]),
        played.get_absolute_url(),
        Certificate.objects.first().get_absolute_url(),
        "/certificates/",
        "/search/?q=cup",
        "/teams/",
        "/accounts/login/",
        "/accounts/signup/",
        "/no-such-page/",
    ]


def match_at_the_venue(status: str) -> Match:
    return Match.objects.get(stage__tournament__slug="dhaka-lan-night", status=status)


def players_paths() -> list[str]:
    """The way in, one's own registrations in whatever state they are, and one's teams."""
    player = people.account("player")
    return [
        "/t/efootball-friday-cup/register/",
        "/t/valorant-duos-cup/register/",
        "/registrations/",
        *(each.get_absolute_url() for each in Registration.objects.filter(registered_by=player)),
        "/accounts/me/",
        *(team.get_absolute_url() for team in Team.objects.filter(members=player)),
        "/teams/create/",
        "/teams/looking/",
        "/teams/looking/teams/",
        "/staff-invitations/",
        "/matches/mine/",
        match_at_the_venue(Match.Status.READY).get_absolute_url(),
        "/notifications/",
        "/notifications/settings/",
    ]


def organizers_paths() -> list[str]:
    control = "/t/valorant-duos-cup/control/"
    entered = Registration.objects.open().filter(tournament__slug="valorant-duos-cup")
    return [
        f"{control}registrations/",
        f"{control}registrations/{entered.first().reference}/",
        "/t/efootball-midnight-cup/control/check-in/",
        f"{control}staff/",
        f"{control}bans/",
        f"{control}announcements/",
        "/t/dhaka-lan-night/control/day/",
        "/t/dhaka-lan-night/control/schedule/",
        f"{match_at_the_venue(Match.Status.DISPUTED).get_absolute_url()}dispute/",
    ]


# Of pages in the admin, what is ours: the counts of the desk, and the work page.
DESK = {
    "/admin/payment-proofs/": ".proof-counts",
    "/admin/payment-proofs/next/": ".proof-desk",
}


def found(
    browser: Browser,
    base: str,
    paths: list[str],
    *,
    width: int,
    scheme: str,
    user: User | None = None,
    parts: Mapping[str, str] | None = None,
) -> dict[str, list[str]]:
    """What is wrong with each page, as ``user`` sees it; with ``parts``, with those alone."""
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    if user:
        context.add_cookies([session_of(user, base)])
    page = context.new_page()
    violations = {}
    for path in paths:
        page.goto(path)
        part = (parts or {}).get(path)
        if part:
            page.locator(part).wait_for()
        results = Axe().run(page, part, options={"runOnly": {"type": "tag", "values": RULES}})
        names = [violation["id"] for violation in results.response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            names.append("scrolls sideways")
        if names:
            violations[path] = names
    context.close()
    return violations


def session_of(user: User, base: str) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base}


@pytest.fixture
def demo(live_server) -> str:
    """The site with its demo; gives its address."""
    factories.root_page()
    load()
    return live_server.url


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_pages_have_no_violation(browser, demo, width, scheme):
    screen = {"width": width, "scheme": scheme}
    players = {"user": people.account("player")}
    organizers = {"user": people.account("organizer")}
    staff = {"user": people.account("staff"), "parts": DESK}

    assert {
        **found(browser, demo, public_paths(), **screen),
        **found(browser, demo, players_paths(), **screen, **players),
        **found(browser, demo, organizers_paths(), **screen, **organizers),
        **found(browser, demo, list(DESK), **screen, **staff),
    } == {}
