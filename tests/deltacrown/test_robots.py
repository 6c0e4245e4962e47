from django.http import HttpResponse
from django.test import RequestFactory

from deltacrown.robots import NoIndexMiddleware


def test_every_answer_asks_search_engines_to_keep_nothing():
    response = NoIndexMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))

    assert response["X-Robots-Tag"] == "noindex, nofollow"
