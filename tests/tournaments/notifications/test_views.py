import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import TournamentFactory, UserFactory
from tests.factories.notices import NoticeFactory
from tournaments.core.operations import happened
from tournaments.notifications.models import Preference, Quiet
from tournaments.notifications.queries import CHOSEN, unread_count
from tournaments.notifications.unsubscribing import Leave, token_of

pytestmark = pytest.mark.django_db

INBOX = "/notifications/"


@pytest.fixture
def reader(client):
    user = UserFactory()
    client.force_login(user)
    return user


def told(user, **fields):
    return NoticeFactory(recipient=user, channel="inbox", sent_at=timezone.now(), **fields)


def shown(response):
    return [notice.subject for notice in response.context["page_obj"]]


# --- the inbox ----------------------------------------------------------------


def test_an_empty_inbox_says_what_will_be_there(client, reader):
    assert "Nothing here yet." in client.get(INBOX).content.decode()


def test_it_shows_the_own_notices_newest_first(client, reader):
    told(reader, subject="Older", category="match")
    told(reader, subject="Newer", category="payment")
    told(reader, subject="Away", archived_at=timezone.now())
    told(UserFactory(), subject="Somebody else's")
    NoticeFactory(recipient=reader, subject="A mail")

    assert shown(client.get(INBOX)) == ["Newer", "Older"]
    assert shown(client.get(f"{INBOX}?category=match")) == ["Older"]
    assert shown(client.get(f"{INBOX}?category=x&page=9")) == ["Newer", "Older"]
    page = client.get(f"{INBOX}?category=team").content.decode()
    assert "Nothing of this kind." in page


def test_what_is_new_is_marked_by_a_word_and_counted(client, reader):
    told(reader)
    told(reader, read_at=timezone.now())

    page = client.get(INBOX).content.decode()

    assert page.count("is-unread") == 1
    assert "(1 new)" in page
    assert f'data-topics="user:{reader.pk}"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_takes_the_same_queries_for_one_and_for_three(
    client, reader, django_assert_num_queries, count
):
    for _number in range(count):
        told(reader)

    # Session, person, zone; what is new; how many there are, the page of them; the badge, and
    # the rights of the account menu.
    with django_assert_num_queries(9):
        client.get(INBOX)


def test_a_notice_leads_where_it_says_and_is_read(client, reader):
    notice = told(reader, path="/t/spring-cup/")

    response = client.get(f"{INBOX}{notice.pk}/")

    assert (response.status_code, response["Location"]) == (302, "/t/spring-cup/")
    assert unread_count(reader) == 0


@pytest.mark.parametrize("path", ["/", "//evil.example/", "https://evil.example/", "javascript:x"])
def test_it_leads_nowhere_else(client, reader, path):
    notice = told(reader, path=path)

    assert client.get(f"{INBOX}{notice.pk}/")["Location"] == INBOX


def test_notices_are_marked_one_by_one_and_all_at_once(client, reader):
    notice, _other = told(reader, category="match"), told(reader, category="team")
    states = []
    for word in ("read", "unread", "archive"):
        response = client.post(f"{INBOX}{notice.pk}/mark/?category=match", {"as": word})
        assert response["Location"] == f"{INBOX}?category=match"
        states.append(unread_count(reader))
    client.post(f"{INBOX}read/")

    assert (states, unread_count(reader)) == ([1, 2, 1], 0)
    assert client.post(f"{INBOX}{notice.pk}/mark/", {"as": "x"}).status_code == 404
    assert client.get(f"{INBOX}{notice.pk}/mark/").status_code == 405


@pytest.mark.parametrize(
    ("method", "path"), [("get", "{pk}/"), ("post", "{pk}/mark/")], ids=["follow", "mark"]
)
def test_the_notices_of_others_are_nowhere(client, reader, method, path):
    notice = told(UserFactory())

    response = getattr(client, method)(INBOX + path.format(pk=notice.pk), {"as": "read"})

    notice.refresh_from_db()
    assert (response.status_code, notice.read_at) == (404, None)


@pytest.mark.parametrize("path", ["", "badge/", "settings/", "1/"])
def test_visitors_are_asked_to_sign_in(client, path):
    assert client.get(INBOX + path)["Location"].startswith("/accounts/login/")


