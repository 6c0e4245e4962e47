"""A paid cup for teams that is full: registrations in nearly every state, and a busy desk."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.control.announcing import announce
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Game, Organizer, Tournament
from tournaments.core.settings import Participation
from tournaments.core.staffing import accept_staff, invite_staff
from tournaments.management.demonstrating import people, pictures, scenes, story
from tournaments.management.demonstrating.past import ago
from tournaments.management.demonstrating.receipts import Receipt, photo
from tournaments.payments.models import Method, Payment, PaymentProof
from tournaments.payments.operations import (
    enter,
    leave,
    reject,
    submit_proof,
    turn_away,
    verify,
    waive,
)
from tournaments.registration.guests import GuestPlayer, GuestTeam
from tournaments.registration.models import Registration
from tournaments.registration.operations import add_note, request_changes
from tournaments.registration.questions import questions_of
from tournaments.registration.remarks import ROSTER

TITLE = "Valorant Duos Cup"
FEE = 600
DUOS = [
    ("Old Dhaka Owls", "OWL"),
    ("Bogura Bolts", "BLT"),
    ("Teesta Tempest", "TMP"),
    ("Cox Coast Crew", "CCC"),
    ("Mymensingh Mages", "MGE"),
    ("Jashore Jets", "JET"),
    ("Noakhali Ninjas", "NNJ"),
    ("Pabna Panthers", "PNT"),
    ("Feni Falcons", "FLC"),
]
SETTINGS: dict[str, Any] = {
    "title": TITLE,
    "introduction": "Sixteen pairs, two maps, no excuses. Full by now: join the waitlist.",
    "participation": Participation.TEAM,
    "roster_min": 2,
    "roster_max": 3,
    "capacity": 16,
    "minimum_entrants": 8,
    "waitlist_max": 8,
    "guest_teams_max": 2,
    "entry_fee": FEE,
    "payment_hours": 48,
    "terms": "Both players are at the venue by 18:00 with their own mouse and headset. "
    "Photos of the evening may be shown on this site.",
    "payment_methods": [
        (
            "method",
            {
                "method": Method.BKASH,
                "account": "01700-000000",
                "instructions": "Send Money, and give your reference as the note.",
            },
        ),
        ("method", {"method": Method.NAGAD, "account": "01800-000000", "instructions": ""}),
    ],
    "stages": [("single_elimination", {"name": "Playoffs", "best_of": "1", "best_of_final": "3"})],
}
SIZES = "S\nM\nL\nXL"
QUESTIONS = [
    {"label": "Where do you come from?", "kind": "text", "required": True, "public": True},
    {"label": "Phone on the day", "kind": "phone", "required": True},
    {"label": "We bring our own PCs", "kind": "toggle"},
    {
        "label": "How many sockets do you need?",
        "kind": "number",
        "shown_if": "We bring our own PCs",
        "shown_if_is": "yes",
    },
    {"label": "Size of the jersey", "kind": "choice", "scope": "member", "choices": SIZES},
]
ASKED = {"scope": "registration", "required": False, "public": False, "help_text": ""}
UNSET = {"choices": "", "shown_if": "", "shown_if_is": ""}


def duos_cup(organizer: Organizer, owner: User) -> None:
    if Tournament.objects.filter(title=TITLE).exists():
        return
    game = Game.objects.get(slug="valorant")
    with ago(days=4):
        tournament = _publish(organizer, owner, game)
    teams = [*scenes.TEAMS, *DUOS]
    with ago(hours=70):
        _enter(tournament, *teams[19])  # never pays, so it has expired by now
    turned_away = _paid(tournament, *teams[18])
    for number in range(3):
        _paid(tournament, *teams[number])
    _proofs_that_wait(tournament, teams[3:11])
    with ago(hours=20):
        waived = _enter(tournament, *teams[11])
        add_note(waived, by=owner, text="Won the spring cup: plays for free, as promised.")
        waive(waived.payment, by=people.account("staff"), reason="Winner of the spring cup")
        turn_away(turned_away, by=owner, reason="One of the two played under a false name.")
        _enter(tournament, *teams[12])
        for name, player in (("Campus Kings", "Rafi"), ("Office Heroes", "Adnan")):
            guests = _enter_guests(tournament, name, player)
    with ago(hours=8):
        leaving = _enter(tournament, *teams[13])
        _enter(tournament, *scenes.PLAYERS_TEAM)
        for each in teams[14:17]:
            _enter(tournament, *each)
        request_changes(
            guests, by=owner, remarks={ROSTER: "Write the full names, please."}, reason=""
        )
    with ago(hours=2):
        leave(leaving, by=leaving.registered_by)
    _staff_and_news(tournament, owner)


def _publish(organizer: Organizer, owner: User, game: Game) -> Tournament:
    starts_at = scenes.evening(days=9)
    return scenes.publish(
        organizer,
        owner,
        **SETTINGS,
        banner=pictures.banner("Duos cup", dark=(10, 40, 44), light=(40, 148, 120)),
        game=game,
        starts_at=starts_at,
        registration_closes_at=starts_at - timedelta(days=1),
        custom_fields=[("question", ASKED | UNSET | question) for question in QUESTIONS],
        prizes=scenes.prizes(12000, 6000, 3000),
        body=story.body(starts_at=starts_at, sponsors=["Surma Gear"]),
    )


def _enter(tournament: Tournament, name: str, tag: str) -> Registration:
    is_players = (name, tag) == scenes.PLAYERS_TEAM
    owner = people.account("player") if is_players else people.stand_in(f"{name} Captain")
    team, players = people.roster(name, tag, tournament.game, owner, size=3)
    return enter(
        tournament=tournament,
        by=owner,
        team=team,
        players=players[:2],
        substitutes=players[2:],
        answers=_answers(tournament, name),
        member_answers={
            each.pk: {_key(tournament, "Size of the jersey"): size}
            for each, size in zip(players, ("M", "L", "S"), strict=True)
        },
        terms_accepted=True,
    )


def _enter_guests(tournament: Tournament, name: str, player: str) -> Registration:
    players = [
        GuestPlayer(f"{player} {place}", f"{name[:3]}{place}x#BD1") for place in ("One", "Two")
    ]
    return enter(
        tournament=tournament,
        by=people.stand_in(f"{name} Friend"),
        guests=GuestTeam(name=name, tag=name[:3].upper(), players=tuple(players)),
        answers=_answers(tournament, name),
        terms_accepted=True,
    )


def _answers(tournament: Tournament, name: str) -> dict[str, Any]:
    said = {
        "Where do you come from?": name.split()[0],
        "Phone on the day": f"01712{sum(map(ord, name)):06}",
        "We bring our own PCs": len(name) % 2 == 0,
        "How many sockets do you need?": 4,
    }
    return {_key(tournament, label): value for label, value in said.items()}


def _key(tournament: Tournament, label: str) -> str:
    return next(each.key for each in questions_of(tournament) if each.label == label)


def _paid(tournament: Tournament, name: str, tag: str) -> Registration:
    look = sum(map(ord, tag))
    with ago(hours=50):
        registration = _enter(tournament, name, tag)
    with ago(hours=48):
        proof = _prove(registration, transaction_id=f"BK{tag}7Q2X4", look=look)
    with ago(hours=45):
        verify(proof, by=people.account("staff"))
    return Registration.objects.select_related("tournament").get(pk=registration.pk)


def _proofs_that_wait(tournament: Tournament, teams: list[tuple[str, str]]) -> None:
    """Eight, of which two are beyond doubt."""
    with ago(hours=47):
        entered = [_enter(tournament, *each) for each in teams]
    with ago(hours=44):
        blurred = _prove(entered[7], transaction_id="BK9TT4M1ZZ", look=921)
    with ago(hours=40):
        reject(blurred, by=people.account("staff"), reason="The transaction id cannot be read.")
    paid = PaymentProof.objects.filter(status=PaymentProof.Status.VERIFIED).latest("pk")
    same = {"transaction_id": "BK5CC8R7KD", "look": 905}
    _prove(entered[0], age=31, transaction_id="BK3AA1P5WN", look=902)
    _prove(entered[1], age=26, transaction_id="BK4BB7L2HV", look=903)
    _prove(entered[2], age=22, **same)
    _prove(entered[3], age=19, **same | {"look": 906})
    first = {"payer": "01719000001", "shown": "BK6DD3S9GF"}
    _prove(entered[4], age=12, transaction_id="BK6DD3S9GF", look=907, **first)
    _prove(entered[5], age=9, transaction_id="BK6DD3S9GE", look=907, **first)
    _prove(entered[6], age=5, transaction_id="BK7EE2T4JM", look=908, amount=800, edited=True)
    look = sum(map(ord, paid.payment.registration.tag))
    paid_at = timezone.now() - timedelta(hours=90)
    _prove(entered[7], age=1, transaction_id="BK8FF6U8QX", look=look, paid_at=paid_at)


def _prove(
    registration: Registration,
    *,
    age: float = 0,
    transaction_id: str,
    look: int,
    payer: str = "",
    shown: str = "",
    amount: int = FEE,
    edited: bool = False,
    paid_at: datetime | None = None,
) -> PaymentProof:
    """Send a proof ``age`` hours ago, whose image shows the transaction, or another one."""
    payer = payer or f"0171{registration.number:07}"
    receipt = Receipt(
        method="bKash",
        transaction_id=shown or transaction_id,
        amount=f"BDT {amount}.00",
        payer=payer,
        look=look,
        edited=edited,
    )
    with ago(hours=age):
        return submit_proof(
            payment=Payment.objects.get(registration=registration),
            by=registration.registered_by,
            method=Method.BKASH,
            transaction_id=transaction_id,
            payer=payer,
            amount=amount,
            paid_at=paid_at or timezone.now() - timedelta(minutes=12),
            upload=photo(receipt),
        )


def _staff_and_news(tournament: Tournament, owner: User) -> None:
    staff = people.account("staff")
    with ago(days=3):
        place = invite_staff(tournament, user=staff, role=StaffRole.MODERATOR, by=owner)
        accept_staff(place, by=staff)
    Status = Registration.Status
    with ago(hours=1):
        announce(
            tournament,
            subject="Doors open at 17:00",
            text="The venue is on the third floor, beside the cinema. Bring your student card "
            "if you want the cheaper dinner.",
            statuses=[Status.CONFIRMED, Status.AWAITING_VERIFICATION, Status.OFFERED],
            by=owner,
        )
