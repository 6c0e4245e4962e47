"""Every address of the control room, and what it answers to everybody."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    OrganizerFactory,
    UserFactory,
    drawn_cup,
    match_of,
    organizer_of,
    play_all,
)
from tests.factories.formats import SWISS
from tests.factories.staff import staff_of
from tournaments.awards.models import Certificate
from tournaments.brackets.models import Match
from tournaments.control import urls
from tournaments.control.models import Correction
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Ban, StaffMember, Tournament
from tournaments.registration.models import Substitution

pytestmark = pytest.mark.django_db

# What it takes, and how it is asked. "any" is any official, "runs" the organizer alone.
ADDRESSES = {
    "room": ("any", "get"),
    "next_step": ("any", "get"),
    "draw": ("modify_brackets", "post"),
    "pair": ("modify_brackets", "post"),
    "close": ("modify_brackets", "get"),
    "lots": ("modify_brackets", "get"),
    "report": ("modify_brackets", "get"),
    "seeds": ("modify_brackets", "get"),
    "take_seeds": ("modify_brackets", "post"),
    "correct": ("manage_disputes", "get"),
    "undo": ("manage_disputes", "get"),
    "void": ("manage_disputes", "get"),
    "exchange": ("modify_brackets", "get"),
    "reopen": ("manage_settings", "get"),
    "log": ("view_audit_logs", "get"),
    "export_log": ("view_audit_logs", "get"),
    "take_out": ("manage_disputes or modify_brackets", "get"),
    "complete": ("manage_settings", "get"),
    "cancel": ("manage_settings", "get"),
    "archive": ("manage_settings", "post"),
    "certificates": ("manage_certificates", "get"),
    "revoke": ("manage_certificates", "get"),
    "announcements": ("make_announcements", "get"),
    "staff": ("assign_staff", "get"),
    "change_role": ("assign_staff", "get"),
    "remove_staff": ("assign_staff", "get"),
    "bans": ("runs", "get"),
    "lift_ban": ("runs", "get"),
    "substitutions": ("manage_registrations", "get"),
    "decide_substitution": ("manage_registrations", "post"),
}
# Of a player or of everybody who was asked, not of an official; their own tests try them.
TRIED_ELSEWHERE = tuple(
    f"tournaments.control.{name}_" for name in ("registration", "finance", "print", "day")
)
OTHERS = {"decisions", "drop_out", "invitations", "accept_staff", "leave_staff"}

EVERY_OFFICIAL = {"any"}
BRACKETS = {"modify_brackets", "manage_disputes or modify_brackets"}
DISPUTES = {"manage_disputes", "manage_disputes or modify_brackets"}
MAY = {
    "organizer": {capability for capability, _method in ADDRESSES.values()},
    StaffRole.CO_ORGANIZER: EVERY_OFFICIAL
    | BRACKETS
    | DISPUTES
    | {"manage_registrations", "manage_certificates", "make_announcements", "assign_staff"}
    | {"view_audit_logs"},
    StaffRole.REFEREE: EVERY_OFFICIAL | DISPUTES,
    StaffRole.VERIFIER: EVERY_OFFICIAL,
    StaffRole.MODERATOR: EVERY_OFFICIAL
    | {"manage_registrations", "make_announcements", "view_audit_logs"},
    StaffRole.CASTER: EVERY_OFFICIAL,
}


def controlled(cup: Tournament) -> dict[str, str]:
    """Each address, for things that are there."""
    official = organizer_of(cup)
    match = Match.objects.filter(stage__tournament=cup).first()
    reference = cup.registrations.first().reference
    entrant = cup.entrants.first()
    certificate = Certificate.objects.create(
        tournament=cup,
        entrant=entrant,
        kind=Certificate.Kind.PARTICIPANT,
        code="ABCDEFGH23456789",
        facts={"placement_text": "Place 1"},
    )
    correction = Correction.objects.create(
        tournament=cup, match=match, reason="Typed", made_by=official, summary=["x"], after="x"
    )
    place = StaffMember.objects.create(
        tournament=cup, user=UserFactory(), role=StaffRole.CASTER, invited_by=official
    )
    ban = Ban.objects.create(
        user=UserFactory(),
        organizer=cup.organizer,
        reason="Cheated",
        starts_at=timezone.now(),
        made_by=official,
    )
    seat = cup.registrations.first().roster.first()
    substitution = Substitution.objects.create(
        registration=seat.registration,
        outgoing=seat,
        incoming=UserFactory(),
        reason="Ill",
        asked_by=seat.user,
    )
    extra = {
        "decide_substitution": substitution.pk,
        **dict.fromkeys(["pair", "close", "lots", "report", "exchange"], 1),
        "take_out": reference,
        **dict.fromkeys(["change_role", "remove_staff"], place.pk),
        "correct": match.pk,
        "undo": correction.pk,
        "void": match.pk,
        "revoke": certificate.code,
        "lift_ban": ban.pk,
    }
    return {
        name: reverse(f"control:{name}", args=[cup.slug, *([extra[name]] if name in extra else [])])
        for name in ADDRESSES
    }


def answers(client, addresses: dict[str, str]) -> dict[str, str]:
    return {
        name: _word(getattr(client, ADDRESSES[name][1])(address))
        for name, address in addresses.items()
    }


def _word(response) -> str:
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "sign in"
    return {200: "open", 302: "open"}.get(response.status_code, str(response.status_code))


@pytest.fixture
def cup() -> Tournament:
    cup = drawn_cup(2, stages=[SWISS | {"rounds": 1}])
    play_all(cup)
    return cup


def test_every_address_is_in_the_table():
    # Registrations, money, prints and match day have tables in files of their own.
    names = {
        pattern.name
        for pattern in urls.urlpatterns
        if not _module(pattern).startswith(TRIED_ELSEWHERE)
    }

    assert names == set(ADDRESSES) | OTHERS


def _module(pattern) -> str:
    return pattern.callback.__module__


@pytest.mark.parametrize("role", MAY)
def test_officials_come_as_far_as_their_role(client, cup, role):
    addresses = controlled(cup)
    client.force_login(organizer_of(cup) if role == "organizer" else staff_of(cup, role))

    assert answers(client, addresses) == {
        name: "open" if capability in MAY[role] else "403"
        for name, (capability, _method) in ADDRESSES.items()
    }


def player_of(cup: Tournament):
    return cup.registrations.first().user


def another_organizer(cup: Tournament):
    stranger = UserFactory()
    OrganizerFactory(members=[stranger])
    return stranger


def invited(cup: Tournament):
    """Asked to help, and has not answered."""
    user = UserFactory()
    StaffMember.objects.create(
        tournament=cup, user=user, role=StaffRole.CO_ORGANIZER, invited_by=organizer_of(cup)
    )
    return user


def former(cup: Tournament):
    user = staff_of(cup, StaffRole.CO_ORGANIZER)
    user.staff_places.update(ended_at=timezone.now())
    return user


def staff_elsewhere(cup: Tournament):
    return staff_of(drawn_cup(2), StaffRole.CO_ORGANIZER)


@pytest.mark.parametrize("who", [player_of, another_organizer, invited, former, staff_elsewhere])
def test_nobody_else_finds_anything(client, cup, who):
    addresses = controlled(cup)
    client.force_login(who(cup))
    before = list(cup.events.values_list("pk"))

    assert answers(client, addresses) == dict.fromkeys(ADDRESSES, "404")
    assert list(cup.events.values_list("pk")) == before


def test_visitors_are_asked_to_sign_in(client, cup):
    assert answers(client, controlled(cup)) == dict.fromkeys(ADDRESSES, "sign in")


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (StaffRole.REFEREE, ["Enter the result"], ["control/staff", "What happened", "/bans/"]),
        (StaffRole.MODERATOR, ["What happened", "announcements"], ["Enter the first result"]),
        (StaffRole.CASTER, ["See the match"], ["registration__players", "What happened"]),
        (StaffRole.CO_ORGANIZER, ["control/staff", "Enter the result"], ["/bans/", "cancel/"]),
    ],
)
def test_the_room_shows_only_what_one_may_do(client, role, shown, hidden):
    cup = drawn_cup(2)
    client.force_login(staff_of(cup, role))

    page = client.get(reverse("control:room", args=[cup.slug])).content.decode()

    assert [text for text in shown if text not in page] == []
    assert [text for text in hidden if text in page] == []


def test_officials_read_what_somebody_else_does_next(client):
    cup = drawn_cup(2)
    client.force_login(staff_of(cup, StaffRole.CASTER))

    page = client.get(reverse("control:room", args=[cup.slug])).content.decode()

    assert "Matches wait for their results." in page


@pytest.mark.parametrize(("role", "status"), [(StaffRole.REFEREE, 302), (StaffRole.CASTER, 403)])
def test_results_are_entered_by_those_who_may(client, role, status):
    cup = drawn_cup(2)
    match = match_of(cup, "F")
    client.force_login(staff_of(cup, role))

    response = client.post(
        reverse("matches:enter_result", args=[match.pk]),
        {"outcome": "played", "game_1_1": 2, "game_1_2": 1},
    )

    assert response.status_code == status


def test_staff_who_plays_enters_no_result_of_its_own_match(client):
    cup = drawn_cup(2)
    match = match_of(cup, "F")
    player = match.sides.get(slot=1).entrant.registration.user
    StaffMember.objects.create(
        tournament=cup,
        user=player,
        role=StaffRole.REFEREE,
        invited_by=organizer_of(cup),
        accepted_at=timezone.now(),
    )
    client.force_login(player)

    page = client.get(match.get_absolute_url()).content.decode()

    assert "You play in this match, so another official must enter its result." in page
    assert "result-form" not in page
