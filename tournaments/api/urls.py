from django.urls import path

from tournaments.api import views

urlpatterns = [
    path("api/v1/tournaments/<slug:slug>/bracket/", views.bracket, name="api_bracket"),
    path(
        "api/v1/tournaments/<slug:slug>/registration/", views.registration, name="api_registration"
    ),
]
