"""Addresses of the pages about messages to a body's systems."""

from django.urls import path

from registry.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.webhooks, name="webhooks"),
    path("<int:pk>/", views.webhook, name="webhook"),
    path("<int:pk>/rotate/", views.rotate, name="rotate"),
    path("<int:pk>/try/", views.try_it, name="try"),
    path("<int:pk>/end/", views.end_it, name="end"),
    path("<int:pk>/deliveries/<int:delivery>/again/", views.send_again, name="send-again"),
]
