"""Part of the namespace ``registration``: the pages where registering meets paying."""

from django.urls import path

from tournaments.payments import entry_views as views

urlpatterns = [
    path("t/<slug:slug>/register/", views.register, name="register"),
    path("registrations/<str:reference>/", views.detail, name="detail"),
    path("registrations/<str:reference>/accept/", views.accept_offer, name="accept_offer"),
    path("registrations/<str:reference>/withdraw/", views.withdraw, name="withdraw"),
]
