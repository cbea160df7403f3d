"""Addresses of the designer, below the workspace."""

from django.urls import path

from schemes.views import beginning, files, report, section

app_name = "designer"
urlpatterns = [
    path("new/", beginning.new, name="new"),
    path("import/", beginning.import_file, name="import"),
    path("schemes/<int:pk>/copy/", beginning.copy, name="copy"),
    path("schemes/<int:pk>/new-version/", report.new_version, name="new-version"),
    path("schemes/<int:pk>/sections/<slug:key>/", section.section, name="section"),
    path("schemes/<int:pk>/report/", report.report, name="report"),
    path("schemes/<int:pk>/read/", report.read, name="read"),
    path("schemes/<int:pk>/document.json", report.download, name="download"),
    path("schemes/<int:pk>/files/<str:sha256>/", files.file, name="file"),
]
