"""Under /accounts/, before allauth's own."""

from django.urls import path

from deltacrown.accounts import views

urlpatterns = [
    path("me/", views.account, name="account"),
    path("me/games/<slug:slug>/", views.game_account, name="account_game"),
    path("me/games/<slug:slug>/remove/", views.remove_game_account, name="account_game_remove"),
]
