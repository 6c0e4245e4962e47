import pytest

from tests.factories import TournamentFactory, UserFactory, drawn_cup, match_of, organizer_of, win
from tournaments.content import fragments
from tournaments.core.models import Tournament
from tournaments.core.operations import happened

pytestmark = pytest.mark.django_db

Status = Tournament.Status
LEAGUE = {"format": "round_robin", "name": "League", "groups": 1}
PARTS = ["bracket", "standings", "now", "counters", "schedule/part", "tv/panels"]


def part(cup: Tournament, name: str) -> str:
    return f"/t/{cup.slug}/{name}/"


@pytest.fixture(autouse=True)
def one_minute(monkeypatch):
    """No minute ends during a test."""
    minute = fragments.this_minute()
    monkeypatch.setattr(fragments, "this_minute", lambda: minute)


@pytest.fixture(params=["anonymous", "signed in"])
def visitor(request, client):
    if request.param == "signed in":
        client.force_login(UserFactory())
    return client


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_no_whole_page(client, name):
    answer = client.get(part(drawn_cup(4), name))

    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_sent_once_however_much_happens_elsewhere(visitor, name):
    cup = drawn_cup(4)
    etag = visitor.get(part(cup, name))["ETag"]

    again = visitor.get(part(cup, name), headers={"If-None-Match": etag})
    happened("tournament.looked_at", cup)
    later = visitor.get(part(cup, name), headers={"If-None-Match": etag})

    assert [(each.status_code, each.content) for each in (again, later)] == [(304, b"")] * 2
    assert later["ETag"] == etag


@pytest.mark.parametrize("name", ["bracket", "now", "counters", "tv/panels"])
def test_a_result_changes_what_shows_it(visitor, name):
    cup = drawn_cup(4)
    etag = visitor.get(part(cup, name))["ETag"]

    win(match_of(cup, "W1-1"))
    answer = visitor.get(part(cup, name), headers={"If-None-Match": etag})

    assert answer.status_code == 200
    assert answer["ETag"] != etag


def test_a_result_of_the_bracket_leaves_the_tables_as_they_are(client):
    cup = drawn_cup(4)
    etag = client.get(part(cup, "standings"))["ETag"]

    win(match_of(cup, "W1-1"))

    answer = client.get(part(cup, "standings"), headers={"If-None-Match": etag})
    assert answer.status_code == 304


def test_what_a_part_has_for_one_zone_is_not_kept_for_all(client):
    client.force_login(UserFactory())

    answer = client.get(part(drawn_cup(2), "now"))

    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize("name", [*PARTS, "tv"])
def test_the_parts_of_a_draft_are_not_there(client, name):
    draft = TournamentFactory(status=Status.DRAFT)
    client.force_login(organizer_of(draft))

    assert client.get(part(draft, name)).status_code == 404


def test_a_page_names_its_parts_with_the_version_it_shows(client):
    cup = drawn_cup(4)

    page = client.get(cup.page.url)

    shown = f"tournament:{cup.pk}@{page.context['competition'].version}"
    html = page.content.decode()
    assert [
        f'data-part="{part(cup, name)}" data-topics="{shown}"' in html
        for name in ("bracket", "standings", "now")
    ] == [True, True, True]
    assert f'data-viewers="tournament:{cup.pk}"' in html
    assert html.count("data-live ") == 1


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.ARCHIVED])
def test_the_page_of_what_is_over_for_good_asks_for_nothing(client, status):
    cup = TournamentFactory(status=status)

    html = client.get(cup.page.url).content.decode()

    assert "data-part" not in html
    assert "data-live" not in html


def test_the_parts_are_what_the_page_shows_at_first(client):
    cup = drawn_cup(4, stages=[LEAGUE])

    html = client.get(cup.page.url).content.decode()

    for name in ("bracket", "standings", "now"):
        assert client.get(part(cup, name)).content.decode().strip() in html


def test_a_match_can_be_fetched_alone(client):
    match = match_of(drawn_cup(2), "F")
    address = f"/matches/{match.pk}/part/"
    before = client.get(address)

    win(match)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert "P1 – P2" in before.content.decode()
    assert "P1 won." in after.content.decode()
    assert "<form" not in after.content.decode()


def test_a_match_of_a_draft_is_not_there(client):
    match = match_of(drawn_cup(2), "F")
    Tournament.objects.update(status=Status.DRAFT)

    for address in (f"/matches/{match.pk}/part/", f"/overlay/match/{match.pk}/part/"):
        assert client.get(address).status_code == 404
