"""Calendars by the rules of RFC 5545, and what happens to an entry when its match moves."""

import re
from datetime import UTC, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.factories import TeamFactory, UserFactory, match_of, organizer_of, win
from tests.tournaments.matches.scheduled import (
    cup_of,
    first,
    player,
    set_time,
    stations_of,
    tomorrow,
)
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches.calendars import uid_of
from tournaments.matches.models import FeedToken, Fixture
from tournaments.matches.operations.feeds import renew_feed

pytestmark = pytest.mark.django_db


def address(cup: Tournament) -> str:
    return reverse("matches:calendar", args=[cup.slug])


def entries(response) -> list[dict]:
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return [
        {
            "uid": str(entry["UID"]),
            "sequence": entry["SEQUENCE"],
            "status": str(entry["STATUS"]),
            "starts": entry["DTSTART"].dt,
            "ends": entry["DTEND"].dt,
            "summary": str(entry["SUMMARY"]),
            "location": str(entry.get("LOCATION", "")),
        }
        for entry in found
    ]


def test_a_match_is_an_entry_with_its_station(client):
    cup = cup_of(title="Spring Cup")
    (table,) = stations_of(cup, "Table 1")
    set_time(first(cup), tomorrow(), table)

    response = client.get(address(cup))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert entries(response) == [
        {
            "uid": uid_of(first(cup).pk),
            "sequence": 1,
            "status": "CONFIRMED",
            "starts": tomorrow(),
            "ends": tomorrow(30),
            "summary": "P1 – P4 · Spring Cup",
            "location": "Table 1",
        }
    ]


def test_a_match_that_moves_keeps_its_uid_and_gets_a_higher_sequence(client):
    cup = cup_of()
    set_time(first(cup), tomorrow())
    (before,) = entries(client.get(address(cup)))

    set_time(first(cup), tomorrow(60))
    (after,) = entries(client.get(address(cup)))

    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert (before["starts"], after["starts"]) == (tomorrow(), tomorrow(60))


def test_a_match_without_a_time_any_more_is_cancelled_at_the_old_one(client):
    cup = cup_of()
    set_time(first(cup), tomorrow())
    set_time(first(cup), None)

    (entry,) = entries(client.get(address(cup)))

    assert (entry["status"], entry["sequence"], entry["starts"]) == ("CANCELLED", 2, tomorrow())


def test_a_match_that_is_void_or_no_longer_drawn_is_cancelled(client):
    cup = cup_of()
    void, gone = match_of(cup, "W1-1"), match_of(cup, "W1-2")
    set_time(void, tomorrow())
    set_time(gone, tomorrow(60))
    key = gone.pk
    Match.objects.filter(pk=void.pk).update(status=Match.Status.VOID)
    gone.delete()

    found = {entry["uid"]: entry for entry in entries(client.get(address(cup)))}

    told = {uid: (entry["status"], entry["sequence"]) for uid, entry in found.items()}
    assert told == {
        uid_of(void.pk): ("CANCELLED", 2),
        uid_of(key): ("CANCELLED", 2),
    }


def test_a_match_that_only_has_a_station_is_no_entry(client):
    cup = cup_of()
    (table,) = stations_of(cup, "Table 1")
    set_time(first(cup), None, table)
    set_time(first(cup), None)

    assert entries(client.get(address(cup))) == []


def test_the_file_keeps_the_rules_of_rfc_5545(client):
    cup = cup_of(title="খুলনা " * 20 + "Cup, with; commas", slug="long-cup")
    for number, code in enumerate(("W1-1", "W1-2", "F")):
        set_time(match_of(cup, code), tomorrow(60 * number))

    content = client.get(address(cup)).content

    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines), "every line ends with CRLF"
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert content.decode()
    calendar = Calendar.from_ical(content)
    assert calendar.to_ical() == content, "read and written again it is the same"
    assert {"PRODID", "VERSION"} <= set(calendar)
    unfolded = content.replace(b"\r\n ", b"").decode()
    for entry in calendar.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "URL"} <= set(entry)
        assert entry["DTSTART"].dt.tzinfo == UTC or entry["DTSTART"].dt.utcoffset() == timedelta()
    times = re.findall(r"^(?:DTSTART|DTEND|DTSTAMP|LAST-MODIFIED):(.*)$", unfolded, re.MULTILINE)
    assert len(times) == 12
    assert all(re.fullmatch(r"\d{8}T\d{6}Z\r?", time) for time in times)


