"""Addresses of figures below a language."""

from django.urls import path

from registry.figures import views

app_name = "figures"
urlpatterns = [path("durations/", views.durations, name="durations")]
