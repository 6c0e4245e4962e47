from django.urls import path

from tournaments.control import day_views as views

DAY = "t/<slug:slug>/control/day/"

urlpatterns = [
    path(DAY, views.day, name="day"),
    path(f"{DAY}part/", views.part, name="day_part"),
    path(f"{DAY}act/", views.act, name="day_act"),
    path(f"{DAY}act/<int:pk>/<slug:act>/", views.act_one, name="day_act_one"),
]
