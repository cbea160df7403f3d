"""Addresses of the catalogue below a language."""

from django.urls import path

from registry.catalogue import blueprint_views, body_views, browse_views, rule_views, verify_views

app_name = "catalogue"
urlpatterns = [
    path("catalogue/", browse_views.browse, name="browse"),
    path("catalogue/catalogue.csv", browse_views.browse_csv, name="csv"),
    path("bodies/", body_views.body_list, name="bodies"),
    path("bodies/<slug:slug>/", body_views.body, name="body"),
    path("marks/", body_views.marks, name="marks"),
    path("blueprints/", blueprint_views.blueprints, name="blueprints"),
    path("rules/", rule_views.rules, name="rules"),
    path("verify/", verify_views.verify_form, name="verify-form"),
]
