import pytest
from django.urls import reverse

from tests.factories import UserFactory, drawn_cup, match_of, organizer_of, win
from tests.factories.evidence import player_of
from tests.factories.matchday import pass_time
from tests.factories.staff import staff_of
from tournaments.brackets.models import Match
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.chat_screen import chat_section
from tournaments.matches.models import ChatMessage

pytestmark = pytest.mark.django_db

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3) {{ 7|add:7 }}"


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


def address(name: str, match: Match, *more: int) -> str:
    return reverse(f"matches:{name}", args=[match.pk, *more])


def written(match: Match, text: str = "Ready?", slot: int = 1) -> ChatMessage:
    return operations.write_message(match, text=text, by=player_of(match, slot))


def section(match: Match, *, by):
    return chat_section(match, by=by, official=official_of(by, match.tournament))


# --- who may ----------------------------------------------------------------------


def test_the_room_is_no_strangers(client, match):
    message, cup = written(match, "SECRET-PLAN"), match.tournament
    paths = [
        address("chat", match),
        address("chat", match) + "?all",
        address("report_message", match, message.pk),
        address("message_sides", match),
    ]
    posts = [
        address("write", match),
        address("report_message", match, message.pk),
        address("hide_message", match, message.pk),
        address("keep_message", match, message.pk),
        address("message_sides", match),
    ]
    for path in paths:
        assert client.get(path).url.startswith(reverse("account_login"))
    for path in posts:
        assert client.post(path).url.startswith(reverse("account_login"))

    strangers = [
        UserFactory(),
        organizer_of(drawn_cup(2)),
        player_of(match_of(drawn_cup(2), "F")),
        *[staff_of(cup, role) for role in ("verifier", "caster")],
    ]
    for user in strangers:
        client.force_login(user)
        assert {client.get(path).status_code for path in paths} == {404}
        assert {client.post(path, {"text": "Hi"}).status_code for path in posts} == {404}
        assert section(match, by=user) is None
        assert "SECRET-PLAN" not in client.get(match.get_absolute_url()).content.decode()
    assert ChatMessage.objects.count() == 1


def test_players_neither_hide_nor_speak_as_officials(client, match):
    message = written(match)
    client.force_login(player_of(match, 2))

    for name, more in (
        ("hide_message", [message.pk]),
        ("keep_message", [message.pk]),
        ("message_sides", []),
    ):
        assert client.post(address(name, match, *more), {"text": "Hi"}).status_code == 403


def test_players_and_officials_read_and_nothing_keeps_it(client, match):
    written(match)
    cup = match.tournament
    for user in (
        player_of(match, 1),
        player_of(match, 2),
        organizer_of(cup),
        *[staff_of(cup, role) for role in ("referee", "moderator")],
    ):
        client.force_login(user)
        response = client.get(address("chat", match))
        assert "Ready?" in response.content.decode()
        assert "no-store" in response["Cache-Control"]


# --- writing ------------------------------------------------------------------------


def test_without_script_a_message_leads_back_to_the_match(client, match):
    client.force_login(player_of(match))

    response = client.post(address("write", match), {"text": "Hello"})

    assert response.url == f"{match.get_absolute_url()}#chat"
    assert ChatMessage.objects.get().text == "Hello"


def test_with_htmx_come_the_messages_and_an_empty_form(client, match):
    client.force_login(player_of(match))

    response = client.post(address("write", match), {"text": "Hello"}, HTTP_HX_REQUEST="true")

    page = response.content.decode()
    assert '<div id="chat-list" hx-swap-oob="innerHTML">' in page
    assert '<p class="chat__text">Hello</p>' in page
    assert 'value="Hello"' not in page
    assert "<html" not in page


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "This field is required."),
        ("x" * 501, "at most 500 characters"),
        ("a\x1bb", "characters that cannot be shown"),
        ("\u200b", "Write something first."),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_a_refused_message_says_why_and_stays(client, match, text, message, headers):
    client.force_login(player_of(match))

    response = client.post(address("write", match), {"text": text}, **headers)

    assert response.status_code == 200
    assert message in response.content.decode()
    assert not ChatMessage.objects.exists()


