"""Index of the rooms' addresses; imports only."""

from django.urls import include, path

urlpatterns = [
    path("", include("tournaments.notifications.urls")),
    path("", include("tournaments.registration.urls")),
    path("", include("tournaments.payments.urls")),
    path("", include("tournaments.matches.urls")),
    path("", include("tournaments.awards.urls")),
    path("", include("tournaments.control.urls")),
    path("", include("tournaments.content.urls")),
    path("", include("tournaments.api.urls")),
]
