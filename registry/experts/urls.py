"""Addresses by which an expert reads what is asked, the document, and answers."""

from django.urls import path

from registry.experts import reading, writing

app_name = "experts"
urlpatterns = [
    path("<str:secret>/", reading.start, name="start"),
    path("<str:secret>/declaration/", reading.declaration, name="declare"),
    path("<str:secret>/recusal/", reading.recusal, name="recuse"),
    path("<str:secret>/document/", reading.document, name="document"),
    path("<str:secret>/files/<str:sha256>/", reading.file, name="file"),
    path("<str:secret>/opinion/", writing.opinion, name="opinion"),
]
