"""The site's addresses, and two views to measure against: one does nothing, one writes a row."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from deltacrown.urls import urlpatterns as site
from tournaments.core.models import LimitCount


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    LimitCount.objects.create(
        name="bench", subject=uuid4().hex, window_start=timezone.now(), number=1
    )
    return HttpResponse("ok")


urlpatterns = [
    path("bench/trivial/", lambda request: HttpResponse("ok")),
    path("bench/insert/", insert),
    *site,
]
