"""From a team of one to a proof sent, on a phone; and twenty proofs cleared without a mouse."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import Page, expect

from deltacrown.accounts.models import GameAccount
from deltacrown.teams.models import Membership, Team
from tests import factories
from tests.factories.images import picture
from tests.factories.questions import question
from tests.journeys.people import fill_in_who, sign_in, someone
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.payments.forms import STOCK_REASONS
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import Registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
QUESTIONS = [
    question("region", "choice", label="Region", required=True, choices=["Dhaka", "Elsewhere"]),
    question(
        "city",
        label="Which city?",
        required=True,
        shown_if="region",
        shown_if_is="Elsewhere",
    ),
    question("phone", "phone", label="Phone on the day", required=True),
    question("nickname", label="Nickname on stream", scope="member", required=True),
]


@pytest.fixture
def site(settings, live_server):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    factories.root_page()
    call_command("setup_site", verbosity=0)


@pytest.fixture
def cup(site) -> Tournament:
    """A paid tournament for teams of two or three, which asks a few things."""
    game = factories.GameFactory(
        name="Crown Arena",
        slug="crown-arena",
        roster_min=2,
        roster_max=3,
        player_id_label="Arena id",
        player_id_pattern=r"\w{3,16}#\w{3,5}",
    )
    return factories.TournamentFactory(
        title="Desk Cup",
        game=game,
        participation=Participation.TEAM,
        entry_fee=500,
        payment_methods=[{"method": "bkash", "account": "01700000000", "instructions": ""}],
        custom_fields=QUESTIONS,
        terms="Be on time. Be kind.",
    )


# --- a captain with a phone -------------------------------------------------------


def found_a_team(captain: Page) -> str:
    """Create a team and make its link; gives the address that the players open."""
    captain.goto("/teams/create/")
    captain.get_by_label("Name").fill("Dhaka Dragons")
    captain.get_by_label("Tag").fill("DHK")
    captain.get_by_label("Game").select_option(label="Crown Arena")
    captain.get_by_role("button", name="Create the team").click()
    expect(captain.get_by_role("heading", name="Dhaka Dragons", level=1)).to_be_visible()
    captain.get_by_role("button", name="Make a link").click()
    return captain.locator("#join-link").inner_text()


def join_by_link(friend: Page, username: str, address: str) -> None:
    friend.goto(address)
    friend.get_by_role("link", name="Sign in and join").click()
    fill_in_who(friend, username)
    friend.get_by_role("button", name="Join").click()
    expect(friend.get_by_role("heading", name="Dhaka Dragons", level=1)).to_be_visible()


def invite(captain: Page, username: str) -> None:
    captain.goto("/teams/dhaka-dragons/")
    form = captain.get_by_role("region", name="Invite by name")
    form.get_by_label("Username").fill(username)
    form.get_by_role("button", name="Invite").click()
    invited = captain.get_by_role("region", name="Invited")
    expect(invited.get_by_role("link", name=username)).to_be_visible()


def accept_on_the_account(player: Page) -> None:
    player.goto("/accounts/me/")
    player.get_by_role("region", name="Invitations").get_by_role("button", name="Accept").click()
    expect(player.get_by_text("Dhaka Dragons").first).to_be_visible()


def mend_what_is_missing(captain: Page, cup: Tournament) -> None:
    """See who lacks an id before anything is filled in, add it, and come back."""
    captain.goto(f"/t/{cup.slug}/register/")
    players = captain.get_by_role("group", name="Dhaka Dragons")
    expect(players.get_by_text("no Arena id yet")).to_have_count(1)
    captain.goto("/accounts/me/")
    captain.get_by_role("link", name="Add Crown Arena").click()
    captain.get_by_label("Arena id").fill("Anika#BD1")
    captain.get_by_role("button", name="Save").click()
    expect(captain).to_have_url(re.compile("/accounts/me/$"))
    captain.goto(f"/t/{cup.slug}/register/")
    expect(players.get_by_text("Anika#BD1")).to_be_visible()
    expect(players.get_by_text("no Arena id yet")).to_have_count(0)


def fill_in(captain: Page) -> None:
    city = captain.get_by_label("Which city?")
    expect(city).to_be_hidden()
    captain.get_by_label("Elsewhere").check()
    city.fill("Sylhet")
    captain.get_by_label("Phone on the day").fill("01712 345678")
    for nickname, field in zip(
        "ABC", captain.get_by_label("Nickname on stream").all(), strict=True
    ):
        field.fill(f"Dragon {nickname}")
    expect(captain.locator("#draft-note")).to_contain_text("Draft saved")


def find_the_draft(captain: Page) -> None:
    captain.reload()
    expect(captain.locator("#draft-note")).to_contain_text("This is your draft of")
    expect(captain.get_by_label("Elsewhere")).to_be_checked()
    expect(captain.get_by_label("Which city?")).to_have_value("Sylhet")
    expect(captain.get_by_label("Phone on the day")).to_have_value("01712 345678")
    expect(captain.get_by_label("Nickname on stream").last).to_have_value("Dragon C")


def register(captain: Page) -> None:
    """Forget the terms first: that is said where one sees it, and nothing written is lost."""
    send = captain.get_by_role("button", name="Register the team")
    send.click()
    expect(captain.get_by_text("Please look at the marked fields")).to_be_in_viewport()
    captain.get_by_label("I accept the terms").check()
    send.click()
    expect(captain).to_have_url(re.compile("/registrations/DC-"))


def send_the_proof(captain: Page, receipt: Path) -> None:
    captain.get_by_role("link", name="I have paid: send the proof").click()
    captain.get_by_label("Transaction id").fill("TRX0001")
    captain.get_by_label("Paid from").fill("01710000001")
    captain.get_by_label("Screenshot or photo").set_input_files(receipt)
    captain.get_by_role("button", name="Send the proof").click()


def test_a_captain_forms_a_team_registers_and_pays_on_a_phone(cup, visitor, tmp_path):
    people = {name: someone(name) for name in ("anika", "bashir", "champa")}
    for name in ("bashir", "champa"):
        GameAccount.objects.create(user=people[name], game=cup.game, player_id=f"{name}#BD1")
    receipt = tmp_path / "receipt.png"
    receipt.write_bytes(picture(size=(600, 1200)))

    captain, bashir, champa = (visitor(**PHONE) for _name in people)
    sign_in(captain, "anika")
    join_by_link(bashir, "bashir", found_a_team(captain))
    invite(captain, "champa")
    sign_in(champa, "champa")
    accept_on_the_account(champa)
    team = Team.objects.get(slug="dhaka-dragons")
    assert set(team.memberships.values_list("user__username", "role")) == {
        ("anika", Membership.Role.OWNER),
        ("bashir", Membership.Role.PLAYER),
        ("champa", Membership.Role.PLAYER),
    }

    mend_what_is_missing(captain, cup)
    fill_in(captain)
    find_the_draft(captain)
    register(captain)

    registration = Registration.objects.get(team=team)
    expect(captain.get_by_text(registration.reference).first).to_be_visible()
    expect(captain.get_by_role("heading", name="Payment")).to_be_visible()
    assert registration.status == Registration.Status.AWAITING_PAYMENT
    assert list(registration.roster.values_list("user__username", "role").order_by("pk")) == [
        ("anika", "starter"),
        ("bashir", "starter"),
        ("champa", "substitute"),
    ]
    answers = registration.answers.values_list("key", "roster_entry__user__username", "value")
    assert sorted(answers, key=str) == sorted(
        [
            ("region", None, "Elsewhere"),
            ("city", None, "Sylhet"),
            ("phone", None, "+8801712345678"),
            ("nickname", "anika", "Dragon A"),
            ("nickname", "bashir", "Dragon B"),
            ("nickname", "champa", "Dragon C"),
        ],
        key=str,
    )

    send_the_proof(captain, receipt)
    expect(captain.get_by_text("A person is checking it").first).to_be_visible()
    proof = PaymentProof.objects.get(payment__registration=registration)
    assert (proof.transaction_id, proof.payment.status) == ("TRX0001", Payment.Status.SUBMITTED)


# --- staff without a mouse ----------------------------------------------------------


class Keyboard:
    """The keyboard of a page, which counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def tab_to(self, name: str) -> None:
        """Go forward to the link or button of this name."""
        for _press in range(60):
            if self.page.evaluate("document.activeElement.innerText").strip() == name:
                return
            self.press("Tab")
        pytest.fail(f"the keyboard does not reach “{name}”")

    def decide(self, proof: PaymentProof, *keys: str) -> None:
        """Press ``keys`` on the work page of ``proof``, once it is there."""
        expect(self.page).to_have_url(re.compile(f"/{proof.pk}/"))
        expect(self.page.locator("[data-desk-start]")).to_be_focused()
        with self.page.expect_navigation():
            self.press(*keys)


