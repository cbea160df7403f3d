"""Permanent addresses, without a language: an address once answered answers for ever."""

from django.urls import path, re_path

from registry.catalogue import blueprint_views, files, scheme_views, verify_views
from registry.opendata import feed

app_name = "register"
urlpatterns = [
    path("schemes/<str:number>.json", scheme_views.scheme_json, name="scheme-json"),
    path("schemes/<str:number>.pdf", scheme_views.scheme_pdf, name="scheme-pdf"),
    path("schemes/<str:number>.docx", scheme_views.scheme_word, name="scheme-word"),
    path("schemes/<str:number>", scheme_views.scheme, name="scheme"),
    path(
        "schemes/<str:number>/versions/<str:version>/criteria/<str:id>",
        scheme_views.criterion,
        name="criterion",
    ),
    path(
        "schemes/<str:number>/versions/<str:version>.json",
        scheme_views.version_json,
        name="version-json",
    ),
    path(
        "schemes/<str:number>/versions/<str:version>.pdf",
        scheme_views.version_pdf,
        name="version-pdf",
    ),
    path(
        "schemes/<str:number>/versions/<str:version>.docx",
        scheme_views.version_word,
        name="version-word",
    ),
    path("schemes/<str:number>/versions/<str:version>", scheme_views.version_page, name="version"),
    re_path(
        r"^schemes/(?P<number>[^/]+)/files/(?P<sha256>[0-9a-f]{64})\.(?P<extension>[a-z]{2,5})$",
        files.file,
        name="file",
    ),
    path(
        "blueprints/<slug:key>/<int:version>.json",
        blueprint_views.blueprint_json,
        name="blueprint-json",
    ),
    path("v/<str:number>", verify_views.verify, name="verify"),
    path("feeds/register.atom", feed.atom, name="feed"),
]
