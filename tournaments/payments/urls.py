from django.urls import include, path

from tournaments.payments import views

app_name = "payments"
urlpatterns = [
    path("registrations/<str:reference>/proof/", views.upload, name="upload"),
    path("", include("tournaments.payments.online_urls")),
    path("proofs/<int:pk>/image/", views.proof_image, name="proof_image"),
]
