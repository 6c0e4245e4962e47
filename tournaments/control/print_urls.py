from django.urls import path

from tournaments.control import print_views as views

PRINT = "t/<slug:slug>/control/print/"

urlpatterns = [
    path(PRINT, views.printing, name="printing"),
    path(f"{PRINT}bracket.pdf", views.bracket, name="print_bracket"),
    path(f"{PRINT}schedule.pdf", views.schedule, name="print_schedule"),
    path(f"{PRINT}slips.pdf", views.slips, name="print_slips"),
    path(f"{PRINT}slips/codes/", views.make_links, name="make_slip_links"),
    path(f"{PRINT}check-in.pdf", views.check_in, name="print_check_in"),
]