def test_the_bytes_are_the_same_until_a_match_moves(client):
    cup = cup_of()
    set_time(first(cup), tomorrow())
    one = client.get(address(cup))

    again = client.get(address(cup), headers={"if-none-match": one["ETag"]})
    set_time(first(cup), tomorrow(60))
    moved = client.get(address(cup), headers={"if-none-match": one["ETag"]})

    assert (one.status_code, again.status_code, moved.status_code) == (200, 304, 200)


def test_nothing_private_stands_in_a_calendar(client):
    cup = cup_of()
    set_time(first(cup), tomorrow())
    Fixture.objects.update(lobby_code="LOBBY-7", lobby_password="s3cret", server="10.0.0.1")

    content = client.get(address(cup)).content.decode()

    secrets = ("LOBBY-7", "s3cret", "10.0.0.1", player(cup, "P1").email)
    assert [secret for secret in secrets if secret in content] == []


def test_a_tournament_that_nobody_knows_of_has_no_calendar(client):
    cup = cup_of()
    set_time(first(cup), tomorrow())
    Tournament.objects.update(status=Tournament.Status.DRAFT)

    assert client.get(address(cup)).status_code == 404
    assert client.get(reverse("matches:match_calendar", args=[first(cup).pk])).status_code == 404


def test_a_team_has_a_calendar_of_its_matches(client):
    cup, team = cup_of(), TeamFactory(slug="tigers")
    entrant = cup.entrants.get(name="P1")
    type(entrant.registration).objects.filter(pk=entrant.registration_id).update(
        team=team, user=None
    )
    set_time(match_of(cup, "W1-1"), tomorrow())
    set_time(match_of(cup, "W1-2"), tomorrow())

    found = entries(client.get(reverse("matches:team_calendar", args=["tigers"])))

    assert [entry["uid"] for entry in found] == [uid_of(first(cup).pk)]
    assert client.get(reverse("matches:team_calendar", args=["nobody"])).status_code == 404


def test_own_matches_are_read_by_a_secret_address_that_can_be_taken_away(client):
    cup = cup_of()
    me = player(cup, "P1")
    set_time(match_of(cup, "W1-1"), tomorrow())
    set_time(match_of(cup, "W1-2"), tomorrow())
    feed = reverse("matches:own_calendar", args=[renew_feed(me).token])

    found = entries(client.get(feed))
    client.force_login(me)
    client.post(reverse("matches:renew_feed"))
    renewed = reverse("matches:own_calendar", args=[FeedToken.objects.get().token])
    answers = [client.get(one).status_code for one in (feed, renewed)]
    client.post(reverse("matches:revoke_feed"))
    answers += [client.get(one).status_code for one in (feed, renewed)]

    assert [entry["uid"] for entry in found] == [uid_of(first(cup).pk)]
    assert answers == [404, 200, 404, 404]


def test_the_feed_of_an_account_that_is_switched_off_is_gone(client):
    user = UserFactory()
    feed = reverse("matches:own_calendar", args=[renew_feed(user).token])
    type(user).objects.filter(pk=user.pk).update(is_active=False)

    assert client.get(feed).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_of_a_calendar_do_not_grow_with_its_matches(
    client, django_assert_num_queries, number
):
    cup = cup_of(8)
    for place in range(1, number + 1):
        set_time(match_of(cup, f"W1-{place}"), tomorrow())
    win(match_of(cup, "W1-4"), by=organizer_of(cup))

    with django_assert_num_queries(5):
        assert len(entries(client.get(address(cup)))) == number
