"""A spectator's page follows the tournament, without a reload."""

from time import perf_counter

import pytest
from playwright.sync_api import expect

from tests.factories import drawn_cup, match_of, win

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUS = "document.activeElement.getAttribute('href')"


def test_a_result_is_there_within_a_second(visitor, whole_site):
    cup = drawn_cup(8)
    page = visitor()
    page.goto(f"{whole_site}/t/{cup.slug}/")
    expect(page.get_by_text("1 watching")).to_be_visible(timeout=15_000)
    page.evaluate("window.isSame = true")
    last = page.locator(".competition a.match").last
    last.focus()
    final = last.get_attribute("href")

    seconds = []
    for number in range(1, 5):
        match = match_of(cup, f"W1-{number}")
        result = page.locator(".competition a.match", has_text=f"Quarter-final {number}: P")
        expect(result).to_contain_text("against")
        win(match)
        start = perf_counter()
        expect(result).to_contain_text(" 2, P", timeout=5_000)
        seconds.append(perf_counter() - start)

    assert sorted(seconds)[1] < 1
    assert page.evaluate("window.isSame")
    assert page.evaluate(FOCUS) == final
    expect(page.locator(".counters")).to_contain_text("4 matches over")


def test_without_the_live_process_the_page_asks_by_itself(visitor, live_server):
    cup = drawn_cup(4)
    page = visitor()
    page.clock.install()
    page.goto(f"/t/{cup.slug}/")
    page.evaluate("window.isSame = true")

    win(match_of(cup, "W1-1"))
    page.clock.run_for(20_000)

    result = page.locator(".competition a.match", has_text="Semi-final 1: P1 2, P4 1")
    expect(result).to_be_visible()
    assert page.evaluate("window.isSame")


def test_the_screen_of_the_venue_turns_pauses_and_follows(visitor, live_server):
    cup = drawn_cup(16)
    page = visitor(width=1920, height=1080)
    page.clock.install()
    page.goto(f"/t/{cup.slug}/tv/?every=10")
    shown = page.locator("[data-panel]:visible")

    expect(shown).to_have_attribute("id", "tv-bracket-1-1")
    page.clock.run_for(10_000)
    expect(shown).to_have_attribute("id", "tv-next")
    page.keyboard.press("Space")
    win(match_of(cup, "W1-1"))
    page.clock.run_for(30_000)
    expect(shown).to_have_attribute("id", "tv-next")
    page.keyboard.press("ArrowRight")
    expect(shown).to_have_attribute("id", "tv-bracket-1-1")
    expect(shown).to_contain_text("P1 2, P16 1")
    inside = "document.documentElement.scrollHeight <= innerHeight"
    assert page.evaluate(inside)
