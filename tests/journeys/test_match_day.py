"""Match day with four browsers: an organizer, two captains with phones, and a spectator."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.factories import (
    GameFactory,
    RegistrationFactory,
    TeamFactory,
    TournamentFactory,
    UserFactory,
    draw_next,
    match_of,
    organizer_of,
)
from tests.factories.matchday import MAPS, SIDES
from tests.journeys.match_day import Spectator, photograph, session_of
from tournaments.brackets.models import Match, MatchSide
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1440, "height": 900}}
TEAMS = ["Dhaka Dragons", "Khulna Kings", "Sylhet Storm", "Bogura Bulls"]
DOUBLE = {"format": "double_elimination", "name": "Main", "best_of": 3}
WON, LOST = [(13, 7), (13, 10)], [(7, 13), (10, 13)]


@pytest.fixture
def cup() -> Tournament:
    """Four teams, drawn: the first seed meets the fourth, and may meet it again below."""
    game = GameFactory(
        name="Valorant", slug="valorant", map_pool=MAPS[:5], start_sides=SIDES, veto_seconds=300
    )
    cup = TournamentFactory(
        title="Journey Cup",
        game=game,
        participation=Participation.TEAM,
        capacity=4,
        match_check_in_minutes=15,
        stages=[DOUBLE],
    )
    for number, name in enumerate(TEAMS, start=1):
        captain = UserFactory(username=name.split()[1].lower())
        team = TeamFactory(name=name, tag=name[:3].upper(), captain=captain, size=2)
        RegistrationFactory(tournament=cup, number=number, team=team, registered_by=captain)
    draw_next(cup)
    return cup


@dataclass
class People:
    organizer: Page
    dragons: Page
    bulls: Page
    spectator: Spectator


@pytest.fixture
def people(browser, whole_site, cup) -> Iterator[People]:
    """Four browsers; none of them may say that something went wrong."""
    expect.set_options(timeout=15_000)
    complaints: list[str] = []
    contexts = []

    def visit(screen, user=None) -> Page:
        context = browser.new_context(base_url=whole_site, **screen)
        contexts.append(context)
        if user:
            context.add_cookies([session_of(user, whole_site)])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.extend(errors_of(said)))
        return page

    captains = {
        entry.team.name: entry.registered_by
        for entry in cup.registrations.select_related("team", "registered_by")
    }
    yield People(
        organizer=visit(DESK, organizer_of(cup)),
        dragons=visit(PHONE, captains["Dhaka Dragons"]),
        bulls=visit(PHONE, captains["Bogura Bulls"]),
        spectator=Spectator(visit(DESK)),
    )
    expect.set_options(timeout=5_000)
    for context in contexts:
        context.close()
    assert complaints == []


def errors_of(said: ConsoleMessage) -> list[str]:
    return [f"{said.text} {said.location['url']}"] if said.type == "error" else []


# --- what they do --------------------------------------------------------------------


def call_the_round(organizer: Page, name: str) -> None:
    organizer.get_by_label("Round").select_option(label=name)
    organizer.locator(".day-bulk").get_by_role("button", name="Call").click()


def find_the_match(captain: Page, title: str) -> None:
    captain.goto("/matches/mine/")
    captain.get_by_role("link", name=title).tap()
    expect(captain.get_by_role("heading", name=title, level=1)).to_be_visible()


def check_in(captain: Page) -> None:
    captain.get_by_role("button", name="Check in", exact=True).tap()


def take_a_map(captain: Page, name: str) -> None:
    """Take the turn when it comes: until then there is no such button."""
    captain.get_by_role("button", name=name).tap()
    expect(captain.get_by_role("button", name=name)).to_have_count(0)


def fill_in(page: Page, games: list[tuple[int, int]]) -> None:
    for number, scores in enumerate(games, start=1):
        for slot, score in enumerate(scores, start=1):
            page.locator(f"[name=game_{number}_{slot}]").fill(str(score))


def report(captain: Page, games: list[tuple[int, int]]) -> None:
    fill_in(captain, games)
    captain.get_by_role("button", name="Report the result").tap()


def differ(captain: Page, games: list[tuple[int, int]]) -> None:
    captain.get_by_text("No: report something else").tap()
    report(captain, games)


def line_of(organizer: Page, lane: str, title: str) -> Locator:
    """A match on the day screen, in the list where it is now."""
    region = organizer.get_by_role("region", name=re.compile(f"^{lane}"))
    return region.get_by_role("listitem").filter(has_text=title)


def enter_result(organizer: Page, games: list[tuple[int, int]]) -> None:
    fill_in(organizer, games)
    organizer.get_by_role("button", name="Enter the result").click()


def rule(organizer: Page, games: list[tuple[int, int]], winner: str) -> None:
    fill_in(organizer, games)
    organizer.get_by_role("group", name="Who won").get_by_label(winner).check()
    organizer.get_by_label("Reasons of the ruling").fill("The screenshots say 2-0.")
    organizer.get_by_role("button", name="Rule", exact=True).click()


def correct(organizer: Page) -> None:
    organizer.get_by_label("Reason").fill("The scores were entered the wrong way round.")
    organizer.get_by_role("button", name="Correct the result").click()


# --- the parts of the day ----------------------------------------------------------


@dataclass
class Day:
    """A match day under way: who is there, where it is run, and what everybody sees of it."""

    cup: Tournament
    people: People
    step: int = 0

    @property
    def address(self) -> str:
        return f"/t/{self.cup.slug}/control/day/"

    def match(self, code: str) -> Match:
        return match_of(self.cup, code)

    def seen(self, act: Callable[[], None], *, on: Page, code: str, words: str) -> None:
        self.people.spectator.follows(act, on=on, match=self.match(code), words=words)
        self.photograph()

    def photograph(self) -> None:
        self.step += 1
        people = self.people
        pages = (people.organizer, people.dragons, people.bulls, people.spectator.page)
        photograph(f"{self.step:02}", *pages)

    def enter(
        self, code: str, title: str, games: list[tuple[int, int]], words: str, lane: str = "Ready"
    ) -> None:
        """The organizer enters a result, from the day screen and back to it."""
        organizer = self.people.organizer
        organizer.goto(self.address)
        line_of(organizer, lane, title).get_by_role("link", name="Score").click()
        self.seen(lambda: enter_result(organizer, games), on=organizer, code=code, words=words)


def both_are_there(day: Day, code: str) -> None:
    """The captains have been called, and their pages said so. With the second it begins."""
    dragons, bulls = day.people.dragons, day.people.bulls
    check_in(dragons)
    expect(bulls.get_by_text("There since")).to_be_visible()
    day.photograph()
    day.seen(lambda: check_in(bulls), on=bulls, code=code, words="Live")
    expect(dragons.get_by_text("The match is being played")).to_be_visible()


def find_the_maps(day: Day) -> None:
    dragons, bulls = day.people.dragons, day.people.bulls
    dragons.get_by_role("button", name="Begin the map veto").tap()
    take_a_map(dragons, "Ban Ascent")
    take_a_map(bulls, "Ban Bind")
    day.photograph()
    take_a_map(dragons, "Pick Haven")
    take_a_map(bulls, "Pick Icebox")
    bulls.get_by_role("button", name="Attack").first.tap()
    expect(dragons.get_by_text("Bogura Bulls begins on: Attack")).to_have_count(2)
    day.photograph()


def equal_reports_complete_a_match(day: Day) -> None:
    dragons, bulls = day.people.dragons, day.people.bulls
    day.seen(lambda: report(dragons, WON), on=dragons, code="W1-1", words="Result reported")
    agree = bulls.get_by_role("button", name="Yes, that is right")
    words = "Dhaka Dragons 2, Bogura Bulls 0"
    day.seen(agree.tap, on=bulls, code="W1-1", words=words)
    expect(dragons.locator(".scoreboard")).to_contain_text("Dhaka Dragons won")


def different_reports_are_ruled_on(day: Day) -> None:
    organizer, dragons, bulls = day.people.organizer, day.people.dragons, day.people.bulls
    title = "Dhaka Dragons – Bogura Bulls"
    day.seen(lambda: report(dragons, WON), on=dragons, code="L2-1", words="Result reported")
    expect(line_of(organizer, "Waiting for a report", title)).to_be_visible()
    day.seen(lambda: differ(bulls, LOST), on=bulls, code="L2-1", words="Result disputed")
    line_of(organizer, "Disputed", title).get_by_role("link", name="Rule").click()
    organizer.get_by_role("button", name="I look into it").click()
    day.photograph()
    words = "Dhaka Dragons 2, Bogura Bulls 0"
    day.seen(lambda: rule(organizer, WON, "Dhaka Dragons"), on=organizer, code="L2-1", words=words)
    for captain in (dragons, bulls):
        expect(captain.locator(".scoreboard")).to_contain_text("Dhaka Dragons won")
        captain.goto("/matches/mine/")


def a_result_is_corrected_and_undone(day: Day) -> None:
    organizer = day.people.organizer
    organizer.goto(day.match("W1-1").get_absolute_url())
    organizer.get_by_role("link", name="Correct the result").click()
    fill_in(organizer, LOST)
    organizer.get_by_role("button", name="See what would change").first.click()
    expect(organizer.locator(".changes").first).to_contain_text("Grand final")
    day.photograph()
    words = "Dhaka Dragons 0, Bogura Bulls 2"
    day.seen(lambda: correct(organizer), on=organizer, code="W1-1", words=words)
    final = day.match("F").get_absolute_url()
    there = day.people.spectator.page.locator(f'.competition a.match[href="{final}"]')
    expect(there).to_contain_text("Winner of Winners' final")

    organizer.get_by_role("link", name="Undo").click()
    undo = organizer.get_by_role("button", name="Take it back")
    words = "Khulna Kings 2, Dhaka Dragons 0"
    day.seen(undo.click, on=organizer, code="F", words=words)


def test_four_browsers_on_one_match_day(cup, people):
    day, organizer = Day(cup, people), people.organizer
    people.spectator.come(f"/t/{cup.slug}/")
    organizer.goto(day.address)
    for captain in (people.dragons, people.bulls):
        find_the_match(captain, "Dhaka Dragons – Bogura Bulls")
    day.photograph()

    first_round = "Main, Winners' semi-finals (2)"
    day.seen(
        lambda: call_the_round(organizer, first_round), on=organizer, code="W1-1", words="Called"
    )
    both_are_there(day, "W1-1")
    find_the_maps(day)
    equal_reports_complete_a_match(day)

    # Dragons and Bulls meet again in the final of the losers.
    line_of(organizer, "Called", "Khulna Kings").get_by_role("button", name="Start").click()
    title, words = "Khulna Kings – Sylhet Storm", "Khulna Kings 2, Sylhet Storm 0"
    day.enter("W1-2", title, WON, words, lane="Running")
    day.enter("W2-1", "Dhaka Dragons – Khulna Kings", LOST, "Dhaka Dragons 0, Khulna Kings 2")
    day.enter("L1-1", "Bogura Bulls – Sylhet Storm", WON, "Bogura Bulls 2, Sylhet Storm 0")
    organizer.goto(day.address)
    title = "Dhaka Dragons – Bogura Bulls"
    for captain in (people.dragons, people.bulls):
        find_the_match(captain, title)
    call = line_of(organizer, "Ready", title).get_by_role("button", name="Call")
    day.seen(call.click, on=organizer, code="L2-1", words="Called")
    both_are_there(day, "L2-1")
    different_reports_are_ruled_on(day)

    day.enter("F", "Khulna Kings – Dhaka Dragons", WON, "Khulna Kings 2, Dhaka Dragons 0")
    before = results_of(cup)
    a_result_is_corrected_and_undone(day)

    assert results_of(cup) == before
    assert people.spectator.has_stayed
    people.spectator.print_seconds()
    assert max(people.spectator.seconds)[0] < 1


def results_of(cup: Tournament) -> list[tuple]:
    """Each match with what it ended with."""
    sides = MatchSide.objects.filter(match__stage__tournament=cup).order_by("match", "slot")
    return list(sides.values_list("match__code", "match__status", "entrant", "score", "is_winner"))
