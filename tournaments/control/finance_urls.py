from django.urls import path

from tournaments.control import finance_views as views

FINANCE = "t/<slug:slug>/control/finance/"

urlpatterns = [
    path(FINANCE, views.listing, name="finance"),
    path(f"{FINANCE}export.csv", views.export, name="export_finance"),
    path(f"{FINANCE}waive-best/", views.waive_best, name="waive_best"),
    path(f"{FINANCE}<slug:reference>/waive/", views.waive, name="waive"),
    path(f"{FINANCE}<slug:reference>/refund/", views.refund, name="refund"),
]
