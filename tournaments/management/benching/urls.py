"""The site's addresses, and one view that does nothing, to measure against."""

from django.http import HttpResponse
from django.urls import path

from deltacrown.urls import urlpatterns as site

urlpatterns = [path("bench/trivial/", lambda request: HttpResponse("ok")), *site]
