"""Addresses of figures below a language."""

from django.urls import path

from registry.figures import outcome_views, views

app_name = "figures"
urlpatterns = [
    path("durations/", views.durations, name="durations"),
    path("outcomes/", outcome_views.outcomes, name="outcomes"),
]
