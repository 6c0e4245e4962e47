from django.urls import path, re_path

from deltacrown.teams import views

app_name = "teams"
urlpatterns = [
    path("", views.team_list, name="list"),
    path("create/", views.create, name="create"),
    path("looking/", views.free_agents, name="free_agents"),
    path("looking/post/", views.post_free_agent, name="post_free_agent"),
    path("looking/teams/", views.open_teams, name="open_teams"),
    path("looking/teams/post/", views.post_open_team, name="post_open_team"),
    path("looking/<int:pk>/close/", views.close_listing, name="close_listing"),
    path("looking/<int:pk>/invite/", views.invite_agent, name="invite_agent"),
    path("join/<str:code>/", views.join, name="join"),
    re_path(
        r"^invitations/(?P<pk>\d+)/(?P<verb>accept|decline|withdraw)/$",
        views.answer,
        name="answer",
    ),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/invite/", views.invite, name="invite"),
    path("<slug:slug>/ask/", views.ask, name="ask"),
    path("<slug:slug>/link/", views.link, name="link"),
    path("<slug:slug>/members/<str:username>/", views.member, name="member"),
    path("<slug:slug>/members/<str:username>/remove/", views.remove_member, name="remove_member"),
    path("<slug:slug>/members/<str:username>/owner/", views.hand_over, name="hand_over"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
]
