import pytest
from django.conf import settings as site

from deltacrown.errors import Refused
from tests.factories import UserFactory, drawn_cup, match_of, organizer_of, win
from tests.factories.evidence import player_of
from tests.factories.matchday import pass_time
from tests.factories.staff import staff_of
from tournaments.brackets.models import Match
from tournaments.core.limits import LimitReached
from tournaments.core.models import Event
from tournaments.core.versions import current_versions
from tournaments.matches import operations
from tournaments.matches.models import ChatMessage, ChatReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


def write(match: Match, text: str = "Ready?", *, by=None) -> ChatMessage:
    return operations.write_message(match, text=text, by=by or player_of(match))


def refusal_of(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


def test_a_message_stands_in_the_room_and_in_no_log(match):
    cup, room = f"tournament:{match.tournament.pk}", f"room:{match.pk}"
    before, events = current_versions([cup, room]), Event.objects.count()

    message = write(match, "  Are   you\nthere? 🎮 ")

    assert (message.text, message.by, message.is_official) == (
        "Are you there? 🎮",
        player_of(match),
        False,
    )
    after = current_versions([cup, room])
    assert (after[cup], after[room]) == (before[cup], before[room] + 1)
    assert Event.objects.count() == events


def test_players_and_officials_of_the_match_write_and_nobody_else(match):
    cup = match.tournament
    officials = [organizer_of(cup), *[staff_of(cup, role) for role in ("referee", "moderator")]]
    for by in (player_of(match, 1), player_of(match, 2), *officials):
        write(match, by=by)
    assert ChatMessage.objects.count() == 5

    others = [
        UserFactory(),
        organizer_of(drawn_cup(2)),
        player_of(match_of(drawn_cup(2), "F")),
        *[staff_of(cup, role) for role in ("verifier", "caster")],
    ]
    assert {refusal_of(write, match, by=by) for by in others} == {"not_in_match"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\u200b\u200d", "empty"),
        ("\u2060\u00a0", "empty"),
        ("a\x00b", "control"),
        ("\x1b[31mred", "control"),
        ("good\u202egnp.exe", "control"),
        ("\u2066tricky", "control"),
        ("x" * 501, "long"),
    ],
)
def test_what_nobody_can_read_is_not_written(match, text, code):
    assert refusal_of(write, match, text) == code
    assert not ChatMessage.objects.exists()


@pytest.mark.parametrize(
    "text", ["x" * 500, "আমি প্রস্তুত", "क्‍ष", "👨‍👩‍👧", "<b>&</b>", "https://example.org"]
)
def test_every_language_can_be_written(match, text):
    assert write(match, text).text == text


@pytest.mark.parametrize("status", ["pending", "void"])
def test_nobody_writes_where_nobody_plays(match, status):
    Match.objects.update(status=status)
    match.refresh_from_db()

    assert refusal_of(write, match) == "not_played"


def test_the_room_closes_for_players_a_day_after_the_match(match, monkeypatch):
    win(match)
    match.refresh_from_db()
    pass_time(monkeypatch, hours=23, minutes=59)
    write(match)
    pass_time(monkeypatch, minutes=2)

    assert refusal_of(write, match) == "closed"
    write(match, by=organizer_of(match.tournament))


def test_twenty_messages_a_minute_and_what_is_refused_costs_nothing(match):
    for number in range(20):
        refusal_of(write, match, "")
        write(match, str(number))

    with pytest.raises(LimitReached):
        write(match)
    assert ChatMessage.objects.count() == site.RATE_LIMITS["chat"][0] == 20
    write(match, by=player_of(match, 2))


# --- what should not stand there ---------------------------------------------------


def test_a_message_is_reported_once_a_person(match):
    message, reader = write(match), player_of(match, 2)

    report = operations.report_message(message, reason=" Rude. ", by=reader)

    assert (report.message, report.by, report.reason) == (message, reader, "Rude.")
    event = Event.objects.get(kind="match.message_reported")
    assert (event.subject, event.actor, event.after) == (match, reader, {"message": message.pk})
    assert refusal_of(operations.report_message, message, reason="", by=reader) == "reported"
    assert refusal_of(operations.report_message, message, reason="", by=message.by) == "own"
    outsider = UserFactory()
    assert refusal_of(operations.report_message, message, reason="", by=outsider) == "not_in_match"


def test_an_official_hides_a_message_and_lets_it_stand_again(match):
    message = write(match)
    operations.report_message(message, reason="", by=player_of(match, 2))
    moderator = staff_of(match.tournament, "moderator")

    for _time in range(2):
        operations.hide_message(message, by=moderator)

    message.refresh_from_db()
    assert (message.hidden_by, message.text) == (moderator, "Ready?")
    assert ChatReport.objects.get().settled_by == moderator
    assert Event.objects.filter(kind="match.message_hidden").count() == 1

    for _time in range(2):
        operations.keep_message(message, by=moderator)

    message.refresh_from_db()
    assert (message.hidden_at, message.hidden_by) == (None, None)
    assert Event.objects.filter(kind="match.message_kept").count() == 1


@pytest.mark.parametrize("verb", [operations.hide_message, operations.keep_message])
def test_only_those_who_moderate_hide_and_keep(match, verb):
    message, cup = write(match), match.tournament
    others = [
        message.by,
        UserFactory(),
        organizer_of(drawn_cup(2)),
        *[staff_of(cup, role) for role in ("verifier", "caster")],
    ]

    assert {refusal_of(verb, message, by=by) for by in others} == {"not_organizer"}


def test_an_official_writes_to_both_sides(match):
    official = organizer_of(match.tournament)

    message = operations.message_sides(match, text="Server 2, please", by=official)

    assert (message.is_official, message.by) == (True, official)
    event = Event.objects.get(kind="match.sides_messaged")
    assert (event.subject, event.after, event.reason) == (match, {"message": message.pk}, "")


def test_only_officials_write_to_both_sides(match):
    others = [player_of(match), UserFactory(), staff_of(match.tournament, "caster")]

    codes = {refusal_of(operations.message_sides, match, text="Hi", by=by) for by in others}

    assert codes == {"not_organizer"}
