"""The site, with views that are limited in each way an answer is given."""

from django.http import HttpResponse
from django.urls import path

from deltacrown.urls import urlpatterns as site
from tournaments.core.limits import counted


def post(request):
    if request.method == "POST":
        with counted("comment", request.user.pk):
            return HttpResponse("done")
    return HttpResponse("form")


urlpatterns = [path("limited/", post), path("api/v1/limited/", post), *site]
