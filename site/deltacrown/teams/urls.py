from django.urls import path

from deltacrown.teams import views

app_name = "teams"
urlpatterns = [
    path("", views.team_list, name="list"),
    path("create/", views.create, name="create"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/members/", views.add_member, name="add_member"),
    path("<slug:slug>/members/<str:username>/remove/", views.remove_member, name="remove_member"),
    path("<slug:slug>/members/<str:username>/captain/", views.hand_over, name="hand_over"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
]
