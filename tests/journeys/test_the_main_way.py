"""From an empty page of the editor to a certificate that anyone can verify, as three people."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import factories
from tests.factories.images import png_upload
from tests.journeys.people import PASSWORD, sign_in, someone
from tournaments.content.operations import found_organizer
from tournaments.core.models import Tournament

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAYERS = ["anika", "bashir", "champa", "dipu", "esha", "farid", "gita", "hasan"]
TITLE = "Journey Cup"


@pytest.fixture
def site(settings, live_server):
    """The site as it stands after its set-up, with an organizer and a verifier."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    factories.root_page()
    call_command("setup_site", verbosity=0)
    owner = someone("organizer")
    staff = someone("staff")
    staff.groups.add(Group.objects.get(name="Payment verifiers"))
    return found_organizer(name="Crown Esports", owner=owner, trusted=True, by=owner)


def publish_in_the_editor(page: Page, parent: int) -> None:
    page.goto(f"/admin/pages/add/tournaments/tournamentpage/{parent}/")
    page.get_by_role("textbox", name="Title").first.fill(TITLE)

    page.get_by_role("tab", name="Game and format").click()
    page.locator("#id_game").select_option(label="Football")
    start = timezone.localtime() + timedelta(days=2)
    page.locator("#id_starts_at").fill(start.strftime("%Y-%m-%d %H:%M"))
    page.keyboard.press("Escape")

    page.get_by_role("tab", name="Registration and payment").click()
    page.locator("#id_capacity").fill("8")
    page.locator("#id_minimum_entrants").fill("8")
    page.locator("#id_entry_fee").fill("500")
    methods = page.locator("[data-contentpath='payment_methods']").first
    methods.get_by_role("button", name="Insert a block").first.click()
    page.locator("#payment_methods-0-value-method").select_option(label="bKash")
    page.locator("#payment_methods-0-value-account").fill("01700-000000")

    # The editor saves the draft by itself; let that end before publishing.
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text(re.compile("published")).first).to_be_visible()


def sign_up(page: Page, username: str, mailoutbox) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Email").or_(page.get_by_label("E-mail")).first.fill(
        f"{username}@example.com"
    )
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    mail = next(mail for mail in reversed(mailoutbox) if mail.to == [f"{username}@example.com"])
    page.goto(re.search(r"http\S+confirm-email\S+", mail.body).group())
    page.get_by_role("button", name="Yes, confirm it").click()
    page.wait_for_load_state()


def register_and_pay(page: Page, number: int, slug: str, receipt: Path) -> None:
    page.goto(f"/t/{slug}/register/")
    page.get_by_role("button", name="Register").click()
    expect(page).to_have_url(re.compile("/registrations/DC-"))
    page.goto(f"{page.url}proof/")
    page.get_by_label("Transaction id").fill(f"TRX{number:05d}")
    page.get_by_label("Paid from").fill(f"0171000000{number}")
    page.get_by_label("Screenshot or photo").set_input_files(receipt)
    page.get_by_role("button", name="Send the proof").click()
    expect(page.get_by_text("Payment being checked").first).to_be_visible()


def verify_all(page: Page) -> None:
    page.goto("/admin/payment-proofs/")
    page.get_by_role("link", name=re.compile("TRX00001")).first.click()
    for _proof in PLAYERS:
        with page.expect_navigation():
            page.get_by_role("button", name="Verify v").click()
    page.goto("/admin/payment-proofs/")
    expect(page.get_by_text("TRX0").locator("visible=true")).to_have_count(0)


def draw_and_play(page: Page, slug: str, drain_queue) -> None:
    page.goto(f"/t/{slug}/control/")
    page.get_by_role("button", name="Make the draw").click()
    drain_queue()
    for _match in range(8):
        page.goto(f"/t/{slug}/control/")
        page.get_by_role("link", name="Enter the result").first.click()
        page.get_by_label(re.compile("^Game 1, ")).nth(0).fill("3")
        page.get_by_label(re.compile("^Game 1, ")).nth(1).fill("1")
        page.get_by_role("button", name="Enter the result").click()
        expect(page.get_by_text("The result is entered.")).to_be_visible()
    page.goto(f"/t/{slug}/control/")
    page.get_by_role("link", name="Complete the tournament").first.click()
    page.get_by_role("button", name=re.compile("omplete")).click()
    drain_queue()


def test_from_the_editor_to_a_certificate(site, visitor, mailoutbox, drain_queue, tmp_path):
    receipt = tmp_path / "receipt.png"
    receipt.write_bytes(png_upload().read())

    organizer = visitor()
    sign_in(organizer, "organizer")
    publish_in_the_editor(organizer, site.page_id)
    cup = Tournament.objects.get()
    assert (cup.title, cup.capacity, cup.entry_fee) == (TITLE, 8, 500)

    for number, username in enumerate(PLAYERS, start=1):
        player = visitor(width=390)
        sign_up(player, username, mailoutbox)
        register_and_pay(player, number, cup.slug, receipt)
        player.context.close()

    staff = visitor()
    sign_in(staff, "staff")
    verify_all(staff)
    drain_queue()

    draw_and_play(organizer, cup.slug, drain_queue)

    guest = visitor(width=390)
    guest.goto("/tournaments/")
    guest.get_by_role("link", name=TITLE).first.click()
    expect(guest.get_by_text("Champion").first).to_be_visible()
    champion = cup.placements.get(first=1, last=1).entrant
    expect(guest.locator("main").get_by_text(champion.name).first).to_be_visible()

    mail = next(
        mail
        for mail in mailoutbox
        if "certificate" in mail.subject and mail.to == [f"{champion.name}@example.com"]
    )
    guest.goto(re.search(r"http\S+/certificates/\S+", mail.body).group())
    expect(guest.get_by_role("heading", name="This certificate is valid")).to_be_visible()
    with guest.expect_download() as download:
        guest.get_by_role("link", name="Download as PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")

    code = champion.certificates.get().code
    guest.goto("/certificates/")
    guest.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(code)
    guest.locator("main").get_by_role("button").first.click()
    expect(guest.get_by_role("heading", name="This certificate is valid")).to_be_visible()
