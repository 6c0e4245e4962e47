from django.urls import path

from tournaments.matches import ladder_views, views

app_name = "matches"
urlpatterns = [
    path("matches/<int:pk>/", views.detail, name="detail"),
    path("matches/<int:pk>/result/", views.enter_result, name="enter_result"),
    path("t/<slug:slug>/ladder/", ladder_views.ladder, name="ladder"),
    path("t/<slug:slug>/ladder/<int:number>/", ladder_views.challenge, name="challenge"),
]