def look_closely(keyboard: Keyboard) -> None:
    """Zoom and turn the image; each changes how it is shown, and says so."""
    image, state = (keyboard.page.locator(f"[data-viewer-{part}]") for part in ("image", "state"))
    expect(keyboard.page.locator(".proof-viewer.is-live")).to_be_visible()
    shown = [image.bounding_box()]
    keyboard.press("+")
    expect(state).to_have_text("150 % of the fit")
    shown.append(image.bounding_box())
    assert shown[1]["width"] > shown[0]["width"]
    keyboard.press("0", ".")
    expect(state).to_have_text("100 % of the fit, turned by 90°")
    turned = image.bounding_box()
    assert (turned["width"] > turned["height"]) != (shown[0]["width"] > shown[0]["height"])


def waiting_proofs(number: int) -> list[PaymentProof]:
    portrait = {"image__width": 60, "image__height": 120}
    return [factories.ProofFactory(**portrait) for _number in range(number)]


def test_staff_clear_twenty_proofs_by_keyboard_alone(site, visitor):
    staff = someone("staff")
    staff.groups.add(Group.objects.get(name="Payment verifiers"))
    proofs = waiting_proofs(20)
    rejected, skipped = {3, 8, 13}, 5

    page = visitor()
    sign_in(page, "staff")
    page.goto("/admin/payment-proofs/")
    keyboard = Keyboard(page)
    keyboard.tab_to("Start with the oldest")
    keyboard.press("Enter")

    expect(page.locator("[data-desk-start]")).to_be_focused()
    look_closely(keyboard)
    keyboard.pressed = 0
    for number, proof in enumerate(proofs):
        keys = "s" if number == skipped else "r2" if number in rejected else "v"
        keyboard.decide(proof, *keys)
    keyboard.decide(proofs[skipped], "v")

    expect(page.get_by_text("Nothing more waits for you here.")).to_be_visible()
    expect(page.get_by_role("heading", name="0 proofs wait")).to_be_visible()
    assert keyboard.pressed <= 4 * len(proofs)
    for number, proof in enumerate(proofs):
        proof.refresh_from_db()
        if number in rejected:
            decision = (PaymentProof.Status.REJECTED, str(STOCK_REASONS[1]))
            left = (Payment.Status.REJECTED, Registration.Status.AWAITING_PAYMENT)
        else:
            decision = (PaymentProof.Status.VERIFIED, "")
            left = (Payment.Status.VERIFIED, Registration.Status.CONFIRMED)
        assert (proof.status, proof.reason) == decision
        assert (proof.payment.status, proof.payment.registration.status) == left
        assert proof.decided_by == staff
