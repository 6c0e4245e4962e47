"""A tournament's short address, and the parts of its page that are fetched alone."""

from django.urls import path

from tournaments.content import fragments, views

urlpatterns = [
    path("t/<slug:slug>/", views.tournament, name="tournament"),
    path("t/<slug:slug>/bracket/", fragments.brackets, name="tournament_bracket"),
    path("t/<slug:slug>/standings/", fragments.standings, name="tournament_standings"),
]
