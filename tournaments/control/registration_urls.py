from django.urls import path

from tournaments.control import registration_bulk_views as bulk
from tournaments.control import registration_check_in_views as check_in
from tournaments.control import registration_views as views

LIST = "t/<slug:slug>/control/registrations/"
ONE = f"{LIST}<slug:reference>/"
CHECK_IN = "t/<slug:slug>/control/check-in/"

urlpatterns = [
    path(LIST, views.listing, name="registrations"),
    path(f"{LIST}export.csv", views.export, name="export_registrations"),
    path(f"{LIST}decide/", bulk.decide, name="decide"),
    path(ONE, views.detail, name="registration"),
    path(f"{ONE}approve/", views.approve, name="approve"),
    path(f"{ONE}request-changes/", views.request_changes, name="request_changes"),
    path(f"{ONE}seed/", views.seed, name="seed"),
    path(f"{ONE}note/", views.note, name="note"),
    path(f"{ONE}reject/", views.reject, name="reject"),
    path(f"{ONE}readmit/", views.let_in_again, name="readmit"),
    path(CHECK_IN, check_in.check_ins, name="check_ins"),
    path(f"{CHECK_IN}extend/", check_in.extend, name="extend_check_in"),
    path(f"{CHECK_IN}<slug:reference>/", check_in.check_in, name="check_in"),
    path("t/<slug:slug>/control/door/<slug:reference>/", check_in.door, name="door"),
]
