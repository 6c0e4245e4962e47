"""The addresses of registrations.

Entering and leaving are a matter of money too, so their pages are the payments room's: an
address is composed here by its name, and no code of this room looks up.
"""

from django.urls import include, path

from tournaments.registration import views

app_name = "registration"
urlpatterns = [
    path("registrations/", views.mine, name="mine"),
    path("registrations/<str:reference>/check-in/", views.check_in, name="check_in"),
    path("", include("tournaments.payments.entry_urls")),
]
