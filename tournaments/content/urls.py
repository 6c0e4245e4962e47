"""A tournament's short address, parts of pages that are fetched alone, and pages for screens,
streams and other sites.
"""

from django.urls import path

from tournaments.content import fragments, screen_views, views

urlpatterns = [
    path("t/<slug:slug>/", views.tournament, name="tournament"),
    path("t/<slug:slug>/bracket/", fragments.brackets, name="tournament_bracket"),
    path("t/<slug:slug>/standings/", fragments.standings, name="tournament_standings"),
    path("t/<slug:slug>/now/", fragments.now, name="tournament_now"),
    path("t/<slug:slug>/schedule/part/", fragments.schedule, name="tournament_schedule_part"),
    path("t/<slug:slug>/counters/", fragments.counters, name="tournament_counters"),
    path("t/<slug:slug>/tv/", screen_views.tv, name="tournament_tv"),
    path("t/<slug:slug>/tv/panels/", fragments.tv, name="tournament_tv_panels"),
    path("matches/<int:pk>/part/", fragments.match, name="match_part"),
    path("overlay/match/<int:pk>/", screen_views.overlay, name="match_overlay"),
    path("overlay/match/<int:pk>/part/", fragments.overlay, name="match_overlay_part"),
    path("embed/t/<slug:slug>/bracket/", screen_views.embedded_bracket, name="embedded_bracket"),
]
