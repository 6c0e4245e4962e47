from django.urls import path

from tournaments.api import now_views, views

urlpatterns = [
    path("api/v1/matches/<int:pk>/", now_views.match, name="api_match"),
    path("api/v1/tournaments/<slug:slug>/now/", now_views.now, name="api_now"),
    path("api/v1/tournaments/<slug:slug>/bracket/", views.bracket, name="api_bracket"),
    path(
        "api/v1/tournaments/<slug:slug>/registration/", views.registration, name="api_registration"
    ),
]
