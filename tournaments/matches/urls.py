from django.urls import path

from tournaments.matches import views

app_name = "matches"
urlpatterns = [
    path("matches/<int:pk>/", views.detail, name="detail"),
    path("matches/<int:pk>/result/", views.enter_result, name="enter_result"),
]
