"""The addresses of registrations.

Entering and leaving are a matter of money too, so their pages are the payments room's: an
address is composed here by its name, and no code of this room looks up.
"""

from django.urls import include, path

from tournaments.registration import claim_views, door_views, draft_views, roster_views, views

app_name = "registration"
urlpatterns = [
    path("registrations/", views.mine, name="mine"),
    path("t/<slug:slug>/register/draft/", draft_views.save, name="save_draft"),
    path("t/<slug:slug>/register/start-over/", draft_views.start_over, name="start_over"),
    path("registrations/<str:reference>/check-in/", views.check_in, name="check_in"),
    path("registrations/<str:reference>/door.svg", door_views.code, name="door_code"),
    path("registrations/<str:reference>/change/", views.change, name="change"),
    path("registrations/<str:reference>/calendar.ics", views.calendar, name="calendar"),
    path("registrations/<str:reference>/answers/<int:pk>/", views.picture, name="picture"),
    path("registrations/<str:reference>/roster/", roster_views.roster, name="roster"),
    path(
        "registrations/<str:reference>/substitutions/",
        roster_views.substitutions,
        name="substitutions",
    ),
    path(
        "registrations/<str:reference>/places/<int:pk>/renew/",
        claim_views.renew,
        name="renew_link",
    ),
    path(
        "registrations/<str:reference>/places/<int:pk>/free/", claim_views.free, name="free_place"
    ),
    path("claim/<str:token>/", claim_views.claim, name="claim"),
    path("", include("tournaments.payments.entry_urls")),
]