def test_html_and_script_are_shown_as_they_were_typed(client, match):
    written(match, NASTY)
    client.force_login(player_of(match, 2))

    for path in (address("chat", match), address("chat", match) + "?all"):
        page = client.get(path).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;" in page
        assert "{{ 7|add:7 }}" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


def test_an_address_is_no_link(client, match):
    written(match, "Look at https://example.org/free-skins")
    client.force_login(player_of(match, 2))

    page = client.get(address("chat", match)).content.decode()

    assert "https://example.org/free-skins" in page
    assert 'href="https://example.org' not in page


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_the_twenty_first_message_of_a_minute_is_429(client, match, headers):
    for number in range(20):
        written(match, str(number))
    client.force_login(player_of(match))

    response = client.post(address("write", match), {"text": "Once more"}, **headers)

    assert response.status_code == 429
    assert int(response["Retry-After"]) <= 60
    assert response.get("HX-Retarget") == ("#limit" if headers else None)
    assert ChatMessage.objects.count() == 20


# --- looking after it -----------------------------------------------------------------


def test_a_player_reports_a_message_and_an_official_hides_it(client, match):
    message = written(match, "You are all bots")
    client.force_login(player_of(match, 2))
    path = address("report_message", match, message.pk)
    assert "You are all bots" in client.get(path).content.decode()
    client.post(path, {"reason": "Insult"})
    again = client.post(path, {"reason": "Insult"}).content.decode()
    assert "You have reported this message already." in again

    client.force_login(staff_of(match.tournament, "moderator"))
    assert "Reported by 1 person" in client.get(address("chat", match)).content.decode()
    client.post(address("hide_message", match, message.pk))
    assert "You are all bots" in client.get(address("chat", match)).content.decode()

    client.force_login(player_of(match, 1))
    page = client.get(address("chat", match)).content.decode()
    assert "You are all bots" not in page
    assert "Hidden by an official." in page


def test_a_message_belongs_to_its_match(client, match):
    other = match_of(drawn_cup(2), "F")
    message = written(other)
    client.force_login(UserFactory(is_superuser=True))

    for name in ("report_message", "hide_message", "keep_message"):
        assert client.post(address(name, match, message.pk)).status_code == 404


def test_an_official_writes_to_both_sides(client, match):
    client.force_login(organizer_of(match.tournament))

    page = client.post(address("message_sides", match), {"text": "Server 2"}, follow=True)

    assert "Both sides are told." in page.content.decode()
    assert ChatMessage.objects.get().is_official
    assert "Official" in client.get(address("chat", match)).content.decode()


def test_a_closed_room_is_read_and_not_written_in(match, monkeypatch):
    written(match)
    win(match)
    pass_time(monkeypatch, hours=25)

    shown = section(Match.objects.get(), by=player_of(match))

    assert [line.text for line in shown.lines] == ["Ready?"]
    assert (shown.form, shown.refusal) == (
        None,
        "The match has been over for a day, so its chat is closed.",
    )
    assert section(Match.objects.get(), by=organizer_of(match.tournament)).form


# --- the list -------------------------------------------------------------------------


def test_the_newest_hundred_are_shown_and_all_on_a_page_of_their_own(client, match):
    player = player_of(match)
    ChatMessage.objects.bulk_create(
        ChatMessage(match=match, by=player, text=f"Line {number:03}") for number in range(101)
    )
    client.force_login(player)

    part = client.get(address("chat", match)).content.decode()
    page = client.get(address("chat", match) + "?all").content.decode()

    assert ("Line 000" in part, "Line 001" in part, "Show all messages" in part) == (
        False,
        True,
        True,
    )
    assert ("Line 000" in page, "Show all messages" in page) == (True, False)


@pytest.mark.parametrize("messages", [1, 3])
def test_the_list_asks_as_often_for_three_messages_as_for_one(
    match, django_assert_num_queries, messages
):
    for number in range(messages):
        message = written(match, str(number))
        operations.report_message(message, reason="", by=player_of(match, 2))
    player = player_of(match)
    match = Match.objects.select_related("stage__tournament").get()

    with django_assert_num_queries(2):
        assert len(chat_section(match, by=player, official=None).lines) == messages
