from django.urls import path

from tournaments.control import (
    announcement_views,
    ban_views,
    certificate_views,
    correction_views,
    day_urls,
    decision_views,
    exchange_views,
    finance_urls,
    leaving_views,
    log_views,
    print_urls,
    registration_urls,
    reopening_views,
    report_views,
    seeding_views,
    staff_views,
    substitution_views,
    views,
)

app_name = "control"
urlpatterns = [
    path("t/<slug:slug>/control/", views.room, name="room"),
    path("t/<slug:slug>/control/next/", views.next_step, name="next_step"),
    path("t/<slug:slug>/control/draw/", views.draw, name="draw"),
    path("t/<slug:slug>/control/pair/<int:number>/", views.pair, name="pair"),
    path("t/<slug:slug>/control/close/<int:number>/", views.close, name="close"),
    path(
        "t/<slug:slug>/control/matches/<int:pk>/correct/", correction_views.correct, name="correct"
    ),
    path("t/<slug:slug>/control/matches/<int:pk>/void/", correction_views.void, name="void"),
    path("t/<slug:slug>/control/corrections/<int:pk>/undo/", correction_views.undo, name="undo"),
    path(
        "t/<slug:slug>/control/take-out/<slug:reference>/", leaving_views.take_out, name="take_out"
    ),
    path("t/<slug:slug>/leave/<slug:reference>/", leaving_views.drop_out, name="drop_out"),
    path(
        "t/<slug:slug>/control/stages/<int:number>/exchange/",
        exchange_views.exchange,
        name="exchange",
    ),
    path("t/<slug:slug>/control/reopen/", reopening_views.reopen, name="reopen"),
    path("t/<slug:slug>/control/log/", log_views.log, name="log"),
    path("t/<slug:slug>/control/log/export/", log_views.export, name="export_log"),
    path("t/<slug:slug>/decisions/", decision_views.decisions, name="decisions"),
    path("t/<slug:slug>/control/complete/", views.complete, name="complete"),
    path("t/<slug:slug>/control/cancel/", views.cancel, name="cancel"),
    path("t/<slug:slug>/control/archive/", views.archive, name="archive"),
    path("t/<slug:slug>/control/lots/<int:number>/", views.lots, name="lots"),
    path(
        "t/<slug:slug>/control/report/<int:number>/",
        report_views.tournament_report,
        name="report",
    ),
    path("t/<slug:slug>/control/seeds/", seeding_views.seeds, name="seeds"),
    path("t/<slug:slug>/control/seeds/take/", seeding_views.take, name="take_seeds"),
    *registration_urls.urlpatterns,
    path(
        "t/<slug:slug>/control/substitutions/",
        substitution_views.substitutions,
        name="substitutions",
    ),
    path(
        "t/<slug:slug>/control/substitutions/<int:pk>/decide/",
        substitution_views.decide,
        name="decide_substitution",
    ),
    *finance_urls.urlpatterns,
    *print_urls.urlpatterns,
    *day_urls.urlpatterns,
    path("t/<slug:slug>/control/staff/", staff_views.staff, name="staff"),
    path("t/<slug:slug>/control/staff/<int:pk>/role/", staff_views.change_role, name="change_role"),
    path("t/<slug:slug>/control/staff/<int:pk>/remove/", staff_views.remove, name="remove_staff"),
    path("staff-invitations/", staff_views.invitations, name="invitations"),
    path("staff-invitations/<int:pk>/accept/", staff_views.accept, name="accept_staff"),
    path("staff-invitations/<int:pk>/leave/", staff_views.leave, name="leave_staff"),
    path("t/<slug:slug>/control/bans/", ban_views.bans, name="bans"),
    path("t/<slug:slug>/control/bans/<int:pk>/lift/", ban_views.lift, name="lift_ban"),
    path(
        "t/<slug:slug>/control/announcements/",
        announcement_views.announcements,
        name="announcements",
    ),
    path("t/<slug:slug>/control/certificates/", certificate_views.listing, name="certificates"),
    path(
        "t/<slug:slug>/control/certificates/<slug:code>/revoke/",
        certificate_views.revoke,
        name="revoke",
    ),
]
