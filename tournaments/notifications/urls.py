from django.urls import path

from tournaments.notifications import browser_views, views, webhook_views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.inbox, name="inbox"),
    path("notifications/badge/", views.badge, name="badge"),
    path("notifications/read/", views.read_all, name="read_all"),
    path("notifications/settings/", views.preferences, name="settings"),
    path("notifications/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("notifications/<int:pk>/", views.follow, name="follow"),
    path("notifications/<int:pk>/mark/", views.mark, name="mark"),
    path("notifications/browsers/", browser_views.listing, name="browsers"),
    path("notifications/browsers/subscribe/", browser_views.subscribe, name="subscribe_browser"),
    path(
        "notifications/browsers/unsubscribe/",
        browser_views.unsubscribe,
        name="unsubscribe_browser",
    ),
    path("notifications/browsers/<int:pk>/remove/", browser_views.remove, name="remove_browser"),
    path("service-worker.js", browser_views.service_worker, name="service_worker"),
    path("notifications/webhooks/", webhook_views.listing, name="webhooks"),
    path(
        "notifications/webhooks/<slug:kind>/<int:pk>/",
        webhook_views.webhook,
        name="webhook",
    ),
    path(
        "notifications/webhooks/<slug:kind>/<int:pk>/test/",
        webhook_views.test,
        name="test_webhook",
    ),
    path(
        "notifications/webhooks/<slug:kind>/<int:pk>/switch-on/",
        webhook_views.switch_on,
        name="switch_on_webhook",
    ),
    path(
        "notifications/webhooks/<slug:kind>/<int:pk>/remove/",
        webhook_views.remove,
        name="remove_webhook",
    ),
]
