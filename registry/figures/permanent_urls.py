"""Addresses of figures as data, without a language."""

from django.urls import path

from registry.figures import views

app_name = "figures-data"
urlpatterns = [
    path("durations.json", views.durations_json, name="json"),
    path("durations.csv", views.durations_csv, name="csv"),
]
