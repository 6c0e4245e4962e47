"""Under /players/."""

from django.urls import path

from deltacrown.accounts import views

app_name = "players"
urlpatterns = [path("<str:username>/", views.player, name="detail")]
