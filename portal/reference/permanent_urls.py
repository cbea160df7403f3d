"""Addresses of reference data without a language: what rows are called in data, for ever."""

from django.urls import path, re_path

from portal.reference import data_views

app_name = "reference-data"
urlpatterns = [
    re_path(
        r"^reference/(?P<key>[a-z][a-z-]*)\.(?P<form>csv|ttl|jsonld)$",
        data_views.register_file,
        name="file",
    ),
    path("reference/systems/<slug:system>", data_views.system_address, name="system"),
    path("reference/systems/<slug:system>/<path:code>", data_views.system_address, name="code"),
    path("reference/columns", data_views.columns_address, name="columns"),
    path("reference/<slug:key>", data_views.register_address, name="register"),
    path("reference/<slug:key>/<path:path>", data_views.row_address, name="row"),
]
