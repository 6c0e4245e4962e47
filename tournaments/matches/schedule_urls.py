"""The addresses of the schedule and of calendars."""

from django.urls import path

from tournaments.matches import calendar_views, schedule_views

DESK = "t/<slug:slug>/control/schedule/"

urlpatterns = [
    path("t/<slug:slug>/schedule/", schedule_views.schedule, name="schedule"),
    path("t/<slug:slug>/schedule.ics", calendar_views.of_tournament, name="calendar"),
    path("teams/<slug:slug>/matches.ics", calendar_views.of_team, name="team_calendar"),
    path("feeds/<str:token>/matches.ics", calendar_views.of_person, name="own_calendar"),
    path("matches/mine/", calendar_views.mine, name="mine"),
    path("matches/mine/calendar/", calendar_views.renew, name="renew_feed"),
    path("matches/mine/calendar/revoke/", calendar_views.revoke, name="revoke_feed"),
    path("matches/<int:pk>/match.ics", calendar_views.of_match, name="match_calendar"),
    path("matches/<int:pk>/schedule/", schedule_views.schedule_match, name="schedule_match"),
    path("matches/<int:pk>/referee/", schedule_views.assign_referee, name="assign_referee"),
    path("matches/<int:pk>/propose/", schedule_views.propose_time, name="propose_time"),
    path(
        "matches/<int:pk>/proposals/<int:proposal_pk>/",
        schedule_views.answer_proposal,
        name="answer_proposal",
    ),
    path(DESK, schedule_views.desk, name="schedule_desk"),
    path(f"{DESK}stations/", schedule_views.add_station, name="add_station"),
    path(f"{DESK}stations/<int:pk>/", schedule_views.change_station, name="change_station"),
    path(f"{DESK}breaks/", schedule_views.add_break, name="add_break"),
    path(f"{DESK}breaks/<int:pk>/remove/", schedule_views.remove_break, name="remove_break"),
    path(f"{DESK}rounds/<int:pk>/", schedule_views.schedule_round, name="schedule_round"),
]
