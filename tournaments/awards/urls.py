from django.urls import path

from tournaments.awards import views

app_name = "awards"
urlpatterns = [
    path("certificates/", views.enter_code, name="enter_code"),
    path("certificates/<str:code>/", views.verify, name="verify"),
    path("certificates/<str:code>/download/", views.download, name="download"),
]
