"""What the people of a match day do, and how soon others see it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.test import Client
from playwright.sync_api import Page, Request, expect

from deltacrown.accounts.models import User
from tournaments.brackets.models import Match

# Promises the moment, by the clock of the browser, at which a match on the page says something.
LISTEN = """([address, words]) => {
    const places = `.competition a.match[href="${address}"], .match-line:has([href="${address}"])`;
    const isSaid = () =>
        [...document.querySelectorAll(places)].some(place => place.textContent.includes(words));
    if (isSaid()) throw new Error(`it says “${words}” already`);
    window.said = new Promise((done, fail) => {
        const watch = new MutationObserver(() => isSaid() && done(Date.now()));
        watch.observe(document.body, {childList: true, subtree: true});
        setTimeout(() => fail(new Error(`it does not say “${words}”`)), 20_000);
    });
}"""


def session_of(user: User, address: str) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}


def photograph(name: str, *pages: Page) -> None:
    """Keep what the pages show, in the folder that JOURNEY_PICTURES names; else nothing."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        for number, page in enumerate(pages, start=1):
            page.screenshot(path=Path(folder) / f"{name}-{number}.png", full_page=True)


@dataclass
class Spectator:
    """A page that is loaded once, and in how many seconds it showed what others did."""

    page: Page
    seconds: list[tuple[float, str]] = field(default_factory=list)

    def come(self, address: str) -> None:
        self.page.goto(address)
        expect(self.page.get_by_text("1 watching")).to_be_visible(timeout=15_000)
        self.page.evaluate("window.isSame = true")

    def follows(self, act: Callable[[], None], *, on: Page, match: Match, words: str) -> None:
        """Let somebody do something ``on`` their page: it is told of ``match`` with these words.

        The time runs from the answer that this person gets.
        """
        address = match.get_absolute_url()
        self.page.evaluate(LISTEN, [address, words])
        with on.expect_event("requestfinished", lambda request: request.method == "POST") as sent:
            act()
        said = self.page.evaluate("window.said")
        seconds = (said - _answered_at(sent.value)) / 1000
        self.seconds.append((seconds, f"{words} ({address})"))

    def print_seconds(self) -> None:
        for seconds, what in self.seconds:
            print(f"{seconds:6.3f} s  {what}")

    @property
    def has_stayed(self) -> bool:
        return self.page.evaluate("window.isSame === true")


def _answered_at(request: Request) -> float:
    return request.timing["startTime"] + request.timing["responseStart"]
