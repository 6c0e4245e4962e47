"""brackets-viewer.js, as npm has it, draws our competitions on a page of another site."""

import os
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.factories import root_page
from tests.factories.play import drawn_cup, match_of, play_all, win
from tournaments.core.models import Tournament
from tournaments.matches.queries import playable_matches

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PACKAGE = "brackets-viewer@1.9.1"
KNOCKOUT = {"format": "single_elimination", "name": "Playoffs", "third_place": True}
DOUBLE = {"format": "double_elimination", "name": "Main"}
LEAGUE = {"format": "round_robin", "name": "League", "groups": 2}
PAGE = """<!doctype html>
<meta charset="utf-8">
<link rel="stylesheet" href="/brackets-viewer.min.css">
<script src="/brackets-viewer.min.js"></script>
<div class="brackets-viewer"></div>
"""
RENDER = """async address => {
    const answer = await fetch(address);
    await window.bracketsViewer.render(await answer.json());
}"""
SHOWN = """() => [...document.querySelectorAll("[data-match-id]")].map(match => [
    match.closest("section").querySelector("h2")?.innerText ?? "",
    match.closest("[data-round-id]").querySelector("h3").innerText,
    ...[...match.querySelectorAll(".participant")].map(side =>
        [side.querySelector(".name").innerText, side.querySelector(".result").innerText]
        .filter(text => text).join(" ")),
])"""


@pytest.fixture(scope="session")
def viewer_folder(tmp_path_factory) -> Path:
    """The viewer's own files and a page around them."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm here, so no brackets-viewer")
    folder = tmp_path_factory.mktemp("npm")
    command = [npm, "install", "--prefix", folder, "--no-audit", "--no-fund", PACKAGE]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=180)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        reason = f"npm did not install {PACKAGE}: {error.stderr}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    site = folder / "node_modules" / "brackets-viewer" / "dist"
    (site / "index.html").write_text(PAGE)
    return site


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args) -> None:
        pass


@pytest.fixture(scope="session")
def other_site(viewer_folder):
    """The address of a site that is not ours, with the viewer on its only page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=viewer_folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def drawn_by_the_viewer(browser: Browser, other_site, live_server, tmp_path):
    """Every match that the viewer shows: bracket, round, one side, the other side."""
    context = browser.new_context(viewport={"width": 1900, "height": 1400})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def drawn(cup: Tournament) -> list[list[str]]:
        address = f"{live_server.url}/api/v1/tournaments/{cup.slug}/bracket/?as=brackets-model"
        page.goto(other_site)
        page.evaluate(RENDER, address)
        page.screenshot(path=tmp_path / "viewer.png", full_page=True)
        return page.evaluate(SHOWN)

    root_page()
    yield drawn
    context.close()
    assert errors == []


def test_a_single_elimination_with_byes_and_a_third_place(drawn_by_the_viewer):
    cup = drawn_cup(6, stages=[KNOCKOUT])
    win(match_of(cup, "W1-2"))

    assert drawn_by_the_viewer(cup) == [
        ["", "Round 1", "#1 P1 W", "BYE"],
        ["", "Round 1", "#4 P4 2", "#5 P5 1"],
        ["", "Round 1", "#2 P2 W", "BYE"],
        ["", "Round 1", "#3 P3 -", "#6 P6 -"],
        ["", "Round 2", "P1 -", "P4 -"],
        ["", "Round 2", "P2 -", "-"],
        ["", "Final Round", "-", "-"],
        ["", "Consolation Final", "Loser of Semi 1 -", "Loser of Semi 2 -"],
    ]


def test_a_single_elimination_that_is_over(drawn_by_the_viewer):
    cup = drawn_cup(4, stages=[KNOCKOUT])
    play_all(cup)

    assert drawn_by_the_viewer(cup) == [
        ["", "Round 1", "#1 P1 2", "#4 P4 1"],
        ["", "Round 1", "#2 P2 2", "#3 P3 1"],
        ["", "Final Round", "P1 2", "P2 1"],
        ["", "Consolation Final", "P4 2", "P3 1"],
    ]


def test_a_league_in_groups_with_its_tables(drawn_by_the_viewer):
    cup = drawn_cup(5, stages=[LEAGUE])
    play_all(cup)

    shown = drawn_by_the_viewer(cup)

    assert [match[:2] for match in shown] == [
        *[["Group 1", f"Round {number}"] for number in (1, 2, 3)],
        ["Group 2", "Round 1"],
    ]
    assert {frozenset(side.split()[0] for side in match[2:]) for match in shown} == {
        *map(frozenset, [("P1", "P4"), ("P1", "P5"), ("P4", "P5"), ("P2", "P3")])
    }
    assert {tuple(side.split()[1] for side in match[2:]) for match in shown} == {("2", "1")}


def test_a_double_elimination_while_it_is_played(drawn_by_the_viewer):
    cup = drawn_cup(8, stages=[DOUBLE])
    for code in ("W1-1", "W1-2", "W1-3", "W1-4", "L1-1", "W2-1"):
        win(match_of(cup, code))

    winners, losers = "Winner Bracket", "Loser Bracket"
    assert drawn_by_the_viewer(cup) == [
        [winners, "WB Round 1", "#1 P1 2", "#8 P8 1"],
        [winners, "WB Round 1", "#4 P4 2", "#5 P5 1"],
        [winners, "WB Round 1", "#2 P2 2", "#7 P7 1"],
        [winners, "WB Round 1", "#3 P3 2", "#6 P6 1"],
        [winners, "WB Round 2", "P1 2", "P4 1"],
        [winners, "WB Round 2", "P2 -", "P3 -"],
        [winners, "WB Final Round", "P1 -", "-"],
        [winners, "Grand Final", "-", "Winner of LB Final -"],
        [losers, "LB Round 1", "P8 2", "P5 1"],
        [losers, "LB Round 1", "P7 -", "P6 -"],
        [losers, "LB Round 2", "Loser of WB Semi 2 -", "P8 -"],
        [losers, "LB Round 2", "P1 P4 -", "-"],
        [losers, "LB Round 3", "-", "-"],
        [losers, "LB Final Round", "Loser of WB Final -", "-"],
    ]


def test_a_double_elimination_with_byes_and_two_finals(drawn_by_the_viewer):
    cup = drawn_cup(5, stages=[DOUBLE])
    while (match := playable_matches(cup).first()) and match.code != "F":
        win(match)
    win(match_of(cup, "F"), 2)
    win(match_of(cup, "F2"), 2)

    assert [match[1:] for match in drawn_by_the_viewer(cup)] == [
        ["WB Round 1", "#1 P1 W", "BYE"],
        ["WB Round 1", "#4 P4 2", "#5 P5 1"],
        ["WB Round 1", "#2 P2 W", "BYE"],
        ["WB Round 1", "#3 P3 W", "BYE"],
        ["WB Round 2", "P1 2", "P4 1"],
        ["WB Round 2", "P2 2", "P3 1"],
        ["WB Final Round", "P1 2", "P2 1"],
        ["GF Round 1", "P1 1", "P2 2"],
        ["GF Round 2", "P2 1", "P1 2"],
        # A "P2" before a name says which match of the winners' bracket it comes from.
        ["LB Round 1", "P5 W", "BYE"],
        ["LB Round 1", "BYE", "BYE"],
        ["LB Round 2", "P2 P3 2", "P5 1"],
        ["LB Round 2", "P1 P4 W", "BYE"],
        ["LB Round 3", "P3 2", "P4 1"],
        ["LB Final Round", "P1 P2 2", "P3 1"],
    ]