# --- the badge ----------------------------------------------------------------


@pytest.mark.parametrize(("count", "words"), [(0, None), (2, "2"), (100, "99+")])
def test_the_badge(client, reader, count, words):
    cup = TournamentFactory()
    for _number in range(count):
        told(reader, event=happened("test.happened", cup))

    page = client.get(f"{INBOX}badge/").content.decode()

    assert ("bell__count" in page) == bool(words)
    assert words is None or f">{words}</span>" in page


def test_the_badge_is_sent_again_only_when_it_changed(client, reader):
    first = client.get(f"{INBOX}badge/")
    known = {"HTTP_IF_NONE_MATCH": first["ETag"]}

    assert client.get(f"{INBOX}badge/", **known).status_code == 304
    told(reader)
    assert client.get(f"{INBOX}badge/", **known).status_code == 200


def test_visitors_see_no_badge_and_ask_the_database_nothing_for_it(
    client, django_assert_num_queries
):
    with django_assert_num_queries(0):
        page = client.get(reverse("account_login")).content.decode()

    assert "bell" not in page
    assert "data-part" not in page


# --- settings -----------------------------------------------------------------


def choices(**changed):
    return {
        "match_email": "on",
        "match_push": "on",
        "starts": "22:00",
        "ends": "07:00",
        "wants_digest": "on",
    } | changed


def test_what_was_chosen_is_kept_and_shown_again(client, reader):
    client.post(f"{INBOX}settings/", choices())

    wanted = Preference.objects.filter(user=reader, is_wanted=True)
    assert sorted(wanted.values_list("category", "channel")) == [
        ("match", "email"),
        ("match", "push"),
    ]
    quiet = Quiet.objects.get(user=reader)
    assert (str(quiet.starts), str(quiet.ends), quiet.wants_digest) == (
        "22:00:00",
        "07:00:00",
        True,
    )
    page = client.get(f"{INBOX}settings/").content.decode()
    assert page.count("checked") == 3
    assert 'value="22:00"' in page


def test_everything_is_wanted_by_those_who_chose_nothing(client, reader):
    page = client.get(f"{INBOX}settings/").content.decode()

    assert page.count("checked") == 9 * len(CHOSEN)
    assert "Asia/Dhaka" in page


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"ends": ""}, "Quiet hours need a beginning and an end."),
        ({"starts": ""}, "Quiet hours need a beginning and an end."),
        ({"ends": "22:00"}, "Quiet hours end at another time than they begin."),
        ({"ends": "x"}, "Enter a valid time."),
    ],
)
def test_hours_that_are_none_are_refused(client, reader, changed, error):
    page = client.post(f"{INBOX}settings/", choices(**changed)).content.decode()

    assert error in page
    assert not Quiet.objects.exists()
    assert not Preference.objects.exists()


# --- leaving ------------------------------------------------------------------


def way_out(user, category="match"):
    return f"{INBOX}unsubscribe/{token_of(Leave(user.pk, category, 'email'))}/"


@pytest.mark.parametrize(("category", "left"), [("match", 1), ("", 9)])
def test_a_link_asks_first_and_a_click_leaves(client, category, left):
    user = UserFactory()
    address = way_out(user, category)

    asked = client.get(address)
    assert (asked.status_code, Preference.objects.count()) == (200, 0)
    assert "Stop these messages?" in asked.content.decode()

    done = client.post(address)
    assert (done.status_code, Preference.objects.filter(is_wanted=False).count()) == (200, left)


def test_mail_programs_leave_with_one_post_without_a_form():
    user = UserFactory()
    answer = Client(enforce_csrf_checks=True).post(way_out(user), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert Preference.objects.get().user == user


def test_every_other_post_needs_its_form(reader):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)

    assert strict.post(f"{INBOX}read/").status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_bad_link_is_answered_kindly_and_does_nothing(client, method):
    user = UserFactory()
    gone = f"{INBOX}unsubscribe/{token_of(Leave(0, 'match', 'email'))}/"

    for address in (way_out(user)[:-3] + "/", gone):
        answer = getattr(client, method)(address)
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()
    assert not Preference.objects.exists()
