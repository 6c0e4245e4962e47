"""Part of the namespace ``payments``: the pages of paying online."""

from django.urls import path

from tournaments.payments import online_views as views

urlpatterns = [
    path("registrations/<str:reference>/pay-online/", views.pay_online, name="pay_online"),
    path(
        "registrations/<str:reference>/pay-online/<str:outcome>/",
        views.come_back,
        name="online_return",
    ),
    path("payments/online/<str:method>/", views.callback, name="online_callback"),
]
