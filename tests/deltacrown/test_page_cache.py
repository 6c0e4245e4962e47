from datetime import timedelta

import pytest
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path
from django.utils import timezone

from tests.factories import UserFactory
from tournaments.core.versions import raise_versions

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

rendered = []  # one word for each rendering, so that a test sees what was kept


def _declared(text, *, until=None, **options):
    rendered.append(text)
    response = HttpResponse(f"{text} {len(rendered)}", **options)
    response.cache_topics = ["cup", "pages"]
    response.cache_until = until
    return response


def page(request):
    return _declared("page")


def page_of_the_moment(request):
    return _declared("moment", until=timezone.now() + timedelta(seconds=5))


def page_with_form(request):
    return _declared(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')


def page_with_cookie(request):
    response = _declared("cookie")
    response.set_cookie("seen", "yes")
    return response


def page_with_message(request):
    messages.info(request, "Hello.")
    return _declared("message")


def page_not_found(request):
    return _declared("nothing", status=404)


def page_that_says_nothing(request):
    rendered.append("silent")
    return HttpResponse(f"silent {len(rendered)}")


def page_that_changes_while_it_renders(request):
    response = _declared("racing")
    raise_versions("cup")
    return response


urlpatterns = [
    path("page/", page),
    path("moment/", page_of_the_moment),
    path("form/", page_with_form),
    path("cookie/", page_with_cookie),
    path("message/", page_with_message),
    path("missing/", page_not_found),
    path("silent/", page_that_says_nothing),
    path("racing/", page_that_changes_while_it_renders),
]


@pytest.fixture(autouse=True)
def _empty_cache(settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    rendered.clear()


def texts(client, address, times):
    return [client.get(address).content.decode() for _time in range(times)]


def test_the_second_answer_is_kept_and_given_again(client):
    assert texts(client, "/page/", 4) == ["page 1", "page 2", "page 2", "page 2"]


def test_a_hit_takes_one_query(client, django_assert_num_queries):
    texts(client, "/page/", 2)

    with django_assert_num_queries(1):
        client.get("/page/")


def test_a_change_of_a_topic_shows_at_once(client):
    texts(client, "/page/", 2)
    raise_versions("pages")

    assert texts(client, "/page/", 2) == ["page 3", "page 3"]


def test_a_change_during_the_rendering_is_never_hidden(client):
    assert texts(client, "/racing/", 4) == ["racing 1", "racing 2", "racing 3", "racing 4"]


def test_a_page_is_not_given_out_past_its_boundary(client, monkeypatch):
    texts(client, "/moment/", 2)
    later = timezone.now() + timedelta(seconds=5)
    assert texts(client, "/moment/", 1) == ["moment 2"]

    monkeypatch.setattr(timezone, "now", lambda: later)

    assert texts(client, "/moment/", 1) == ["moment 3"]


def test_a_page_lives_for_the_seconds_of_the_setting(client, monkeypatch, settings):
    texts(client, "/page/", 2)
    later = timezone.now() + timedelta(seconds=settings.PAGE_CACHE_SECONDS)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert texts(client, "/page/", 1) == ["page 3"]


def test_the_order_of_the_query_does_not_matter_but_its_values_do(client):
    texts(client, "/page/?game=1&page=2", 2)

    assert texts(client, "/page/?page=2&game=1", 1) == ["page 2"]
    assert texts(client, "/page/?game=1&page=3", 1) == ["page 3"]
    one, other = "/page/?game=1&game=2&page=2", "/page/?game=2&game=1&page=2"
    assert texts(client, one, 2)[1] != texts(client, other, 2)[1]


def test_each_host_has_its_own_pages(client):
    texts(client, "/page/", 2)

    assert client.get("/page/", headers={"host": "other.example"}).content == b"page 3"


@pytest.mark.parametrize("name", ["form", "cookie", "message", "missing", "silent"])
def test_what_is_not_for_everybody_is_not_kept(name):
    answers = [Client().get(f"/{name}/") for _time in range(3)]

    assert len(rendered) == 3
    assert not any(answer.has_header("ETag") for answer in answers)


@pytest.mark.parametrize("method", ["post", "head"])
def test_only_reading_in_full_is_answered_from_the_cache(client, method):
    texts(client, "/page/", 2)
    getattr(client, method)("/page/")

    assert len(rendered) == 3


def test_somebody_signed_in_neither_reads_nor_fills_the_cache(client):
    texts(client, "/page/", 2)
    member = Client()
    member.force_login(UserFactory())

    assert texts(member, "/page/", 2) == ["page 3", "page 4"]
    assert texts(client, "/page/", 1) == ["page 2"]


def test_a_kept_page_carries_no_cookie_and_varies_by_it(client):
    first, second, kept = (client.get("/page/") for _time in range(3))

    assert [dict(answer.cookies) for answer in (first, second, kept)] == [{}, {}, {}]
    assert {answer["Vary"] for answer in (first, second, kept)} == {"Accept-Language, Cookie"}
    assert kept["X-Frame-Options"] == second["X-Frame-Options"] == "DENY"


def test_a_browser_that_has_the_page_is_told_so(client):
    texts(client, "/page/", 1)
    kept = client.get("/page/")

    again = client.get("/page/", headers={"if-none-match": kept["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_changed_page_has_another_tag(client):
    texts(client, "/page/", 1)
    kept = client.get("/page/")
    raise_versions("cup")

    again = client.get("/page/", headers={"if-none-match": kept["ETag"]})

    assert (again.status_code, again.content) == (200, b"page 3")


def test_made_up_questions_are_answered_and_not_kept(client):
    assert texts(client, "/page/?made-up=1", 3) == ["page 1", "page 2", "page 3"]
