"""The log of its own page for those who may read it, and the decisions that everybody may."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import drawn_cup, match_of, organizer_of, win
from tests.factories.formats import cup_of, entrant_of
from tests.factories.play import KNOCKOUT
from tests.factories.staff import staff_of
from tournaments.control.correcting import correct, undo
from tournaments.control.draw_edits import exchange
from tournaments.control.log import SENTENCES
from tournaments.control.log_kinds import GROUPS, PUBLIC
from tournaments.control.log_queries import LINES_A_PAGE
from tournaments.control.operations import disqualify_entrant
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event, Tournament
from tournaments.core.operations import happened
from tournaments.matches.operations import forfeit, forfeited

pytestmark = pytest.mark.django_db

DECISION_QUERIES, LOG_QUERIES = 7, 14


def ruled_cup() -> Tournament:
    """A tournament with an exchange, a forfeit, a correction that was undone, and one out."""
    cup = cup_of(KNOCKOUT)
    by = organizer_of(cup)
    exchange(
        cup.drawn_stages.get(),
        one=entrant_of(cup, "P3"),
        other=entrant_of(cup, "P4"),
        by=by,
        reason="They share a table.",
    )
    match = win(match_of(cup, "W1-1"))
    forfeit(match=match_of(cup, "W1-2"), absent=[2], by=by)
    correction = correct(match=match, verdict=forfeited([1]), by=by, reason="Typed wrongly.")
    undo(correction, by=by)
    disqualify_entrant(entrant_of(cup, "P1"), by=by, reason="Secret: an aimbot.")
    return cup


def page_of(client, name: str, cup: Tournament, **chosen) -> str:
    response = client.get(reverse(f"control:{name}", args=[cup.slug]), chosen)
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_reads_the_rulings_and_no_official_by_name(client):
    cup = ruled_cup()

    response = client.get(reverse("control:decisions", args=[cup.slug]))
    page = response.content.decode()

    assert [
        (each.text, each.reason, each.by_official) for each in response.context["decisions"]
    ] == [
        ("P1 was disqualified.", "", True),
        ("A ruling was taken back.", "", True),
        ("The result of P1 – P3 was corrected.", "Typed wrongly.", True),
        ("P2 – P4 was decided without play: Forfeit.", "", True),
        ("P3 and P4 changed places in the draw of “Playoffs”.", "They share a table.", True),
    ]
    assert (
        response.context["decisions"][2].changes[0].startswith("Playoffs, Semi-final 1: P1 2–1 P3")
    )
    assert organizer_of(cup).username not in page
    assert "aimbot" not in page
    assert "an official" in page


def test_a_result_that_was_played_is_no_ruling_and_an_empty_page_says_so(client):
    cup = drawn_cup(2)
    win(match_of(cup, "F"))

    assert "Nothing had to be decided so far." in page_of(client, "decisions", cup)


def test_decisions_of_a_tournament_that_is_not_public_are_not_found(client):
    cup = ruled_cup()
    cup.page.live = False
    cup.page.save()

    assert client.get(reverse("control:decisions", args=[cup.slug])).status_code == 404


def test_what_everybody_reads_has_a_sentence_in_the_log_too():
    assert set(PUBLIC) <= set(SENTENCES)
    beginnings = [one for group in GROUPS.values() for one in group.beginnings]
    assert [one for one in beginnings if not any(kind.startswith(one) for kind in SENTENCES)] == []


@pytest.mark.parametrize("forfeits", [1, 3])
def test_decisions_need_the_same_queries_for_one_and_for_three(
    client, django_assert_num_queries, forfeits
):
    cup = drawn_cup(8)
    for number in range(1, forfeits + 1):
        match = win(match_of(cup, f"W1-{number}"))
        correct(match=match, verdict=forfeited([1]), by=organizer_of(cup), reason="Absent.")
    client.get(reverse("control:decisions", args=[cup.slug]))

    with django_assert_num_queries(DECISION_QUERIES):
        page_of(client, "decisions", cup)


def test_the_log_is_read_by_kind_by_person_and_by_day(client):
    cup = ruled_cup()
    official, other = organizer_of(cup), staff_of(cup, StaffRole.MODERATOR)
    happened("tournament.settings_applied", cup, actor=other)
    client.force_login(other)
    today = timezone.localdate()

    def kinds(**chosen) -> set[str]:
        response = client.get(reverse("control:log", args=[cup.slug]), chosen)
        return {line.kind for line in response.context["log"]}

    assert kinds(group="draws") == {"stage.draw_requested", "stage.drawn", "stage.exchanged"}
    assert kinds(person=other.pk) == {"tournament.settings_applied"}
    assert "match.corrected" in kinds(person=official.pk, since=today, until=today)
    assert kinds(since=today + timedelta(days=1)) == set()
    assert kinds(until=today - timedelta(days=1)) == set()
    assert kinds(group="nonsense", since="x") == kinds()


def test_the_log_shows_before_and_after(client):
    cup = ruled_cup()
    client.force_login(organizer_of(cup))

    page = page_of(client, "log", cup, group="rulings")

    assert all(part in page for part in ("decided_by: played", "winner: 1", "score: [2, 1]"))
    assert "Secret: an aimbot." in page


def test_the_log_comes_in_pages_and_as_a_table(client):
    cup = drawn_cup(2)
    for _line in range(LINES_A_PAGE):
        happened("tournament.settings_applied", cup)
    client.force_login(organizer_of(cup))

    assert "Page 1 of 2" in page_of(client, "log", cup)
    table = client.get(reverse("control:export_log", args=[cup.slug]), {"group": "draws"})
    rows = b"".join(table).decode("utf-8-sig").splitlines()
    assert rows[0] == "Time,Who,Action,What happened,Before,After,Reason"
    assert len(rows) == 3
    assert "stage.drawn,“Playoffs” was drawn.,,entrants: 2" in rows[1]


@pytest.mark.parametrize("lines", [1, 3])
def test_the_log_needs_the_same_queries_for_one_and_for_three(
    client, django_assert_num_queries, lines
):
    cup = drawn_cup(8)
    for number in range(1, lines + 1):
        win(match_of(cup, f"W1-{number}"))
    client.force_login(organizer_of(cup))
    page_of(client, "log", cup, group="matches")

    with django_assert_num_queries(LOG_QUERIES):
        page_of(client, "log", cup, group="matches")


def test_nothing_is_written_by_reading(client):
    cup = ruled_cup()
    before = Event.objects.count()
    page_of(client, "decisions", cup)
    assert client.post(reverse("control:decisions", args=[cup.slug])).status_code == 405
    assert Event.objects.count() == before
