from django.urls import path

from tournaments.matches import evidence_views, ladder_views, views

app_name = "matches"
urlpatterns = [
    path("matches/<int:pk>/", views.detail, name="detail"),
    path("matches/<int:pk>/result/", views.enter_result, name="enter_result"),
    path("matches/<int:pk>/evidence/", evidence_views.add, name="add_evidence"),
    path("matches/<int:pk>/evidence/<int:evidence_pk>/", evidence_views.file, name="evidence"),
    path("t/<slug:slug>/ladder/", ladder_views.ladder, name="ladder"),
    path("t/<slug:slug>/ladder/<int:number>/", ladder_views.challenge, name="challenge"),
]
