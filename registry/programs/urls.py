"""Addresses of the pages about a body's own systems."""

from django.urls import path

from registry.programs import views

app_name = "programs"
urlpatterns = [
    path("", views.tokens, name="tokens"),
    path("tokens/<int:pk>/", views.take_over, name="take-over"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
]
