"""Addresses of figures as data, without a language."""

from django.urls import path

from registry.figures import outcome_feed, outcome_views, views

app_name = "figures-data"
urlpatterns = [
    path("durations.json", views.durations_json, name="json"),
    path("durations.csv", views.durations_csv, name="csv"),
    path("outcomes.json", outcome_views.outcomes_json, name="outcomes-json"),
    path("outcomes.csv", outcome_views.outcomes_csv, name="outcomes-csv"),
    path("feeds/outcomes.atom", outcome_feed.outcomes_atom, name="outcomes-atom"),
]
