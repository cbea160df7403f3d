"""Addresses of the reference data's pages below a language."""

from django.urls import path

from portal.reference import public_views

app_name = "reference"
urlpatterns = [
    path("", public_views.index, name="index"),
    path("classification/", public_views.classification_page, name="classification"),
    path("<slug:key>/", public_views.register_page, name="register"),
    path("<slug:key>/history/", public_views.history, name="history"),
    path("<slug:key>/rows/<path:path>", public_views.row, name="row"),
]
